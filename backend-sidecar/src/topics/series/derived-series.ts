import { MEASURES, type Measure } from '@observatory/protocol/topics';
import type { BrokerState } from '../read/broker-reading.ts';
import type { ClusterTopicState } from '../store/cluster-topic-state.ts';
import { drainSeconds } from '../verdict/trend.ts';
import { VERDICTS } from '../verdict/verdict.ts';
import { largest } from '../views/largest.ts';
import { byGroup, byNamespace, byParent, rollUp, type RollUp, type RollUpKey } from '../views/roll-up.ts';
import type { SeriesWriter } from './series-writer.ts';
import { TopMembers } from './top-members.ts';

const UNITS: Record<Measure, readonly [unit: string, help: string]> = {
  rate_in: ['', 'Messages published a second'],
  rate_out: ['', 'Messages delivered a second'],
  throughput_in: ['bytes', 'Bytes published a second'],
  throughput_out: ['bytes', 'Bytes delivered a second'],
  storage_bytes: ['bytes', 'Bytes stored'],
  backlog_bytes: ['bytes', 'Bytes from the slowest cursor on'],
  backlog_entries: ['', 'Entries not acknowledged, summed over subscriptions'],
  producers: ['', 'Producers'],
  consumers: ['', 'Consumers'],
  subscriptions: ['', 'Subscriptions'],
};

export interface SeriesLimits {
  /** Topics and subscriptions for each measure. */
  top: number;
  maxNamespaces: number;
}

/** Turns the state of one cluster's topics into series of bounded number. */
export class DerivedSeries {
  private readonly writer: SeriesWriter;
  private readonly topTopics: Record<Measure, TopMembers>;
  private readonly topSubscriptions: TopMembers;
  private readonly topVerdicts: TopMembers;
  private readonly topNamespaces: TopMembers;

  constructor(writer: SeriesWriter, limits: SeriesLimits) {
    this.writer = writer;
    this.topTopics = Object.fromEntries(
      MEASURES.map((measure) => [measure, new TopMembers(limits.top)]),
    ) as DerivedSeries['topTopics'];
    this.topSubscriptions = new TopMembers(limits.top);
    // Alerts need them one by one; more wrong subscriptions than this are one incident.
    this.topVerdicts = new TopMembers(10 * limits.top);
    this.topNamespaces = new TopMembers(limits.maxNamespaces);
  }

  /** One round, all at `nowMs`. */
  write(state: ClusterTopicState, brokers: readonly BrokerState[], nowMs: number): void {
    this.writer.begin(nowMs);
    this.brokers(state.cluster, brokers, nowMs);
    this.topics(state, nowMs);
    this.namespaces(state, nowMs);
    this.sums(state, byGroup(state), 'group', (key) => state.groupNames[key], nowMs);
    this.subscriptions(state, nowMs);
    this.writer.end();
  }

  private gauge(metric: string, help: string, value: number, ...labels: string[]): void {
    this.writer.describe(metric, help);
    this.writer.write(metric, value, ...labels);
  }

  private brokers(cluster: string, brokers: readonly BrokerState[], nowMs: number): void {
    for (const each of brokers) {
      const labels = ['cluster', cluster, 'broker', each.broker];
      const { gauge } = this;
      const put = (name: string, help: string, value: number) =>
        gauge.call(this, `observatory_topics_reading_${name}`, help, value, ...labels);
      put('success', 'Whether the last reading of broker-stats/topics was complete', each.lastError === '' ? 1 : 0);
      put('interval_seconds', 'Time between two readings that the budget allows', each.intervalMs / 1000);
      if (each.readings === 0) continue;
      put('age_seconds', 'Age of the last complete reading', (nowMs - each.lastGoodMs) / 1000);
      put('duration_seconds', 'Duration of the last complete reading', each.durationMs / 1000);
      put('cpu_seconds', 'Time in the parser during the last complete reading', each.cpuMs / 1000);
      put('bytes', 'Size of the last complete answer', each.bytes);
      put('topics', 'Topics in the last complete answer', each.topics);
      put('subscriptions', 'Subscriptions in the last complete answer', each.subscriptions);
    }
  }

  /** The largest topics, partitions summed. */
  private topics(state: ClusterTopicState, nowMs: number): void {
    const sums = rollUp(state, byParent(state), nowMs, false);
    const { store, cluster } = state;
    for (const measure of MEASURES) {
      const members = this.topTopics[measure];
      const ranking = largest(sums.sums[measure], members.depth, 0);
      const names = ranking.map((at) => store.names.text(sums.keys[at]));
      const [unit, help] = UNITS[measure];
      const metric = `observatory_topic_${measure}`;
      this.writer.describe(metric, `${help}, of the largest topics`, unit);
      for (const position of members.update(names)) {
        const topic = names[position];
        const namespace = namespaceOf(topic);
        this.writer.write(
          metric,
          sums.sums[measure][ranking[position]],
          'cluster',
          cluster,
          'namespace',
          namespace,
          'topic',
          topic,
        );
      }
    }
  }

  private namespaces(state: ClusterTopicState, nowMs: number): void {
    const { store } = state;
    const sums = rollUp(state, byNamespace(state), nowMs, false);
    const ranking = largest(sums.topics, this.topNamespaces.depth);
    const names = ranking.map((at) => store.namespaces.text(sums.keys[at]));
    for (const position of this.topNamespaces.update(names))
      this.sum(state.cluster, 'namespace', names[position], sums, ranking[position]);
    this.gauge('observatory_namespaces', 'Namespaces that have topics', sums.keys.length, 'cluster', state.cluster);
  }

  private sums(
    state: ClusterTopicState,
    key: RollUpKey,
    label: string,
    nameOf: (key: number) => string,
    nowMs: number,
  ): void {
    const sums = rollUp(state, key, nowMs, false);
    for (let at = 0; at < sums.keys.length; at++) this.sum(state.cluster, label, nameOf(sums.keys[at]), sums, at);
  }

  private sum(cluster: string, label: string, name: string, sums: RollUp, at: number): void {
    const labels = ['cluster', cluster, label, name];
    const prefix = `observatory_topics_by_${label}`;
    this.gauge(`${prefix}_topics`, 'Topics, partitions counted singly', sums.topics[at], ...labels);
    this.gauge(
      `${prefix}_old_topics`,
      'Of those, topics whose figures are too old to be summed',
      sums.old[at],
      ...labels,
    );
    for (const measure of MEASURES) {
      const [unit, help] = UNITS[measure];
      this.writer.describe(`${prefix}_${measure}`, `${help}, summed over the topics of the ${label}`, unit);
      this.writer.write(`${prefix}_${measure}`, sums.sums[measure][at], ...labels);
    }
  }

  private subscriptions(state: ClusterTopicState, nowMs: number): void {
    const { store, cluster } = state;
    const s = store.subscriptions.columns;
    const t = store.topics.columns;
    const counts = new Float64Array(VERDICTS.length);
    let unknown = 0;
    const isOld = state.oldTest(nowMs);
    const rows: number[] = [];
    const wrong: number[] = [];
    for (let topic = 0; topic < store.names.size && topic < t.alive.length; topic++) {
      if (t.alive[topic] === 0) continue;
      if (isOld(topic)) {
        unknown += t.subscriptions[topic];
        continue;
      }
      for (let sub = t.firstSubscription[topic]; sub > 0; sub = s.next[sub - 1]) {
        counts[s.verdict[sub - 1]]++;
        if (s.verdict[sub - 1] > 0) wrong.push(sub - 1);
        if (s.backlog[sub - 1] > 0) rows.push(sub - 1);
      }
    }
    for (const [i, verdict] of VERDICTS.entries())
      this.gauge(
        'observatory_subscriptions',
        'Subscriptions, by verdict',
        counts[i],
        'cluster',
        cluster,
        'verdict',
        verdict,
      );
    this.gauge(
      'observatory_subscriptions',
      'Subscriptions, by verdict',
      unknown,
      'cluster',
      cluster,
      'verdict',
      'unknown',
    );
    this.largestBacklogs(state, rows);
    this.verdicts(state, wrong, nowMs);
  }

  private largestBacklogs(state: ClusterTopicState, rows: readonly number[]): void {
    const s = state.store.subscriptions.columns;
    const ranked = this.ranked(state, rows, this.topSubscriptions);
    for (const { row, labels } of ranked) {
      const put = (name: string, help: string, value: number) => {
        if (!Number.isNaN(value)) this.gauge(`observatory_subscription_${name}`, help, value, ...labels);
      };
      put('backlog_entries', 'Entries not acknowledged, of the largest backlogs', s.backlog[row]);
      put('backlog_growth', 'Smoothed change of the backlog, entries a second', s.growth[row]);
      put(
        'drain_seconds',
        'Time until the backlog is gone at its present change',
        drainSeconds(s.backlog[row], s.growth[row]),
      );
      put('consumers', 'Consumers, of the largest backlogs', s.consumers[row]);
      put('rate_out', 'Messages delivered a second, of the largest backlogs', s.rateOut[row]);
      put('unacked', 'Messages delivered and not acknowledged', s.unacked[row]);
    }
  }

  private verdicts(state: ClusterTopicState, rows: readonly number[], nowMs: number): void {
    const s = state.store.subscriptions.columns;
    for (const { row, labels } of this.ranked(state, rows, this.topVerdicts)) {
      this.gauge(
        'observatory_subscription_verdict_seconds',
        'How long a subscription that is not healthy has had its verdict; largest backlogs first',
        Math.max(0, nowMs - s.verdictSinceMs[row]) / 1000,
        ...labels,
        'verdict',
        VERDICTS[s.verdict[row]],
      );
    }
  }

  /** Rows by backlog, with their labels. */
  private ranked(
    state: ClusterTopicState,
    rows: readonly number[],
    members: TopMembers,
  ): { row: number; labels: string[] }[] {
    const { store, cluster } = state;
    const s = store.subscriptions.columns;
    const backlogs = Float64Array.from(rows, (row) => s.backlog[row]);
    const found = largest(backlogs, members.depth).map((at) => {
      const row = rows[at];
      const topic = store.names.text(s.topic[row]);
      const subscription = store.subscriptionNames.text(s.name[row]);
      return {
        row,
        labels: ['cluster', cluster, 'namespace', namespaceOf(topic), 'topic', topic, 'subscription', subscription],
      };
    });
    return members.update(found.map(({ labels }) => labels.join('\u0000'))).map((position) => found[position]);
  }
}

/** `tenant/namespace` of a full topic name. */
export function namespaceOf(topic: string): string {
  return /^[\w-]+:\/\/([^/]+\/[^/]+)\//.exec(topic)?.[1] ?? '';
}
