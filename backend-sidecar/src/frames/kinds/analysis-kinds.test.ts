/** The analysis as frames: what panels draw, and the one number a series that alert rules take. */
import type { Anomalies, Explanation, Forecast } from '@observatory/protocol/analysis';
import type { FrameQueryHead } from '@observatory/protocol/frames';
import type { Frame } from '../frame.ts';
import { FrameBudget } from '../limits.ts';
import { anomaliesKind } from './anomalies-kind.ts';
import { candidatesKind } from './candidates-kind.ts';
import { forecastKind } from './forecast-kind.ts';
import { FrameKinds, type FrameKind } from './frame-kind.ts';

const NOW = 1_767_436_620_000;

async function ask(kind: FrameKind, query: object): Promise<Frame[]> {
  const head = { refId: 'A', kind: kind.kinds[0], fromMs: NOW - 60_000, toMs: NOW, hide: false, ...query };
  const request = { signal: new AbortController().signal, isOnly: true };
  return [...(await new FrameKinds([kind]).evaluate(head as FrameQueryHead, request)).frames(new FrameBudget())];
}

function column({ fields, length }: Frame, name: string): unknown[] {
  const field = fields.find((each) => each.name === name);
  if (!field) throw new Error(`no column ${name}`);
  return Array.from({ length }, (_, row) => {
    if (field.kind === 'string') return field.dictionary[field.codes[row]] ?? null;
    return field.present?.[row] === 0 ? null : field.values[row];
  });
}
const notices = (frame: Frame) => (frame.meta.notices ?? []).map(({ text }) => text);
/** Labels and value of numeric frames. */
const numbers = (frames: Frame[]) =>
  frames.map(({ meta, fields }) => [
    meta.type,
    fields[0]?.labels,
    fields[0] && 'values' in fields[0] ? fields[0].values[0] : undefined,
  ]);

describe('anomalies', () => {
  const asked: object[] = [];
  const answer: Anomalies = {
    notes: ['short history'],
    series: [
      {
        labels: { topic: 'a' },
        t: [NOW - 30_000, NOW - 15_000, NOW],
        value: [10, 30, null],
        expected: [10, 10, 10],
        lower: [5, 5, 5],
        upper: [15, 15, 15],
        anomalies: [],
        changePoints: [],
        basis: 'the median of the last 2 h',
      },
    ],
  };
  const kind = (given: Anomalies) =>
    anomaliesKind({ anomalies: (options) => (asked.push(options), Promise.resolve(given)) });

  it('are a frame a series with its band, and what lies outside', async () => {
    const [frame] = await ask(kind(answer), { expr: 'rate(x[$__rate_interval])', sensitivity: 3 });
    expect(column(frame, 'value')).toEqual([10, 30, null]);
    expect(column(frame, 'upper')).toEqual([15, 15, 15]);
    expect(column(frame, 'anomaly')).toEqual([0, 1, null]);
    expect(frame.fields[1].labels).toEqual({ topic: 'a' });
    expect(notices(frame)).toEqual(['short history']);
    expect(asked.at(-1)).toMatchObject({ query: 'rate(x[1m])', sensitivity: 3, stepMs: 15_000 });
  });

  it('are for a rule how far the newest value is outside, in half-widths of the band', async () => {
    const ruled = (changes: Partial<Anomalies['series'][number]>) =>
      ask(kind({ ...answer, series: [{ ...answer.series[0], ...changes }] }), { expr: 'x', mode: 'instant' });
    expect(numbers(await ruled({}))).toEqual([['numeric-multi', { topic: 'a' }, 4]]);
    expect(numbers(await ruled({ value: [1, 2, 10] }))).toEqual([['numeric-multi', { topic: 'a' }, 0]]);
    // No band yet: nothing is said, and the rule has no data.
    expect(numbers(await ruled({ upper: [null, null, null] }))).toEqual([['numeric-multi', undefined, undefined]]);
  });
});

describe('a forecast', () => {
  const asked: { fromMs: number; toMs: number; horizonMs: number }[] = [];
  const at = (ms: number) => new Date(NOW + ms).toISOString();
  const answer = (limit?: Forecast['series'][number]['limit']): Forecast => ({
    notes: [],
    series: [
      {
        labels: { disk: '1' },
        t: [NOW - 15_000, NOW],
        value: [1, 2],
        forecast: { t: [NOW, NOW + 15_000, NOW + 30_000], value: [2, 3, 4], lower: [2, 2.5, 3], upper: [2, 3.5, 5] },
        slope: 1,
        ...(limit && { limit }),
        basis: 'the median slope',
      },
    ],
  });
  const kind = (given: Forecast) =>
    forecastKind({ nowMs: () => NOW, forecast: (options) => (asked.push(options), Promise.resolve(given)) });

  it('goes on where history ends', async () => {
    const [frame] = await ask(kind(answer()), { expr: 'x', horizon: '30s' });
    expect(column(frame, 'Time')).toEqual([NOW - 15_000, NOW, NOW + 15_000, NOW + 30_000]);
    expect(column(frame, 'value')).toEqual([1, 2, null, null]);
    expect(column(frame, 'forecast')).toEqual([null, null, 3, 4]);
    expect(column(frame, 'upper')).toEqual([null, null, 3.5, 5]);
    expect(asked.at(-1)).toMatchObject({ toMs: NOW, horizonMs: 30_000 });
  });

  it('learns nothing from a future that the dashboard shows', async () => {
    await ask(kind(answer()), { expr: 'x', toMs: NOW + 600_000 });
    expect(asked.at(-1)).toMatchObject({ toMs: NOW, horizonMs: 600_000 });
  });

  it('is for a rule the seconds until a limit is met, infinite when not within the horizon', async () => {
    const limit = (expected: string | null) => ({ value: 9, earliest: null, expected, latest: null });
    const ruled = async (given: Forecast, query = {}) =>
      numbers(await ask(kind(given), { expr: 'x', mode: 'instant', limit: 9, ...query }))[0][2];
    expect(await ruled(answer(limit(at(120_000))))).toBe(120);
    expect(await ruled(answer(limit(null)))).toBe(Infinity);
    expect(await ruled(answer(), { limit: undefined })).toBe(4);
  });

  it('names a horizon that is no duration', async () => {
    await expect(ask(kind(answer()), { expr: 'x', horizon: 'soon' })).rejects.toThrow('horizon: "soon" is no duration');
  });
});

describe('candidates', () => {
  const node = { kind: 'bookie', id: 'c/bookie/b', name: 'bookie-2', aliases: [] };
  const answer = {
    window: { from: '', to: '' },
    baseline: { from: '', to: '' },
    symptom: { onset: new Date(NOW).toISOString() },
    comparisons: 3,
    candidates: [
      {
        rank: 1,
        node,
        change: {
          kind: 'unreachable',
          class: 'change',
          text: 'did not answer',
          from: 1,
          to: 0,
          unit: '',
          direction: 'down',
        },
        onset: new Date(NOW - 2000).toISOString(),
        confidence: 0.9,
        sentence: 'It did not answer.',
        evidence: [],
        path: [{ node }, { node: { ...node, name: 'broker-1' } }],
        next_step: 'Look.',
      },
    ],
    effects: [],
    rejected: [],
    summary: 'Best candidate: bookie-2.',
    notes: [],
    complete: true,
  } as unknown as Explanation;
  const asked: object[] = [];
  const kind = (given: Explanation) =>
    candidatesKind({ explain: (options) => (asked.push(options), Promise.resolve(given)) });

  it('are a table, with the summary above it', async () => {
    const [frame] = await ask(kind(answer), { clusters: ['demo-1'] });
    expect(['rank', 'confidence', 'node', 'lead', 'path'].map((name) => column(frame, name)[0])).toEqual([
      1,
      0.9,
      'bookie-2',
      2,
      'bookie-2 → broker-1',
    ]);
    expect(notices(frame)).toEqual(['Best candidate: bookie-2.']);
    expect(asked.at(-1)).not.toHaveProperty('query');
    expect(asked.at(-1)).toMatchObject({ cluster: 'demo-1', limit: 5 });
    expect(notices((await ask(kind(answer), { clusters: ['a', 'b'] }))[0])).toContain(
      'Candidates are of one cluster or of all: all were looked at.',
    );
    expect(asked.at(-1)).not.toHaveProperty('cluster');
  });

  it('are for a rule their confidence, and 0 where there is none', async () => {
    expect(numbers(await ask(kind(answer), { mode: 'instant' }))).toEqual([
      ['numeric-multi', { node: 'bookie-2', kind: 'bookie', change: 'unreachable' }, 0.9],
    ]);
    expect(numbers(await ask(kind({ ...answer, candidates: [] }), { mode: 'instant' }))).toEqual([
      ['numeric-multi', {}, 0],
    ]);
  });
});
