import type { Node } from '@observatory/protocol/nodes';
import { Labels } from '../model/labels.ts';
import type { PromqlSource, QueryValue } from '../storage.ts';
import { VirtualClock } from '../util/clock.ts';
import { silentLogger } from '../util/logger.ts';
import type { NewEvent } from '../events/index.ts';
import { linearTrend } from './linear-trend.ts';
import { RestartWatch } from './restart-watch.ts';
import { nodeVitals } from './vitals.ts';

const NOW = 1_700_000_000_000;
const AT = { cluster: 'c', instance: 'b:8000' };

const node: Node = {
  id: 'c/bookie/b:8000',
  cluster: 'c',
  kind: 'bookie',
  address: 'b:8000',
  job: 'bookie',
  state: 'up',
  lastError: '',
  scrapeIntervalMs: 15_000,
  labels: { ...AT, node: 'b:3181' },
};

const vector = (value: number, labels: Record<string, string> = AT): QueryValue => ({
  resultType: 'vector',
  timestampMs: NOW,
  series: [{ labels: Labels.fromObject(labels), value }],
});

/** Answers by a part of the query. */
function source(answers: Record<string, () => QueryValue>): PromqlSource {
  const stats = { samples: 0, series: 0, peakSamples: 0, timings: { evalMs: 0, queueMs: 0, totalMs: 0 } };
  return {
    instant: async (query) => {
      const answer = Object.entries(answers).find(([part]) => query.includes(part))?.[1];
      const empty: QueryValue = { resultType: 'vector', timestampMs: NOW, series: [] };
      return { value: answer ? answer() : empty, warnings: [], infos: [], stats };
    },
    range: () => Promise.reject(new Error('not asked')),
  };
}

it('tells uptime, memory and when a disk is full', async () => {
  // 70 % and half a point more every six minutes: 5 points an hour, 25 points left.
  const times = Float64Array.from({ length: 11 }, (_, i) => NOW - 3_600_000 + i * 360_000);
  const values = Float64Array.from(times, (_, i) => 70 + i * 0.5);
  const { nodes, warnings } = await nodeVitals(
    {
      nodes: () => [node],
      promql: source({
        'changes(': () => vector(2),
        process_start_time_seconds: () => vector(NOW / 1000 - 600),
        jvm_memory_direct_bytes_used: () => vector(64),
        bookie_ledger_dir: () => ({
          resultType: 'matrix',
          series: [
            {
              labels: Labels.fromObject({ ...AT, __name__: 'bookie_ledger_dir__data_ledgers_usage' }),
              timestamps: times,
              values,
            },
          ],
        }),
        pulsar_version_info: () => {
          throw new Error('too slow');
        },
      }),
    },
    NOW,
  );
  expect(nodes[0]).toMatchObject({ startedMs: NOW - 600_000, uptimeSeconds: 600, restarts: 2, directUsedBytes: 64 });
  expect(nodes[0].disks).toMatchObject([{ directory: '_data_ledgers', usedPercent: 75 }]);
  expect(nodes[0].disks[0].percentPerHour).toBeCloseTo(5, 9);
  expect(nodes[0].disks[0].fullInSeconds).toBeCloseTo(5 * 3600, 3);
  expect(warnings).toMatchObject([expect.stringContaining('too slow')]);
});

it('finds the line through noise-free points, and none through too few', () => {
  expect(linearTrend([1e12, 1e12 + 1, 1e12 + 2, 1e12 + 3], [5, 7, NaN, 11])).toEqual({ slope: 2, last: 11 });
  expect(linearTrend([1, 2], [1, 2])).toBeUndefined();
  expect(linearTrend([1, 1, 1], [1, 2, 3])).toBeUndefined();
});

it('tells a restart once, under the name by which Pulsar knows the node', async () => {
  const clock = new VirtualClock(NOW);
  let started = 1000;
  const events: NewEvent[] = [];
  const watch = new RestartWatch({
    promql: source({ process_start_time_seconds: () => vector(started) }),
    nodes: () => [node],
    clock,
    logger: silentLogger,
    onRestart: (event) => events.push(event),
  });
  watch.start();
  await clock.advanceBy(30_000);
  started = 5000;
  await clock.advanceBy(45_000);
  await watch.stop();
  expect(events).toMatchObject([
    {
      type: 'restart',
      node: 'c/bookie/b:3181',
      timeMs: 5_000_000,
      summary: 'bookie b:3181 restarted',
      details: { ranSeconds: 4000 },
    },
  ]);
});
