import type { Node } from '@observatory/protocol/nodes';
import { Labels } from '../model/labels.ts';
import type { TargetStatus } from '../scrape/target-status.ts';
import { VirtualClock } from '../util/clock.ts';
import { NodeTracker } from './node-tracker.ts';

const START_MS = 1_700_000_000_000;

function target(address: string, labels: Record<string, string>, changes: Partial<TargetStatus> = {}): TargetStatus {
  return {
    scrapePool: labels.job,
    discoveredLabels: Labels.fromObject({ __address__: address }),
    labels: Labels.fromObject({ instance: address, ...labels }),
    scrapeUrl: `http://${address}/metrics`,
    scrapeIntervalMs: 15_000,
    scrapeTimeoutMs: 10_000,
    health: 'up',
    lastError: '',
    lastErrorLine: undefined,
    lastScrapeMs: START_MS,
    lastScrapeDurationSeconds: 0.01,
    samples: 5,
    samplesPostRelabel: 5,
    bodyBytes: 100,
    lastRepairs: {},
    totalRepairs: {},
    lastRefused: {},
    scrapes: 1,
    failures: 0,
    missedTicks: 0,
    ...changes,
  };
}

function setUp(targets: TargetStatus[]) {
  const clock = new VirtualClock(START_MS);
  const changes: [string, Node['state'] | 'forgotten'][] = [];
  const tracker = new NodeTracker({
    clock,
    targets: () => targets,
    onChange: (id, node) => changes.push([id, node?.state ?? 'forgotten']),
  });
  return { clock, changes, tracker, targets };
}

it('tells kind, cluster and address from labels', () => {
  const { tracker } = setUp([
    target('a:8080', { job: 'pulsar-broker', cluster: 'c1' }),
    target('b:8000', { job: 'x', kind: 'bookie', cluster: 'c1' }),
    target('w:1', { job: 'function-worker' }),
    target('n:9100', { job: 'node' }),
  ]);
  expect(tracker.list().nodes.map(({ id, kind }) => [id, kind])).toEqual([
    ['c1/broker/a:8080', 'broker'],
    ['c1/bookie/b:8000', 'bookie'],
    ['/function_worker/w:1', 'function_worker'],
    ['/node/n:9100', undefined],
  ]);
});

it('keeps two targets of one address apart', () => {
  const { tracker } = setUp([target('a:1', { job: 'broker' }), target('a:1', { job: 'broker', path: '2' })]);
  expect(new Set(tracker.list().nodes.map(({ id }) => id)).size).toBe(2);
});

it('follows a node through its states, telling each change once', async () => {
  const targets = [target('a:1', { job: 'broker' }, { health: 'unknown', lastScrapeMs: 0 })];
  const { clock, changes, tracker } = setUp(targets);
  tracker.start();
  expect(tracker.list().states).toEqual({ unknown: 1 });
  expect(tracker.list().nodes[0].lastScrapeMs).toBeUndefined();

  targets[0] = target('a:1', { job: 'broker' });
  await clock.advanceBy(5000);
  targets[0] = target('a:1', { job: 'broker' }, { health: 'down', lastError: 'connection refused' });
  await clock.advanceBy(1000);
  expect(tracker.list().nodes[0]).toMatchObject({ state: 'down', lastError: 'connection refused' });

  targets[0] = target('a:1', { job: 'broker' }, { lastScrapeMs: clock.now() });
  await clock.advanceBy(47_000);
  expect(tracker.list().states).toEqual({ up: 1 });
  await clock.advanceBy(1000);
  expect(tracker.list().states).toEqual({ stale: 1 });

  targets.length = 0;
  await clock.advanceBy(1000);
  expect(tracker.list().states).toEqual({ gone: 1 });
  await clock.advanceBy(3_600_000 + 1000);
  expect(tracker.list().nodes).toEqual([]);
  tracker.stop();
  expect(changes.map(([, state]) => state)).toEqual(['unknown', 'up', 'down', 'up', 'stale', 'gone', 'forgotten']);
});
