import type { ClusterConfig } from '../config/config.ts';
import {
  clusterNodes,
  PulsarAdmin,
  type ClusterMembers,
  type PulsarNode,
  type PulsarNodeKind,
} from '../pulsar/index.ts';
import { messageOf } from '../util/errors.ts';
import type { Clock } from '../util/clock.ts';
import type { Logger } from '../util/logger.ts';
import { nodeScheme } from './node-scheme.ts';
import { Poller } from './poll.ts';
import type { Discoverer, TargetGroup } from './types.ts';

export interface ClusterDiscoveryDeps {
  clock: Clock;
  logger: Logger;
  userAgent: string;
}

/** A broker that was seen once keeps its address reserved; clusters do not have more than this. */
const MAX_ADDRESSES = 100_000;

/**
 * The nodes of one Pulsar cluster through its admin API, read once for all three kinds. What cannot be read keeps its last
 * known state: a node goes away only when a complete answer does not list it any more.
 */
export class ClusterDiscovery {
  private readonly cluster: ClusterConfig;
  private readonly deps: ClusterDiscoveryDeps;
  private readonly logger: Logger;
  private readonly views = new Map<PulsarNodeKind, (groups: readonly TargetGroup[]) => void>();
  private readonly failures = new Map<string, string>();
  private members: { [K in keyof ClusterMembers]: ClusterMembers[K] | undefined } = {
    brokers: undefined,
    bookies: undefined,
    workers: undefined,
  };
  private readonly emitted = new Map<PulsarNodeKind, string>();
  /** Addresses that belong, or belonged, to brokers: a worker there is the broker's own. */
  private readonly brokerAddresses = new Set<string>();
  private readonly poller = new Poller();
  private stop: AbortController | undefined;

  constructor(cluster: ClusterConfig, deps: ClusterDiscoveryDeps) {
    this.cluster = cluster;
    this.deps = deps;
    this.logger = deps.logger.child({ cluster: cluster.name });
  }

  /** The targets of one kind. The cluster is polled while any of its views is started. */
  view(kind: PulsarNodeKind): Discoverer {
    return {
      start: (emit, signal) => {
        this.views.set(kind, emit);
        this.emitted.delete(kind);
        this.publish();
        signal.addEventListener(
          'abort',
          () => {
            this.views.delete(kind);
            if (this.views.size === 0) this.end();
          },
          { once: true },
        );
        if (!this.stop) this.begin();
      },
      settled: () => this.poller.settled(),
      lastError: () => (this.failures.size === 0 ? undefined : [...this.failures.values()].join('; ')),
    };
  }

  private begin(): void {
    const { cluster, deps } = this;
    const stop = new AbortController();
    this.stop = stop;
    const admin = new PulsarAdmin({
      adminUrls: cluster.pulsar.admin_urls,
      client: cluster.pulsar.client,
      clock: deps.clock,
      timeoutMs: cluster.pulsar.timeout,
      maxResponseBytes: cluster.pulsar.max_response_size,
      userAgent: deps.userAgent,
    });
    stop.signal.addEventListener('abort', () => void admin.close(), { once: true });
    const workerUrls = cluster.function_workers.urls.map((url) => new URL(url));
    this.poller.start(deps.clock, cluster.pulsar.refresh_interval, stop.signal, async () => {
      const [brokers, bookies, workers] = await Promise.all([
        this.attempt('brokers', stop.signal, () => admin.brokers(cluster.name, stop.signal)),
        this.attempt('bookies', stop.signal, () => admin.bookies(stop.signal)),
        this.attempt(
          'function workers',
          stop.signal,
          async () => (await admin.functionWorkers(workerUrls, stop.signal)) ?? [],
        ),
      ]);
      if (stop.signal.aborted) return true;
      this.members = {
        brokers: brokers ?? this.members.brokers,
        bookies: bookies ?? this.members.bookies,
        workers: workers ?? this.members.workers,
      };
      this.publish();
      return brokers !== undefined && bookies !== undefined && workers !== undefined;
    });
  }

  private end(): void {
    this.stop?.abort();
    this.stop = undefined;
  }

  private async attempt<T>(what: string, signal: AbortSignal, read: () => Promise<T>): Promise<T | undefined> {
    try {
      const value = await read();
      if (this.failures.delete(what)) this.logger.info({}, `discovery of ${what} works again`);
      return value;
    } catch (error) {
      if (signal.aborted) return undefined;
      const message = `${what}: ${messageOf(error)}`;
      // Said once, not at every refresh.
      if (this.failures.get(what) !== message)
        this.logger.warn({}, `discovery of ${message}; the last known ones stay`);
      this.failures.set(what, message);
      return undefined;
    }
  }

  private publish(): void {
    const { brokers, bookies, workers } = this.members;
    for (const id of brokers ?? [])
      if (this.brokerAddresses.size < MAX_ADDRESSES) this.brokerAddresses.add(id.toLowerCase());
    const nodes = clusterNodes(
      { brokers: brokers ?? [], bookies: bookies ?? [], workers: workers ?? [] },
      this.cluster.bookies,
    );
    this.noteSharedAddresses(nodes);
    this.emitKind('broker', brokers !== undefined, nodes);
    this.emitKind('bookie', bookies !== undefined, nodes);
    // Which workers are brokers' own is known only once the brokers are.
    const apart = nodes.filter((node) => !this.brokerAddresses.has(node.httpAddress.toLowerCase()));
    this.emitKind('function_worker', brokers !== undefined && workers !== undefined, apart);
  }

  /** Bookies on one host cannot all have their HTTP server on `http_port`: all but one would be missed in silence. */
  private noteSharedAddresses(nodes: readonly PulsarNode[]): void {
    const bookies = nodes.filter(({ kind }) => kind === 'bookie').map(({ httpAddress }) => httpAddress);
    const shared = bookies.find((address, i) => address !== '' && bookies.indexOf(address) !== i);
    const what = 'bookie addresses';
    if (shared === undefined || !this.cluster.bookies.scrape) {
      this.failures.delete(what);
      return;
    }
    const message = `several bookies would have the HTTP address ${shared}; list their own under clusters[].bookies`;
    if (this.failures.get(what) !== message) this.logger.warn({}, message);
    this.failures.set(what, message);
  }

  private emitKind(kind: PulsarNodeKind, known: boolean, nodes: readonly PulsarNode[]): void {
    const emit = this.views.get(kind);
    if (!emit || !known) return;
    const targets = nodes
      .filter((node) => node.kind === kind && node.httpAddress !== '')
      .map((node) => this.targetOf(node));
    const state = JSON.stringify(targets);
    if (this.emitted.get(kind) === state) return;
    this.emitted.set(kind, state);
    this.logger.info({ kind, count: targets.length }, `discovered ${targets.length} of kind ${kind}`);
    emit([{ source: `pulsar/${this.cluster.name}/${kind}`, targets, labels: this.cluster.labels }]);
  }

  private targetOf(node: PulsarNode): Record<string, string> {
    return {
      __address__: node.httpAddress,
      __scheme__: nodeScheme(node, this.cluster),
      __meta_pulsar_cluster: this.cluster.name,
      __meta_pulsar_kind: node.kind,
      __meta_pulsar_node: node.id,
      ...(node.embeddedWorkerId !== undefined && { __meta_pulsar_function_worker: node.embeddedWorkerId }),
    };
  }
}
