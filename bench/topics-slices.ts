/**
 * `node scripts/run-ts.mjs bench/topics-slices.ts`: how long the event loop waits for a list of 100,000 topics and 300,000
 * subscriptions at most: CPU time between two places where the work may be left off. CPU, not wall time, so that the figure
 * holds on a machine that does other things as well; garbage collection and compilation are in it.
 */
import { clusterOfTopics } from './topics-state.ts';
import {
  describeTopic,
  listSubscriptions,
  listTopics,
  type SubscriptionQuery,
  type TopicQuery,
} from '@observatory/backend-sidecar/topics/index';

const nowMs = Date.now();
const clusters = [clusterOfTopics(100_000, nowMs)];
const TOPICS: TopicQuery = { by: 'topic', sort: 'rate_in', order: 'desc', limit: 100, offset: 0, top: 0 };
const SUBSCRIPTIONS: SubscriptionQuery = { verdicts: [], sort: 'backlog', order: 'desc', limit: 1000, offset: 0 };
const QUESTIONS: readonly [string, () => Generator][] = [
  ['topics', () => listTopics(clusters, TOPICS, nowMs)],
  ['topics by name', () => listTopics(clusters, { ...TOPICS, sort: 'name', offset: 50_000 }, nowMs)],
  ['largest of each measure', () => listTopics(clusters, { ...TOPICS, top: 10 }, nowMs)],
  ['namespaces', () => listTopics(clusters, { ...TOPICS, by: 'namespace' }, nowMs)],
  ['search', () => listTopics(clusters, { ...TOPICS, search: 'customer-77' }, nowMs)],
  ['1,000 subscriptions', () => listSubscriptions(clusters, SUBSCRIPTIONS, nowMs)],
  ['one topic', () => describeTopic(clusters, 'acme/ns-1/orders-of-customer-10', undefined, nowMs)],
];

function cpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

for (const [name, ask] of QUESTIONS) {
  const steps: number[] = [];
  for (let run = 0; run < 3; run++) {
    const work = ask();
    for (let done = false; !done;) {
      const from = cpuMs();
      done = work.next().done === true;
      steps.push(cpuMs() - from);
    }
  }
  const total = steps.reduce((sum, each) => sum + each, 0) / 3;
  console.log(`${name.padEnd(24)} ${total.toFixed(0)} ms of CPU, longest step ${Math.max(...steps).toFixed(1)} ms`);
}
