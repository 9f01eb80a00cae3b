import type { LogList, LogVolume } from '@observatory/protocol/logs';
import { DEFAULT_LIMITS, FrameBudget } from '../limits.ts';
import { logsKind, type LogsSource } from './logs-kind.ts';

const list: LogList = {
  lines: [
    { id: '1', node: 'n', timeMs: 10, level: 'info', logger: 'a.B', source: 'broker', message: 'one' },
    {
      id: '2',
      node: 'n',
      timeMs: 20,
      level: 'fatal',
      logger: '',
      source: 'broker',
      message: 'two',
      module: 'm',
      lineNumber: 7,
    },
  ],
  truncated: true,
  scanned: 9,
};
const volume: LogVolume = {
  startMs: 0,
  stepMs: 60_000,
  length: 2,
  levels: [{ level: 'warn', counts: [3, 0] }],
  total: 3,
  truncated: false,
  scanned: 3,
};

function ask(more: object, counts: LogVolume = volume) {
  const asked: object[] = [];
  const source: LogsSource = {
    query: (query) => (asked.push(query), Promise.resolve(list)),
    count: (query) => (asked.push(query), Promise.resolve(counts)),
  };
  const query = { refId: 'A', kind: 'logs', fromMs: 0, toMs: 120_000, hide: false, ...more };
  const answer = logsKind(source).evaluate(query, { signal: new AbortController().signal, isOnly: true });
  return answer.then((evaluated) => ({ evaluated, asked }));
}
const framesOf = async (more: object, counts?: LogVolume) => {
  const { evaluated } = await ask(more, counts);
  return [...evaluated.frames(new FrameBudget(DEFAULT_LIMITS))];
};

it('gives lines newest first, in the columns that Grafana looks for, and says that there are more', async () => {
  const [frame] = await framesOf({});
  expect(frame.meta).toMatchObject({ type: 'log-lines', preferredVisualisationType: 'logs' });
  expect(frame.meta.notices?.[0].text).toMatch(/newest 2 lines/);
  const columns = frame.fields.map((field) => [
    field.name,
    field.kind === 'string' ? [...field.codes].map((code) => field.dictionary[code]) : [...field.values],
  ]);
  expect(Object.fromEntries(columns)).toMatchObject({
    timestamp: [20, 10],
    body: ['two', 'one'],
    severity: ['critical', 'info'],
    id: ['2', '1'],
    node: ['n', 'n'],
    place: ['m:7', ''],
  });
});

it('asks for the levels from the least one upwards', async () => {
  const { asked } = await ask({ minLevel: 'error', nodes: ['n'], regex: 'x+', limit: 5 });
  expect(asked[0]).toMatchObject({ levels: ['error', 'fatal'], nodes: ['n'], regex: 'x+', limit: 5 });
});

it('counts a series a level, in steps of whole seconds that fit the chart', async () => {
  const { asked } = await ask({ show: 'counts', toMs: 3_600_000, intervalMs: 1500, maxDataPoints: 100 });
  expect(asked[0]).toMatchObject({ stepMs: 36_000 });
  const [frame] = await framesOf({ show: 'counts' });
  expect(frame.fields[1]).toMatchObject({ labels: { level: 'warning' }, config: { displayNameFromDS: 'warning' } });
  expect(frame.fields.map((field) => 'values' in field && [...field.values])).toEqual([
    [0, 60_000],
    [3, 0],
  ]);
});

it('counts nothing as zero: an alert rule has its number', async () => {
  const [frame] = await framesOf({ show: 'counts' }, { ...volume, levels: [], total: 0 });
  expect(frame.fields.map((field) => 'values' in field && [...field.values])).toEqual([
    [0, 60_000],
    [0, 0],
  ]);
});
