import type { TopologyStatus, UnknownFact } from '@observatory/protocol/topology';
import type { Node } from '@observatory/protocol/nodes';
import type { ClusterConfig } from '../config/config.ts';
import type { RequestBudget } from '../pulsar/index.ts';
import type { Clock } from '../util/clock.ts';
import { ClusterClient } from './collect/cluster-client.ts';
import { Collector } from './collect/collector.ts';
import { Lanes } from './collect/lanes.ts';
import { ledgersOf } from './collect/ledger-reads.ts';
import { plan } from './collect/plan.ts';
import { FAMILY_NAMES, type Fact, type FactFamily } from './facts/fact.ts';
import type { FactHistoryLimits } from './facts/fact-history.ts';
import type { FactChange, FactSet } from './facts/fact-set.ts';
import { FactStore } from './facts/fact-store.ts';
import { assemble } from './graph/assemble.ts';
import type { Graph } from './graph/graph.ts';
import { HistoryWriter } from './history/history-writer.ts';
import { readHistory } from './history/read-history.ts';
import type { TopicPlacement } from './topic-placement.ts';

export interface ClusterTopologyOptions {
  cluster: ClusterConfig;
  clock: Clock;
  intervalMs: number;
  userAgent: string;
  /** Shared with whoever else asks the cluster's nodes. */
  budget: RequestBudget;
  placement?: TopicPlacement;
  history?: Partial<FactHistoryLimits>;
  /** Folder in which the history outlives the process; without it, it is in memory only. */
  historyDirectory?: string;
  onHistoryError?: (error: unknown) => void;
  /** Told what changed, with the facts before and after. */
  onChange?: (changes: readonly FactChange[], facts: FactSet) => void;
}

export interface AskedQuestion {
  cluster: string;
  what: string;
  subject: string;
  failure: string | undefined;
}

/** Facts that come without a question of their own. */
const TOLD: ReadonlySet<FactFamily> = new Set<FactFamily>(['topics', 'scrape', 'verdicts']);
/** Past graphs that are kept once somebody asked for them. */
const PAST_GRAPHS = 4;
const LANE_WIDTH = 3;
/** Topics whose ledgers are followed: those that somebody looked at last. */
const WATCHED_TOPICS = 32;

/** The topology of one cluster: collects facts, keeps their history, and gives the graph of any time. */
export class ClusterTopology {
  readonly cluster: string;
  readonly collector: Collector;
  private readonly options: ClusterTopologyOptions;
  private readonly store: FactStore;
  private readonly client: ClusterClient;
  private readonly past = new Map<number, Graph>();
  private readonly watched = new Set<string>();
  private present: Graph | undefined;
  private readonly writer: HistoryWriter | undefined;
  private starting: Promise<void> | undefined;
  private stopped = false;

  constructor(options: ClusterTopologyOptions) {
    const { cluster, clock, intervalMs, userAgent, budget } = options;
    this.options = options;
    this.cluster = cluster.name;
    const { historyDirectory: directory, onHistoryError: onError = () => {} } = options;
    if (directory !== undefined) this.writer = new HistoryWriter({ directory, cluster: cluster.name, onError });
    this.store = new FactStore(clock, options.history, (...commit) => this.writer?.record(...commit));
    // A host that hangs must have failed before the next round begins.
    this.client = new ClusterClient({ cluster, clock, budget, userAgent, timeoutMs: Math.max(1000, intervalMs * 0.4) });
    this.collector = new Collector({
      clock,
      store: this.store,
      client: this.client,
      budget,
      lanes: new Lanes(LANE_WIDTH),
      intervalMs,
      plan: () => [
        ...plan(this.store.now, {
          cluster: cluster.name,
          bookieAddress: (id) => this.client.bookieAddress(id),
        }),
        ...[...this.watched].map((topic) => ledgersOf(topic, this.store.now)),
      ],
      onAnswers: () => this.commit(),
    });
  }

  /** Begins to ask as soon as the history of earlier runs is read. */
  start(): void {
    this.starting = this.restore().then(() => {
      if (!this.stopped) this.collector.start();
    });
  }

  async stop(): Promise<void> {
    this.stopped = true;
    await this.starting;
    await this.collector.end();
    await this.writer?.stop(this.options.clock.now());
    await this.client.close();
  }

  /** Resolves when no answer is awaited and all that is known is on disk. */
  async settled(): Promise<void> {
    await this.starting;
    await this.collector.settled();
    await this.writer?.settled();
  }

  private async restore(): Promise<void> {
    const { historyDirectory, clock } = this.options;
    if (historyDirectory !== undefined) await readHistory(historyDirectory, this.store.history, clock.now());
  }

  /** What scraping says of the cluster's nodes; `undefined` forgets one. */
  noteNode(kind: string, address: string, node: Node | undefined): void {
    const subject = `${kind}/${address}`;
    if (node) this.store.set('scrape', subject, { state: node.state, error: node.lastError });
    else this.store.remove('scrape', subject);
    if (this.collector.idle) this.commit();
  }

  /** The graph of now, or of a time; undefined before the history's start. */
  graph(atMs?: number): Graph | undefined {
    if (atMs === undefined) return (this.present ??= this.assemble(this.store.now, true));
    const version = this.store.history.versionAt(atMs);
    if (version === undefined) return undefined;
    const known = this.past.get(version);
    if (known) return known;
    const facts = this.store.history.at(atMs);
    if (!facts) return undefined;
    const graph = this.assemble(facts, false);
    this.past.set(version, graph);
    for (const oldest of this.past.keys()) {
      if (this.past.size <= PAST_GRAPHS) break;
      this.past.delete(oldest);
    }
    return graph;
  }

  /** The time without a sidecar that a time lies in. */
  gapAt(timeMs: number): { fromMs: number; toMs: number | undefined } | undefined {
    return this.store.history.gapAt(timeMs);
  }

  /** Reads the ledgers of a topic now, and keeps them current while it is among the last that were asked for. */
  async readLedgers(topic: string): Promise<void> {
    this.watched.delete(topic);
    this.watched.add(topic);
    for (const oldest of this.watched) {
      if (this.watched.size <= WATCHED_TOPICS) break;
      this.watched.delete(oldest);
      this.store.remove('ledgers', oldest);
    }
    await this.collector.askNow(ledgersOf(topic, this.store.now));
  }

  /** Seconds by which the clock of `host:port` is ahead of ours; undefined when it was not asked yet. */
  clockSkew(host: string): number | undefined {
    return this.client.clockSkew.seconds(host);
  }

  /** Every question that was asked, and why one was not answered. */
  asked(): AskedQuestion[] {
    return [...this.store.now.all()]
      .filter(([family]) => !TOLD.has(family))
      .map(([family, subject, { failure }]) => ({
        cluster: this.cluster,
        what: FAMILY_NAMES[family],
        subject,
        failure: failure?.reason,
      }));
  }

  status(): TopologyStatus {
    const unknown: UnknownFact[] = [];
    for (const [family, subject, fact] of this.store.now.all()) {
      if (fact.failure) unknown.push(unknownFact(FAMILY_NAMES[family], subject, fact));
    }
    const { refreshedMs, deferred } = this.collector;
    const { startMs } = this.store.history;
    return {
      cluster: this.cluster,
      ...(refreshedMs !== undefined && { refreshedMs }),
      ...(startMs !== undefined && { historyStartMs: startMs }),
      facts: this.store.now.size,
      unknown,
      deferred,
    };
  }

  private assemble(facts: FactSet, isPresent: boolean): Graph {
    return assemble(facts, {
      cluster: this.cluster,
      bookieAddress: (id) => this.client.bookieAddress(id),
      ...(isPresent && this.options.placement && { placement: this.options.placement }),
    });
  }

  private commit(): void {
    const { placement, onChange } = this.options;
    if (placement) this.store.set('verdicts', '', placement.verdicts(this.cluster));
    const changes = this.store.commit();
    if (changes.length === 0) return;
    this.present = undefined;
    // Made anew when nobody waits for it, not when somebody asks.
    setImmediate(() => {
      if (!this.stopped) this.graph();
    });
    onChange?.(changes, this.store.now);
  }
}

function unknownFact(what: string, subject: string, { failure, lastKnownMs }: Fact): UnknownFact {
  return {
    what: subject === '' ? what : `${what} ${subject}`,
    reason: failure?.reason ?? '',
    sinceMs: failure?.sinceMs ?? 0,
    ...(lastKnownMs !== undefined && { lastKnownMs }),
  };
}
