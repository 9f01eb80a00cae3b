import { Labels } from '../model/labels.ts';
import type { QueryValue } from '../storage.ts';
import { VirtualClock } from '../util/clock.ts';
import { startHarness } from './testing/harness.ts';
import type { Harness } from './testing/harness.ts';

let harness: Harness;
let clock: VirtualClock;
const T0 = 1_700_000_000_000;
beforeEach(async () => {
  clock = new VirtualClock(T0 + 300);
  harness = await startHarness({ clock });
});
afterEach(() => harness.close());

const SPEC = { channel: 'query' as const, query: 'sum(rate(x[1m]))', stepMs: 1000 };

function vector(timestampMs: number, values: Record<string, number>): QueryValue {
  const series = Object.entries(values).map(([name, value]) => ({ labels: Labels.fromObject({ name }), value }));
  return { resultType: 'vector', timestampMs, series };
}

describe('query channel', () => {
  it('evaluates once a step for everybody, at times aligned to the step', async () => {
    const clients = await Promise.all([harness.connect(), harness.connect(), harness.connect()]);
    for (const client of clients) await client.subscribe({ id: 'q', spec: SPEC });
    await clock.advanceTo(T0 + 3500);
    for (const client of clients) {
      await client.until(({ payload }) => payload.t === T0 + 3000);
      const vectors = client.data().filter(({ type }) => type === 'vector');
      expect(vectors.map(({ t, values }) => [t, values])).toEqual(
        [0, 1000, 2000, 3000].map((ms) => [T0 + ms, [T0 + ms]]),
      );
    }
    expect(harness.promql.instants).toEqual([0, 1000, 2000, 3000].map((ms) => T0 + ms));
    expect(harness.hub.stats()).toMatchObject({ evaluationsTotal: 4, channels: 3 });
  });

  it('sends history first, aligned to the steps, with gaps as null, then the newest value', async () => {
    harness.promql.rangeAnswer = (startMs) => ({
      resultType: 'matrix',
      series: [
        {
          labels: Labels.fromObject({ name: 'a' }),
          timestamps: Float64Array.of(startMs, startMs + 2000),
          values: Float64Array.of(1, NaN),
        },
      ],
    });
    harness.promql.answer = (t) => vector(t, { b: 7, a: 8 });
    const client = await harness.connect();
    await client.subscribe({ id: 'q', spec: { ...SPEC, historyMs: 3000 } });
    expect(harness.promql.ranges).toEqual([[T0 - 3000, T0, 1000]]);
    const payloads = client.data();
    expect(payloads.map(({ type }) => type)).toEqual(['meta', 'history', 'meta', 'vector']);
    const ids = Object.fromEntries(
      payloads[0].series.map(({ id, labels }: { id: number; labels: { name: string } }) => [labels.name, id]),
    );
    expect(payloads[1]).toEqual({
      type: 'history',
      startMs: T0 - 3000,
      stepMs: 1000,
      length: 4,
      ids: [ids.a],
      values: [[1, null, 'NaN', null]],
    });
    expect(payloads[3]).toEqual({ type: 'vector', t: T0, ids: [ids.b, ids.a], values: [7, 8] });
  });

  it('asks for the same history once when many come at once', async () => {
    const clients = await Promise.all([harness.connect(), harness.connect()]);
    await Promise.all(clients.map((client) => client.subscribe({ id: 'q', spec: { ...SPEC, historyMs: 60_000 } })));
    expect(harness.promql.ranges).toHaveLength(1);
  });

  it('announces series as they come and sends nothing for those that went', async () => {
    harness.promql.answer = (t) => vector(t, t === T0 ? { a: 1 } : { b: 2 });
    const client = await harness.connect();
    await client.subscribe({ id: 'q', spec: SPEC });
    await clock.advanceTo(T0 + 1000);
    await client.until(({ payload }) => payload.t === T0 + 1000);
    const [meta, vectorPayload] = client.data().slice(-2);
    expect(meta).toEqual({ type: 'meta', series: [{ id: 2, labels: { name: 'b' } }] });
    expect(vectorPayload).toEqual({ type: 'vector', t: T0 + 1000, ids: [2], values: [2] });
  });

  it('gives ids anew when too many series came and went, never an old one', async () => {
    await harness.close();
    harness = await startHarness({ clock, limits: { maxSeriesPerSubscription: 1 } });
    harness.promql.answer = (t) => vector(t, { [`s${t}`]: t });
    const client = await harness.connect();
    await client.subscribe({ id: 'q', spec: SPEC });
    await clock.advanceTo(T0 + 30_000);
    await client.until(({ payload }) => payload.t === T0 + 30_000);
    const names = new Map<number, string>();
    for (const payload of client.data()) {
      if (payload.type === 'meta') for (const { id, labels } of payload.series) names.set(id, labels.name);
      if (payload.type === 'vector') expect(names.get(payload.ids[0])).toBe(`s${payload.t}`);
    }
    const late = await harness.connect();
    await late.subscribe({ id: 'q', spec: SPEC });
    expect(late.data()[0].series.length).toBeLessThanOrEqual(11);
  });

  it('skips the steps that an evaluation overran, and counts them', async () => {
    const client = await harness.connect();
    await client.subscribe({ id: 'q', spec: SPEC });
    let finish: () => void = () => {};
    harness.promql.answer = (timestampMs) =>
      new Promise((resolve) => (finish = () => resolve({ resultType: 'scalar', timestampMs, value: 1 })));
    await clock.advanceTo(T0 + 4400);
    harness.promql.answer = (t) => vector(t, { a: 1 });
    finish();
    await client.until(({ payload }) => payload.t === T0 + 1000);
    await clock.advanceTo(T0 + 5000);
    await client.until(({ payload }) => payload.t === T0 + 5000);
    expect(harness.promql.instants).toEqual([0, 1000, 4000, 5000].map((ms) => T0 + ms));
    expect(harness.hub.stats().evaluationStepsSkippedTotal).toBe(2);
  });

  it('refuses a wrong query, and says once when a good one begins to fail', async () => {
    harness.promql.answer = () => Promise.reject(new Error('1:5: parse error'));
    const client = await harness.connect();
    client.send({ type: 'subscribe', id: 'bad', spec: { ...SPEC, query: 'sum(' } });
    expect((await client.untilType('error')).payload).toMatchObject({ id: 'bad', message: '1:5: parse error' });
    harness.promql.answer = (t) => vector(t, { a: 1 });
    await client.subscribe({ id: 'q', spec: SPEC });
    harness.promql.answer = () => Promise.reject(new Error('too many samples'));
    await clock.advanceTo(T0 + 3000);
    harness.promql.answer = (t) => vector(t, { a: 1 });
    await clock.advanceTo(T0 + 4000);
    await client.until(({ payload }) => payload.t === T0 + 4000);
    expect(client.data().filter(({ type }) => type === 'notice')).toEqual([
      { type: 'notice', code: 'OBS_STREAM_EVALUATION', message: 'too many samples' },
    ]);
  });

  it.each([
    ['a range vector', { resultType: 'matrix', series: [] } as QueryValue, 'OBS_STREAM_QUERY_TYPE'],
    ['a string', { resultType: 'string', timestampMs: 0, value: 'x' } as QueryValue, 'OBS_STREAM_QUERY_TYPE'],
    [
      'too many series',
      vector(0, Object.fromEntries(Array.from({ length: 2001 }, (_, i) => [`s${i}`, i]))),
      'OBS_STREAM_SERIES_LIMIT',
    ],
  ])('refuses %s', async (_name, value, code) => {
    harness.promql.answer = () => value;
    const client = await harness.connect();
    client.send({ type: 'subscribe', id: 'q', spec: SPEC });
    expect((await client.untilType('error')).payload.code).toBe(code);
  });

  it('refuses more history than allowed', async () => {
    const client = await harness.connect();
    client.send({ type: 'subscribe', id: 'q', spec: { ...SPEC, historyMs: 1000 * 20_000 } });
    expect((await client.untilType('error')).payload).toMatchObject({ code: 'OBS_STREAM_HISTORY_LIMIT' });
  });

  it('stops evaluating some time after the last subscriber has left', async () => {
    await harness.close();
    harness = await startHarness({ clock, limits: { lingerMs: 20 } });
    const client = await harness.connect();
    await client.subscribe({ id: 'q', spec: SPEC });
    client.send({ type: 'unsubscribe', id: 'q' });
    await client.untilType('unsubscribed');
    while (harness.hub.stats().channels > 2) await new Promise((resolve) => setTimeout(resolve, 5));
    const count = harness.promql.instants.length;
    await clock.advanceTo(T0 + 10_000);
    expect(harness.promql.instants).toHaveLength(count);
  });
});
