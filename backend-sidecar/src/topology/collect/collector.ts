import { setMaxListeners } from 'node:events';
import type { Clock } from '../../util/clock.ts';
import type { RequestBudget } from '../../pulsar/index.ts';
import { messageOf } from '../../util/errors.ts';
import type { FactFamily } from '../facts/fact.ts';
import type { FactStore } from '../facts/fact-store.ts';
import type { ClusterClient } from './cluster-client.ts';
import type { Lanes } from './lanes.ts';
import { forgetTopics } from '../facts/namespace-topics.ts';
import { ADMIN, ANY_BROKER, readKey, type Read } from './read.ts';

export interface CollectorOptions {
  clock: Clock;
  store: FactStore;
  client: ClusterClient;
  budget: RequestBudget;
  lanes: Lanes;
  intervalMs: number;
  /** All questions that follow from the facts, most important first. */
  plan: () => readonly Read[];
  /** Called when answers came in and nothing more is on its way, or some have waited for a second. */
  onAnswers: () => void;
}

/** Facts that decide which other questions there are. */
const STRUCTURE: ReadonlySet<FactFamily> = new Set<FactFamily>([
  'brokers',
  'bookies',
  'replication',
  'workers',
  'assignments',
  'components',
  'tenants',
  'namespaces',
]);
/** Facts that are kept current by their own plan entry; those the plan no longer names are of things that are gone. */
const PLANNED: readonly FactFamily[] = [
  'owned',
  'report',
  'underReplicated',
  'bookieState',
  'bookieDisk',
  'bookieSettings',
  'workerLeader',
  'assignments',
  'components',
  'function',
  'namespaces',
  'policies',
];
/** What is asked so often is small. */
const SMALL_EVERY = 4;
/** Answers that came in are shown after this time even when others are still awaited (a host that hangs). */
const SHOW_AFTER_MS = 1000;

/**
 * Asks what is due, as far as the budgets of the hosts reach, and puts the answers into the store as they come: a host
 * that hangs delays its own facts only. An answer that changes the structure brings the questions that follow from it at
 * once.
 */
export class Collector {
  private readonly options: CollectorOptions;
  private readonly stop = new AbortController();
  private readonly askedMs = new Map<string, number>();
  private readonly underWay = new Set<Promise<void>>();
  private readonly inFlight = new Set<string>();
  private cancelTimer: (() => void) | undefined;
  private cancelShow: (() => void) | undefined;
  private rotation = 0;
  /** Questions that waited for their budget at the last step. */
  deferred = 0;
  /** When last everything due had been asked and answered. */
  refreshedMs: number | undefined;

  constructor(options: CollectorOptions) {
    this.options = options;
    // One listener a question under way.
    setMaxListeners(0, this.stop.signal);
  }

  start(): void {
    const tick = () => {
      this.cancelTimer = this.options.clock.setTimeout(tick, this.options.intervalMs);
      this.step();
    };
    tick();
  }

  async end(): Promise<void> {
    this.cancelTimer?.();
    this.cancelShow?.();
    this.stop.abort();
    await Promise.all(this.underWay);
  }

  /** Resolves when no answer is awaited. */
  async settled(): Promise<void> {
    while (this.underWay.size > 0) await Promise.all(this.underWay);
  }

  /** No answer is awaited: what is known is of one moment. */
  get idle(): boolean {
    return this.inFlight.size === 0;
  }

  /** Asks everything again, however lately it was asked. */
  refresh(): void {
    this.askedMs.clear();
    this.step();
  }

  /** Asks again at the next step, whenever it was asked last. */
  expedite(family: FactFamily): void {
    for (const key of this.askedMs.keys()) if (key.startsWith(`${family}/`)) this.askedMs.delete(key);
  }

  /** Asks one question now, budget or not: somebody waits for it. */
  async askNow(read: Read): Promise<void> {
    this.askedMs.set(readKey(read), this.options.clock.now());
    this.inFlight.add(readKey(read));
    await this.perform(read, this.payer(read));
  }

  private step(): void {
    const { clock, budget } = this.options;
    if (this.stop.signal.aborted) return;
    const reads = this.options.plan();
    this.forgetUnplanned(reads);
    this.deferred = 0;
    for (const read of reads) {
      const key = readKey(read);
      if (this.inFlight.has(key) || !this.isDue(read, clock.now())) continue;
      const host = this.payer(read);
      if (!budget.take(host, read.every <= SMALL_EVERY)) {
        this.deferred++;
        continue;
      }
      this.askedMs.set(key, clock.now());
      this.inFlight.add(key);
      const performed: Promise<void> = this.options.lanes
        .run(host, () => this.perform(read, host))
        .finally(() => this.underWay.delete(performed));
      this.underWay.add(performed);
    }
    if (this.inFlight.size === 0) this.refreshedMs = clock.now();
  }

  private async perform(read: Read, host: string): Promise<void> {
    const { store, client } = this.options;
    const { signal } = this.stop;
    const key = readKey(read);
    const before = store.now.value(read.family, read.subject);
    try {
      const keep = await read.run(client, signal, host);
      if (!signal.aborted) keep(store);
    } catch (error) {
      if (!signal.aborted) store.fail(read.family, read.subject, messageOf(error));
    }
    this.inFlight.delete(key);
    if (signal.aborted) return;
    if (STRUCTURE.has(read.family) && store.now.value(read.family, read.subject) !== before) {
      // Whose broker is gone now belongs to another one.
      if (read.family === 'brokers') this.expedite('owned');
      this.step();
    }
    this.show();
  }

  private show(): void {
    if (this.inFlight.size > 0) {
      this.cancelShow ??= this.options.clock.setTimeout(() => this.showNow(), SHOW_AFTER_MS);
      return;
    }
    this.refreshedMs = this.options.clock.now();
    this.showNow();
  }

  private showNow(): void {
    this.cancelShow?.();
    this.cancelShow = undefined;
    this.options.onAnswers();
  }

  /** A question that failed is asked again at the next interval, however rarely it is asked otherwise. */
  private isDue(read: Read, nowMs: number): boolean {
    const asked = this.askedMs.get(readKey(read));
    if (asked === undefined) return true;
    const failed = this.options.store.now.get(read.family, read.subject)?.failure !== undefined;
    // Half an interval of tolerance: ticks and answers are not to the millisecond.
    return nowMs - asked >= ((failed ? 1 : read.every) - 0.5) * this.options.intervalMs;
  }

  /** The brokers take turns with what any of them can answer. */
  private payer({ host }: Read): string {
    if (host !== ANY_BROKER && host !== ADMIN) return host;
    const brokers = this.options.store.now.value('brokers') ?? [];
    if (host === ADMIN || brokers.length === 0) return this.options.client.adminHost();
    return brokers[this.rotation++ % brokers.length];
  }

  private forgetUnplanned(reads: readonly Read[]): void {
    const { store } = this.options;
    const planned = new Set(reads.map(readKey));
    for (const family of PLANNED) {
      for (const [subject] of [...store.now.entries(family)]) {
        const key = readKey({ family, subject });
        if (planned.has(key)) continue;
        store.remove(family, subject);
        this.askedMs.delete(key);
      }
    }
    for (const [namespace] of [...store.now.entries('topicList')])
      if (!planned.has(readKey({ family: 'topicList', subject: namespace }))) forgetTopics(store, namespace);
  }
}
