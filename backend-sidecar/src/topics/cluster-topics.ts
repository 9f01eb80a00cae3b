import { compileRelabelRegex } from '../config/relabel-regex.ts';
import type { ClusterConfig } from '../config/config.ts';
import type { TopicsConfig } from '../config/schema/topics.ts';
import { nodeScheme } from '../discovery/node-scheme.ts';
import { PulsarAdmin } from '../pulsar/index.ts';
import { sleep, type Clock } from '../util/clock.ts';
import { messageOf } from '../util/errors.ts';
import type { Logger } from '../util/logger.ts';
import { BrokerReading, type BrokerState } from './read/broker-reading.ts';
import { closeLook } from './read/close-look.ts';
import type { CpuShare } from './read/cpu-share.ts';
import type { HostBudget } from './read/host-budget.ts';
import { Slots } from './read/slots.ts';
import { suspects } from './read/suspects.ts';
import { ClusterTopicState, type VerdictChange } from './store/cluster-topic-state.ts';
import { explain } from './views/evidence.ts';
import { rulesOf } from './verdict/rules-of.ts';

export interface ClusterTopicsOptions {
  cluster: ClusterConfig;
  topics: TopicsConfig;
  clock: Clock;
  logger: Logger;
  cpu: CpuShare;
  budget: HostBudget;
  userAgent: string;
  /** Told of a verdict that held for two readings; the second argument says in a sentence what was seen, during the call. */
  onVerdict: (change: VerdictChange, sentence: () => string) => void;
}

/** Brokers of one cluster that are read at a time; the CPU share slows all of them together. */
const READ_AT_ONCE = 2;
/** How soon an account in debt is looked at again. */
const BUDGET_POLL_MS = 1000;
/** A broker whose cluster does not list it any more is remembered for so long, with the reason for its topics' silence. */
const GONE_MS = 600_000;
/** An answer may be this many minutes' budget long, and no longer: then it is no answer but a leak. */
const MAX_BUDGETS = 10;

interface Running {
  reading: BrokerReading;
  stop: AbortController;
  loop: Promise<void>;
  unlistedMs: number;
}

/** Follows all topics of one cluster through the statistics of its brokers. */
export class ClusterTopics {
  readonly name: string;
  readonly state: ClusterTopicState;
  private readonly options: ClusterTopicsOptions;
  private readonly logger: Logger;
  private readonly admin: PulsarAdmin;
  private readonly running = new Map<string, Running>();
  private readonly slots = new Slots(READ_AT_ONCE);
  private readonly stopAll = new AbortController();
  private readonly busy = new Set<Promise<unknown>>();
  private listing: Promise<void> | undefined;
  private listError = '';

  constructor(options: ClusterTopicsOptions) {
    const { cluster, topics, clock, logger, userAgent, budget } = options;
    this.options = options;
    this.name = cluster.name;
    this.logger = logger.child({ cluster: cluster.name });
    this.state = new ClusterTopicState({
      cluster: cluster.name,
      rules: rulesOf(topics.verdicts),
      groups: topics.groups.map(({ name, pattern }) => ({ name, pattern: compileRelabelRegex(pattern) })),
      brokerState: (broker) => this.running.get(broker)?.reading.state,
      clock,
      onVerdict: (change, sub) =>
        options.onVerdict(change, () => {
          const detail = this.state.subscriptionDetail(sub);
          return explain(this.state, sub, change.to, detail, change.atMs).sentence;
        }),
    });
    this.admin = new PulsarAdmin({
      adminUrls: cluster.pulsar.admin_urls,
      client: cluster.pulsar.client,
      clock,
      timeoutMs: cluster.pulsar.timeout,
      maxResponseBytes: cluster.pulsar.max_response_size,
      userAgent,
      onAnswer: ({ host, bytes }) => budget.charge(host, bytes),
    });
  }

  start(): void {
    this.listing = this.followBrokers();
  }

  async stop(): Promise<void> {
    this.stopAll.abort();
    await this.listing;
    await Promise.all([...this.running.values()].map((each) => this.end(each)));
    await this.admin.close();
  }

  /** Resolves when nothing is being read: between the steps of a virtual clock. */
  async settled(): Promise<void> {
    while (this.busy.size > 0) await Promise.allSettled(this.busy);
  }

  brokers(): BrokerState[] {
    return [...this.running.values()].map(({ reading }) => reading.state);
  }

  /** Why the list of brokers is old; empty when it is not. */
  get lastError(): string {
    return this.listError;
  }

  private async followBrokers(): Promise<void> {
    const { signal } = this.stopAll;
    const { clock, cluster } = this.options;
    while (!signal.aborted) {
      try {
        const brokers = await this.tracked(this.admin.brokers(cluster.name, signal));
        this.listError = '';
        await this.take(brokers);
      } catch (error) {
        if (!signal.aborted) this.noteListError(messageOf(error));
      }
      this.state.dropMissing();
      await sleep(clock, cluster.pulsar.refresh_interval, signal);
    }
  }

  private async tracked<T>(work: Promise<T>): Promise<T> {
    this.busy.add(work);
    try {
      return await work;
    } finally {
      this.busy.delete(work);
    }
  }

  private noteListError(message: string): void {
    if (message !== this.listError) this.logger.warn({}, `the brokers are not known: ${message}; the last ones stay`);
    this.listError = message;
  }

  private async take(brokers: readonly string[]): Promise<void> {
    const nowMs = this.options.clock.now();
    const listed = new Set(brokers);
    for (const broker of listed) {
      const known = this.running.get(broker);
      if (known) {
        known.unlistedMs = 0;
        known.reading.state.listed = true;
      } else this.begin(broker);
    }
    for (const [broker, each] of this.running) {
      if (listed.has(broker)) continue;
      each.reading.state.listed = false;
      if (each.unlistedMs === 0) each.unlistedMs = nowMs;
      if (nowMs - each.unlistedMs < GONE_MS) continue;
      this.running.delete(broker);
      await this.end(each);
    }
  }

  private begin(broker: string): void {
    const { cluster, topics, clock, cpu, budget, userAgent } = this.options;
    const { bytes_per_minute: bytesPerMinute } = cluster.budget;
    const reading = new BrokerReading({
      broker,
      base: this.baseOf(broker),
      client: cluster.pulsar.client,
      clock,
      cpu,
      budget,
      bytesPerMinute,
      intervalMs: topics.interval,
      silenceMs: cluster.pulsar.timeout,
      maxBytes: Math.max(cluster.pulsar.max_response_size, MAX_BUDGETS * bytesPerMinute),
      userAgent,
    });
    const stop = new AbortController();
    const running: Running = { reading, stop, loop: Promise.resolve(), unlistedMs: 0 };
    this.running.set(broker, running);
    running.loop = this.followBroker(broker, reading, stop.signal);
  }

  private async end({ stop, loop, reading }: Running): Promise<void> {
    stop.abort();
    await loop;
    await reading.close();
  }

  private async followBroker(broker: string, reading: BrokerReading, signal: AbortSignal): Promise<void> {
    const { clock } = this.options;
    while (!signal.aborted) {
      const startMs = clock.now();
      const wanted = reading.state.listed;
      if (wanted && (await this.slots.take(signal))) {
        try {
          await this.awaitBudget(broker, signal);
          if (!signal.aborted) await this.tracked(this.readOnce(broker, reading, signal));
        } finally {
          this.slots.give();
        }
      }
      await sleep(clock, Math.max(0, startMs + reading.state.intervalMs - clock.now()), signal);
    }
  }

  private async readOnce(broker: string, reading: BrokerReading, signal: AbortSignal): Promise<void> {
    const before = reading.state.lastError;
    await this.state.whileStable(async (store) => {
      if (await reading.read(store, signal)) this.state.markUnseen(broker, reading.pass);
    });
    const { lastError, bytes, intervalMs, stretched } = reading.state;
    if (lastError !== before) {
      if (lastError === '') this.logger.info({ broker }, `the topics of ${broker} are read again`);
      else this.logger.warn({ broker }, `the topics of ${broker} were not read: ${lastError}; the last reading stays`);
    }
    if (stretched) this.logger.debug({ broker, bytes, intervalMs }, 'read less often, to keep to the budget');
    if (lastError === '') await this.lookCloser(broker, signal);
  }

  private async awaitBudget(broker: string, signal: AbortSignal): Promise<void> {
    while (!signal.aborted && !this.options.budget.take(broker))
      await sleep(this.options.clock, BUDGET_POLL_MS, signal);
  }

  /** Confirms what looks wrong on this broker, a few topics at a time. */
  private async lookCloser(broker: string, signal: AbortSignal): Promise<void> {
    const { topics, budget, clock } = this.options;
    const chosen = suspects(this.state, broker, topics.close_looks, clock.now());
    for (const { topic, withCursors } of chosen) {
      if (signal.aborted || !budget.take(broker) || (withCursors && !budget.take(broker))) return;
      const before = this.state.detailOf(topic);
      try {
        const detail = await closeLook(this.admin, this.baseOf(broker), topic, {
          withCursors,
          before,
          nowMs: clock.now(),
          signal,
        });
        this.state.setDetail(topic, detail);
      } catch (error) {
        // The topic moved or went away: the verdict stands on what the statistics say.
        this.logger.debug({ topic, error: messageOf(error) }, 'no closer look at a topic');
      }
    }
  }

  private baseOf(broker: string): URL {
    return new URL(
      `${nodeScheme({ kind: 'broker', id: broker, httpAddress: broker }, this.options.cluster)}://${broker}`,
    );
  }
}
