import { Resources, type Params } from '../resources.ts';
import { DEFAULT_VARIABLE_QUERY, upgradeVariableQuery, variableText } from './variable-query.ts';
import { variableValues } from './variable-values.ts';

const node = (cluster: string, kind: string, address: string, state = 'up') => ({
  id: `${cluster}/${kind}/${address}`,
  cluster,
  kind,
  address,
  job: 'j',
  state,
  lastError: '',
  scrapeIntervalMs: 15_000,
  labels: {},
});
const NODES = [
  node('b', 'broker', 'b1:8080'),
  node('a', 'broker', 'a1:8080'),
  node('a', 'broker', 'a2:8080', 'gone'),
  node('a', 'bookie', 'k1:8000'),
];

const RUNS = [
  ['r2', 'exp 100k', 'a'],
  ['r1', 'exp 50k', 'b'],
].map(([id, name, cluster]) => ({
  id,
  name,
  cluster,
  labels: {},
  notes: '',
  state: 'finished',
  source: 'store',
  startedMs: 0,
  command: '',
  by: '',
  stepMs: 30_000,
  looks: 2,
  troubles: [],
  results: [],
  figures: [],
  findings: [],
  reported: true,
  bytes: 0,
}));

/** A sidecar of a few answers, which remembers what it was asked. */
function sidecar() {
  const asked: Array<{ path: string; params?: Params }> = [];
  const resources = new Resources(async (path, params) => {
    asked.push({ path, params });
    if (path === 'api/observatory/v1/nodes') return { nodes: NODES, states: {} };
    if (path === 'api/v1/labels') return { status: 'success', data: ['__name__', 'cluster'] };
    if (path.startsWith('api/v1/label/')) return { status: 'success', data: ['z', 'y', 'z'] };
    if (path === 'api/v1/query') {
      return { data: { resultType: 'vector', result: [{ metric: { __name__: 'up', job: 'a"b' }, value: [12, '1'] }] } };
    }
    if (path === 'api/observatory/v1/runs') return { runs: RUNS, total: RUNS.length };
    if (path === 'api/observatory/v1/topics') {
      const rows = Number(params?.offset) === 0 ? ['t2', 't1'] : ['t3'];
      const row = {
        cluster: 'a',
        kind: 'topic',
        topics: 1,
        old: 0,
        measures: Object.fromEntries(MEASURES.map((name) => [name, 0])),
      };
      return { nowMs: 0, by: 'topic', total: 3, offset: 0, readings: [], rows: rows.map((name) => ({ name, ...row })) };
    }
    throw new Error(`unexpected ${path}`);
  });
  return { resources, asked };
}
const MEASURES = [
  'rate_in',
  'rate_out',
  'throughput_in',
  'throughput_out',
  'storage_bytes',
  'backlog_bytes',
  'backlog_entries',
  'producers',
  'consumers',
  'subscriptions',
];
const WINDOW = { fromMs: 61_000, toMs: 119_000 };

describe('values', () => {
  it.each([
    [{ kind: 'clusters' as const }, ['a', 'b']],
    [{ kind: 'brokers' as const }, ['a1:8080', 'b1:8080']],
    [{ kind: 'brokers' as const, cluster: 'b' }, ['b1:8080']],
    [{ kind: 'brokers' as const, cluster: '{b,c}' }, ['b1:8080']],
    [{ kind: 'brokers' as const, cluster: '.*' }, ['a1:8080', 'b1:8080']],
    [{ kind: 'bookies' as const, cluster: 'a' }, ['k1:8000']],
    [{ kind: 'function_workers' as const }, []],
    [{ kind: 'topics' as const }, ['t1', 't2', 't3']],
    [{ kind: 'runs' as const, cluster: 'a' }, ['exp 100k']],
    [{ kind: 'runs' as const, pattern: '50k' }, ['exp 50k']],
    [{ kind: 'label_names' as const, selector: 'up' }, ['__name__', 'cluster']],
    [{ kind: 'label_values' as const, label: 'job', selector: 'up{a="b"}' }, ['y', 'z']],
    [{ kind: 'label_values' as const, label: '' }, []],
    [{ kind: 'metrics' as const, pattern: 'rate' }, ['y', 'z']],
    [{ kind: 'query_result' as const, expr: 'up' }, ['up{job="a\\"b"} 1 12000']],
  ])('%j', async (query, expected) => {
    const { resources } = sidecar();
    const values = await variableValues(resources, { ...DEFAULT_VARIABLE_QUERY, ...query }, WINDOW);
    expect(values.map(({ text }) => text)).toEqual(expected);
  });

  it('asks for labels in the whole minutes of the window, under the selector', async () => {
    const { resources, asked } = sidecar();
    await variableValues(
      resources,
      { ...DEFAULT_VARIABLE_QUERY, kind: 'label_values', label: 'a.b', selector: 'up' },
      WINDOW,
    );
    expect(asked).toEqual([
      { path: 'api/v1/label/U__a_2e_b/values', params: { 'match[]': ['up'], limit: 10_000, start: 60, end: 120 } },
    ]);
  });
});

describe('resources', () => {
  it('ask the same once in half a minute, and again after a failure', async () => {
    let now = 0;
    let calls = 0;
    const resources = new Resources(
      async () => {
        calls++;
        if (calls === 1) throw new Error('down');
        return { data: ['x'] };
      },
      () => now,
    );
    await expect(resources.labels([])).rejects.toThrow('down');
    expect(await Promise.all([resources.labels([]), resources.labels([])])).toEqual([['x'], ['x']]);
    expect(calls).toBe(2);
    now = 30_000;
    await resources.labels([]);
    expect(calls).toBe(3);
  });
});

describe('saved queries', () => {
  it.each([
    [undefined, { kind: 'clusters' }],
    [{}, { kind: 'clusters' }],
    [{ query: '' }, { kind: 'clusters' }],
    ['label_values(up{a="b,c"}, instance)', { kind: 'label_values', selector: 'up{a="b,c"}', label: 'instance' }],
    ['label_values(job)', { kind: 'label_values', selector: '', label: 'job' }],
    [
      { qryType: 1, query: 'label_names(up)' },
      { kind: 'label_names', selector: 'up' },
    ],
    ['metrics(pulsar_.*)', { kind: 'metrics', pattern: 'pulsar_.*' }],
    ['query_result(topk(5, x))', { kind: 'query_result', expr: 'topk(5, x)' }],
    [
      { kind: 'topics', namespace: 5, refId: 'x' },
      { kind: 'topics', namespace: '', refId: 'x' },
    ],
  ])('%j', (saved, expected) => {
    expect(upgradeVariableQuery(saved)).toMatchObject(expected);
  });

  it('are written as they are read', () => {
    const query = upgradeVariableQuery('label_values(up, instance)');
    expect(upgradeVariableQuery(variableText(query))).toEqual(query);
    expect(variableText({ ...DEFAULT_VARIABLE_QUERY, kind: 'topics', namespace: 'a/b', cluster: 'c' })).toBe(
      'topics in a/b of c',
    );
  });
});
