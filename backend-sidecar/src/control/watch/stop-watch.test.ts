import { Labels } from '../../model/labels.ts';
import type { PromqlSource } from '../../storage.ts';
import { VirtualClock } from '../../util/clock.ts';
import { resultOf } from '../../http/testing/fake-context.ts';
import type { StopCondition } from '../operation.ts';
import { StopWatch } from './stop-watch.ts';

const START_MS = 1_700_000_000_000;

/** Answers the baseline where the ten minutes before are asked for, else the value of that time. */
function source(baseline: number | undefined, valueAt: (sinceStartMs: number) => number | undefined): PromqlSource {
  return {
    instant: (query, timestampMs) => {
      const value = /\[10m|vector\(0\)/.test(query) ? baseline : valueAt(timestampMs - START_MS);
      const series = value === undefined ? [] : [{ labels: Labels.fromObject({}), value }];
      return Promise.resolve(resultOf({ resultType: 'vector', timestampMs, series }));
    },
    range: () => Promise.reject(new Error('not asked')),
  };
}

/** Looks every second for so long. @returns after how many seconds it wants to stop, and why */
async function watched(condition: StopCondition, promql: PromqlSource, seconds: number) {
  const clock = new VirtualClock(START_MS);
  const watch = new StopWatch({ promql, clock, cluster: 'c"\\', conditions: [condition], startedMs: START_MS });
  for (let second = 0; second < seconds; second++) {
    const reason = await watch.reasonToStop();
    if (reason !== undefined) return { second, reason };
    await clock.advanceTo(START_MS + (second + 1) * 1000);
  }
  return undefined;
}

describe('write latency', () => {
  it('stops when the 99th percentile is over three times its baseline for 30 s', async () => {
    const stopped = await watched(
      'write_latency',
      source(0.02, (ms) => (ms < 60_000 ? 0.05 : 0.07)),
      200,
    );
    expect(stopped?.reason).toBe('stopped by itself: writes take 70.0 ms at the 99th percentile, 20.0 ms before');
    expect(stopped?.second).toBeGreaterThanOrEqual(90);
    expect(stopped?.second).toBeLessThanOrEqual(100);
  });

  it.each<[what: string, baseline: number | undefined, at: (ms: number) => number | undefined]>([
    ['it is just three times as much', 0.02, () => 0.06],
    ['it recovers within 30 s, again and again', 0.02, (ms) => (ms % 30_000 < 20_000 ? 0.2 : 0.02)],
    ['three times little is little', 0.001, () => 0.029],
    ['nothing was measured before', undefined, () => 5],
    ['nothing is measured now', 0.02, () => undefined],
    ['what is measured is no number', 0.02, () => Number.NaN],
  ])('goes on when %s', async (_what, baseline, at) => {
    expect(await watched('write_latency', source(baseline, at), 200)).toBeUndefined();
  });

  it('goes on when the store does not answer', async () => {
    const broken: PromqlSource = {
      instant: () => Promise.reject(new Error('overloaded')),
      range: () => Promise.reject(new Error('overloaded')),
    };
    expect(await watched('write_latency', broken, 60)).toBeUndefined();
  });
});

it('stops on a backlog that grows by half and by 10,000 for a minute', async () => {
  const stopped = await watched(
    'backlog_growth',
    source(100_000, (ms) => 100_000 + ms * 2),
    200,
  );
  expect(stopped?.reason).toContain('the backlog grew from 100000 to');
  expect(
    await watched(
      'backlog_growth',
      source(100, () => 9000),
      200,
    ),
  ).toBeUndefined();
});

it('stops on ledgers that stay under-replicated for ten minutes', async () => {
  const stopped = await watched(
    'under_replication',
    source(0, () => 3),
    700,
  );
  expect(stopped?.second).toBeGreaterThanOrEqual(600);
  expect(
    await watched(
      'under_replication',
      source(0, (ms) => (ms % 300_000 < 200_000 ? 3 : 0)),
      900,
    ),
  ).toBeUndefined();
});
