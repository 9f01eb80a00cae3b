/** The canonical series beside what the load generator was told by the brokers, and over the loss of a broker. */
import type { CapabilityList } from '@observatory/protocol/capabilities';
import { demand, eventually, type Checks } from '../checks.ts';
import type { PulsarSession } from './session.ts';
import { get, query, scalar } from './sidecar-api.ts';

const HISTOGRAM = 'observatory_pulsar_publish_latency_seconds';
const TOPIC = 'acme/payments/refunds';
const COUNT = `sum(${HISTOGRAM}_count{topic="persistent://${TOPIC}"})`;
/** managedLedgerStatsPeriodSeconds. */
const PERIOD_SECONDS = 60;

interface Edge {
  /** Writes in the canonical histogram. */
  counted: number;
  /** Messages that the load generator was acknowledged. */
  acknowledged: number;
}

/** A moment at which the brokers' minute has just been taken in. */
async function nextEdge(session: PulsarSession): Promise<Edge> {
  const { sidecarUrl, load } = session;
  const before = await scalar(sidecarUrl, COUNT);
  let edge: Edge = { counted: before, acknowledged: 0 };
  await eventually(2.5 * PERIOD_SECONDS, async () => {
    edge = { counted: await scalar(sidecarUrl, COUNT), acknowledged: load.acknowledgedByTopic[TOPIC] ?? 0 };
    demand(edge.counted > before, `no write was counted for ${2.5 * PERIOD_SECONDS} s`);
    return '';
  });
  return edge;
}

export async function checkCanonical(checks: Checks, session: PulsarSession): Promise<void> {
  const { sidecarUrl } = session;
  await checks.check('capabilities: what the brokers expose is read from their scrapes', () =>
    eventually(30, async () => {
      const { targets } = await get<CapabilityList>(sidecarUrl, '/capabilities');
      const brokers = targets.filter(({ labels }) => labels.job === 'broker');
      demand(brokers.length === 2, `${brokers.length} brokers`);
      for (const { labels, states, version } of brokers) {
        const told = `${labels.instance} (${version}): ${JSON.stringify(states)}`;
        demand(states.topic_metrics === 'on' && states.transactions === 'off', told);
        const withWorker = labels.instance === '127.0.0.1:8080';
        demand((states.embedded_function_worker === 'on') === withWorker, told);
      }
      return 'topic metrics on, transactions off, a function worker in broker-1 alone';
    }),
  );
  await checks.check(
    "canonical: two of the brokers' minutes count what the load generator was acknowledged",
    async () => {
      const from = await nextEdge(session);
      await nextEdge(session);
      const to = await nextEdge(session);
      const counted = to.counted - from.counted;
      const acknowledged = to.acknowledged - from.acknowledged;
      // An edge is seen up to one scrape late (5 s of 60).
      demand(
        Math.abs(counted - acknowledged) <= 0.1 * acknowledged && acknowledged > 1000,
        `${counted} writes counted, ${acknowledged} messages acknowledged`,
      );
      return `${counted} writes counted, ${acknowledged} messages acknowledged`;
    },
  );
  await checks.check(
    'canonical: the write latency adds up over topics, bucket by bucket, and has a quantile',
    async () => {
      const buckets = await query(sidecarUrl, `sort(sum by (le) (${HISTOGRAM}_bucket{namespace=~"acme/.*"}))`);
      const byBound = buckets.map(({ metric, value }) => [
        Number(metric.le.replace('+Inf', 'Infinity')),
        Number(value[1]),
      ]);
      byBound.sort(([a], [b]) => a - b);
      byBound.forEach(([, count], i) =>
        demand(i === 0 || count >= byBound[i - 1][1], `not cumulative: ${byBound.join(' ')}`),
      );
      const count = await scalar(sidecarUrl, `sum(${HISTOGRAM}_count{namespace=~"acme/.*"})`);
      demand(byBound.length === 10 && byBound[9][1] === count && count > 0, `${byBound.join(' ')}, count ${count}`);
      const rates = `sum by (le) (rate(${HISTOGRAM}_bucket{namespace=~"acme/.*"}[3m]))`;
      const p99 = await scalar(sidecarUrl, `histogram_quantile(0.99, ${rates})`);
      const mean = await scalar(
        sidecarUrl,
        `sum(rate(${HISTOGRAM}_sum{namespace=~"acme/.*"}[3m])) / sum(rate(${HISTOGRAM}_count{namespace=~"acme/.*"}[3m]))`,
      );
      demand(p99 > 0 && p99 <= 1 && mean > 0 && mean < 1, `p99 ${p99}, mean ${mean}`);
      return `${count} writes, mean ${(mean * 1000).toFixed(1)} ms, p99 ${(p99 * 1000).toFixed(1)} ms`;
    },
  );
  await checks.check('canonical: nothing fell so far', () => monotone(session));
}

/** At the end, after a bundle was moved and a broker killed: the native counters started again, the canonical ones did not. */
export async function checkCanonicalAfterLoss(checks: Checks, session: PulsarSession): Promise<void> {
  await checks.check('canonical: nothing fell when a bundle moved and a broker was killed', async () => {
    const sentence = await monotone(session);
    const native = 'sum by (topic) (pulsar_in_messages_total{namespace=~"acme/.*"})';
    const falls = await query(session.sidecarUrl, `sum(resets((${native})[30m:5s]))`);
    return `${sentence}; the brokers' own counters, summed, fell ${falls[0]?.value[1] ?? 0} times`;
  });
}

async function monotone({ sidecarUrl }: PulsarSession): Promise<string> {
  const names = `${HISTOGRAM}_(bucket|count|sum)|observatory_pulsar_(messages|bytes)_(in|out)_total`;
  const series = `{__name__=~"${names}",namespace=~"acme/.*"}`;
  const all = await scalar(sidecarUrl, `count(count_over_time(${series}[30m]))`);
  const fell = await query(sidecarUrl, `resets(${series}[30m]) > 0`);
  demand(
    fell.length === 0,
    `fell: ${fell
      .slice(0, 3)
      .map(({ metric }) => JSON.stringify(metric))
      .join(' ')}`,
  );
  return `${all} series, none ever fell`;
}
