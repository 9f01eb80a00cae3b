import { MEASURES, type Measure } from '@observatory/protocol/topics';
import { mayPause, type Slices } from '../../util/slices.ts';
import type { BrokerState } from '../read/broker-reading.ts';
import type { ClusterTopicState } from '../store/cluster-topic-state.ts';
import { drainSeconds } from '../verdict/trend.ts';
import { VERDICTS } from '../verdict/verdict.ts';
import { largest } from '../views/largest.ts';
import { byGroup, byNamespace, byParent, rollUp, type RollUp } from '../views/roll-up.ts';
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

  /** Works out one round, all at `nowMs`, and returns what writes it: in one go, so that no reference ages meanwhile. */
  *prepare(state: ClusterTopicState, brokers: readonly BrokerState[], nowMs: number): Slices<() => void> {
    const writes = [
      yield* this.topics(state, nowMs),
      yield* this.namespaces(state, nowMs),
      yield* this.groups(state, nowMs),
      yield* this.subscriptions(state, nowMs),
    ];
    return () => {
      this.writer.begin(nowMs);
      this.brokers(state.cluster, brokers, nowMs);
      for (const write of writes) write();
      this.writer.end();
    };
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
  private *topics(state: ClusterTopicState, nowMs: number): Slices<() => void> {
    const sums = yield* rollUp(state, byParent(state), nowMs, false);
    const { store, cluster } = state;
    const rankings = new Map<Measure, number[]>();
    for (const measure of MEASURES)
      rankings.set(measure, yield* largest(sums.sums[measure], this.topTopics[measure].depth, 0));
    return () => {
      for (const [measure, ranking] of rankings) {
        const names = ranking.map((at) => store.names.text(sums.keys[at]));
        const [unit, help] = UNITS[measure];
        const metric = `observatory_topic_${measure}`;
        this.writer.describe(metric, `${help}, of the largest topics`, unit);
        for (const position of this.topTopics[measure].update(names)) {
          const topic = names[position];
          const labels = ['cluster', cluster, 'namespace', namespaceOf(topic), 'topic', topic];
          this.writer.write(metric, sums.sums[measure][ranking[position]], ...labels);
        }
      }
    };
  }

  private *namespaces(state: ClusterTopicState, nowMs: number): Slices<() => void> {
    const { store } = state;
    const sums = yield* rollUp(state, byNamespace(state), nowMs, false);
    const ranking = yield* largest(sums.topics, this.topNamespaces.depth);
    return () => {
      const names = ranking.map((at) => store.namespaces.text(sums.keys[at]));
      for (const position of this.topNamespaces.update(names))
        this.sum(state.cluster, 'namespace', names[position], sums, ranking[position]);
      this.gauge('observatory_namespaces', 'Namespaces that have topics', sums.keys.length, 'cluster', state.cluster);
    };
  }

  private *groups(state: ClusterTopicState, nowMs: number): Slices<() => void> {
    const sums = yield* rollUp(state, byGroup(state), nowMs, false);
    return () => {
      for (let at = 0; at < sums.keys.length; at++)
        this.sum(state.cluster, 'group', state.groupNames[sums.keys[at]], sums, at);
    };
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

  private *subscriptions(state: ClusterTopicState, nowMs: number): Slices<() => void> {
    const { store, cluster } = state;
    const s = store.subscriptions.columns;
    const t = store.topics.columns;
    const counts = new Float64Array(VERDICTS.length);
    let unknown = 0;
    const isOld = state.oldTest(nowMs);
    const rows: number[] = [];
    const wrong: number[] = [];
    const size = Math.min(store.names.size, t.alive.length);
    for (let topic = 0; topic < size; topic++) {
      if (mayPause(topic)) yield;
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
    const backlogs = yield* this.ranked(state, rows, this.topSubscriptions);
    const verdicts = yield* this.ranked(state, wrong, this.topVerdicts);
    return () => {
      const put = (verdict: string, value: number) =>
        this.gauge(
          'observatory_subscriptions',
          'Subscriptions, by verdict',
          value,
          'cluster',
          cluster,
          'verdict',
          verdict,
        );
      for (const [i, verdict] of VERDICTS.entries()) put(verdict, counts[i]);
      put('unknown', unknown);
      this.largestBacklogs(state, backlogs);
      this.verdicts(state, verdicts, nowMs);
    };
  }

  private largestBacklogs(state: ClusterTopicState, ranked: readonly RankedSubscription[]): void {
    const s = state.store.subscriptions.columns;
    for (const { row, labels } of this.members(ranked, this.topSubscriptions)) {
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

  private verdicts(state: ClusterTopicState, ranked: readonly RankedSubscription[], nowMs: number): void {
    const s = state.store.subscriptions.columns;
    for (const { row, labels } of this.members(ranked, this.topVerdicts)) {
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
  private *ranked(
    state: ClusterTopicState,
    rows: readonly number[],
    { depth }: TopMembers,
  ): Slices<RankedSubscription[]> {
    const { store, cluster } = state;
    const s = store.subscriptions.columns;
    const backlogs = Float64Array.from(rows, (row) => s.backlog[row]);
    return (yield* largest(backlogs, depth)).map((at) => {
      const row = rows[at];
      const topic = store.names.text(s.topic[row]);
      const subscription = store.subscriptionNames.text(s.name[row]);
      return {
        row,
        labels: ['cluster', cluster, 'namespace', namespaceOf(topic), 'topic', topic, 'subscription', subscription],
      };
    });
  }

  private members(ranked: readonly RankedSubscription[], top: TopMembers): RankedSubscription[] {
    return top.update(ranked.map(({ labels }) => labels.join('\u0000'))).map((position) => ranked[position]);
  }
}

interface RankedSubscription {
  row: number;
  labels: string[];
}

/** `tenant/namespace` of a full topic name. */
export function namespaceOf(topic: string): string {
  return /^[\w-]+:\/\/([^/]+\/[^/]+)\//.exec(topic)?.[1] ?? '';
}
