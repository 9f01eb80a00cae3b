import path from 'node:path';
import type {
  Health,
  TopologyAnswer,
  TopologyDifference,
  TopologyKind,
  TopologyStatus,
} from '@observatory/protocol/topology';
import type { Node } from '@observatory/protocol/nodes';
import type { ClusterConfig } from '../config/config.ts';
import { fingerprint } from '../config/fingerprint.ts';
import type { RequestBudget } from '../pulsar/index.ts';
import type { Clock } from '../util/clock.ts';
import { messageOf, ObservatoryError } from '../util/errors.ts';
import type { Logger } from '../util/logger.ts';
import { ClusterTopology, type AskedQuestion } from './cluster-topology.ts';
import type { FactHistoryLimits } from './facts/fact-history.ts';
import type { FactChange, FactSet } from './facts/fact-set.ts';
import type { Graph } from './graph/graph.ts';
import type { GraphNode } from './graph/node.ts';
import { toTopologyEdge, toTopologyNode } from './query/answer.ts';
import { collapseEdges } from './query/collapse.ts';
import { graphDifference } from './query/difference.ts';
import { Layout } from './layout/layout.ts';
import { RecordedTopologies } from './recorded/recorded-topologies.ts';
import { subgraph } from './query/subgraph.ts';
import type { TopicPlacement } from './topic-placement.ts';

export interface TopologyOptions {
  clock: Clock;
  logger: Logger;
  userAgent: string;
  /** Shared with whoever else asks the cluster's nodes. */
  budgetOf: (cluster: ClusterConfig) => RequestBudget;
  placement?: TopicPlacement;
  history?: Partial<FactHistoryLimits>;
  /** Folder in which the histories of all clusters outlive the process. */
  historyDirectory?: string;
  onChange?: (cluster: string, changes: readonly FactChange[], facts: FactSet) => void;
}

export interface TopologyQuery {
  cluster?: string;
  node?: string;
  depth?: number;
  kinds?: readonly TopologyKind[];
  /** Kinds that become edges between their neighbours; see `collapseEdges`. */
  collapse?: readonly TopologyKind[];
  health?: readonly Health[];
  search?: string;
  atMs?: number;
  limit?: number;
  /** Read the ledgers of the topic in the middle first. */
  ledgers?: boolean;
}

export interface TopologyConfig {
  clusters: readonly ClusterConfig[];
  topology: { interval: number };
}

/** The topologies of all configured clusters, and the questions about them. */
export class Topology {
  private readonly options: TopologyOptions;
  private readonly clusters = new Map<string, { topology: ClusterTopology; fingerprint: string }>();
  /** Places of all nodes; whoever keeps it over restarts may save and restore it. */
  readonly layout = new Layout();
  private readonly recorded: RecordedTopologies | undefined;
  private running = false;

  constructor(options: TopologyOptions) {
    this.options = options;
    const { historyDirectory } = options;
    if (historyDirectory !== undefined) this.recorded = new RecordedTopologies(historyDirectory);
  }

  /** Reads the topologies of imported recordings: at the start, and after each import. */
  async readRecorded(): Promise<void> {
    await this.recorded?.read();
  }

  /** All clusters of which something is known: configured ones, and those of imported recordings. */
  get clusterList(): readonly string[] {
    return [...new Set([...this.clusters.keys(), ...(this.recorded?.clusters ?? [])])];
  }

  /** Takes in a configuration; clusters that it leaves as they were keep what is known of them. */
  async applyConfig({ clusters, topology: { interval } }: TopologyConfig): Promise<void> {
    const wanted = new Map(clusters.map((cluster) => [cluster.name, cluster]));
    const ending: Promise<void>[] = [];
    for (const [name, { topology, fingerprint }] of this.clusters) {
      const cluster = wanted.get(name);
      if (cluster && fingerprintOf(cluster, interval) === fingerprint) continue;
      this.clusters.delete(name);
      ending.push(topology.stop());
    }
    for (const cluster of wanted.values()) {
      if (this.clusters.has(cluster.name)) continue;
      const topology = this.create(cluster, interval);
      this.clusters.set(cluster.name, { topology, fingerprint: fingerprintOf(cluster, interval) });
      if (this.running) topology.start();
    }
    await Promise.all(ending);
  }

  start(): void {
    this.running = true;
    for (const { topology } of this.clusters.values()) topology.start();
  }

  async stop(): Promise<void> {
    this.running = false;
    await Promise.all([...this.clusters.values()].map(({ topology }) => topology.stop()));
  }

  /** Resolves when no answer is awaited: between the steps of a virtual clock. */
  async settled(): Promise<void> {
    await Promise.all([...this.clusters.values()].map(({ topology }) => topology.settled()));
  }

  /** Asks everything again now, within the budget, and waits for the answers. @throws as `graph` */
  async refresh(cluster: string): Promise<void> {
    const { collector } = this.clusterNamed(cluster);
    collector.refresh();
    await collector.settled();
  }

  /** Asks all clusters everything again, within their budgets, and tells what was answered. */
  async askAll(): Promise<AskedQuestion[]> {
    await Promise.all([...this.clusters.keys()].map((cluster) => this.refresh(cluster)));
    return [...this.clusters.values()].flatMap(({ topology }) => topology.asked());
  }

  /** What scraping says of a node; its old state, with undefined, when it is forgotten. */
  noteNode(node: Pick<Node, 'cluster' | 'kind' | 'address'>, state: Node | undefined): void {
    if (node.kind) this.clusters.get(node.cluster)?.topology.noteNode(node.kind, node.address, state);
  }

  /** Seconds by which a node's clock is ahead of ours, where the topology has asked it. */
  clockSkew({ cluster, address }: Pick<Node, 'cluster' | 'address'>): number | undefined {
    return this.clusters.get(cluster)?.topology.clockSkew(address);
  }

  /** The graph of a cluster now, or at a time. @throws ObservatoryError OBS_TOPOLOGY_CLUSTER, OBS_TOPOLOGY_HISTORY */
  graph(cluster: string, atMs?: number): Graph {
    // What was watched is known better than what was recorded of the same time.
    const graph =
      this.clusters.get(cluster)?.topology.graph(atMs) ??
      (atMs === undefined ? undefined : this.recorded?.graph(cluster, atMs));
    if (graph) return graph;
    const topology = this.clusterNamed(cluster);
    const { historyStartMs } = topology.status();
    const gap = atMs === undefined ? undefined : topology.gapAt(atMs);
    throw new ObservatoryError('OBS_TOPOLOGY_HISTORY', `nothing is known of ${cluster} at that time`, {
      hint:
        gap !== undefined
          ? `No sidecar watched it from ${isoTime(gap.fromMs)} to ${gap.toMs === undefined ? 'now' : isoTime(gap.toMs)}.`
          : historyStartMs === undefined
            ? 'It was not read yet.'
            : `Its history starts at ${isoTime(historyStartMs)}.`,
      httpStatus: 404,
    });
  }

  /**
   * A part of the graph.
   * @throws ObservatoryError OBS_TOPOLOGY_NODE when the node in the middle is not there; see also `graph`.
   */
  async query(query: TopologyQuery): Promise<TopologyAnswer> {
    const { node, atMs, kinds, health, depth, search, limit } = query;
    const names = query.cluster !== undefined ? [query.cluster] : this.clusterNames(node, atMs);
    if (query.ledgers && node !== undefined && atMs === undefined) await this.readLedgers(names, node);
    const answer: TopologyAnswer = {
      timeMs: atMs ?? this.options.clock.now(),
      nodes: [],
      edges: [],
      truncated: false,
      counts: {},
      clusters: [],
    };
    for (const name of names) {
      const graph = this.graph(name, atMs);
      if (node !== undefined && !graph.node(node)) continue;
      const part = subgraph(graph, {
        ...(node !== undefined && { node }),
        ...(depth !== undefined && { depth }),
        ...(kinds && { kinds: new Set(kinds) }),
        ...(health && { health: new Set(health) }),
        ...(search !== undefined && { search }),
        ...(limit !== undefined && { limit: Math.max(0, limit - answer.nodes.length) }),
      });
      const places = this.places(
        name,
        part.nodes.map((each) => each.node),
        kinds,
        graph,
      );
      for (const each of part.nodes) answer.nodes.push(toTopologyNode(graph, each, places.get(each.node.id)));
      for (const edge of part.edges) answer.edges.push(toTopologyEdge(edge));
      if (query.collapse) answer.edges.push(...collapseEdges(graph, part.nodes, new Set(query.collapse)));
      answer.truncated ||= part.truncated;
      for (const [kind, count] of Object.entries(graph.counts()) as [TopologyKind, number][])
        answer.counts[kind] = (answer.counts[kind] ?? 0) + count;
      answer.clusters.push(this.statusOf(name));
    }
    if (node !== undefined && answer.clusters.length === 0) throw noSuchNode(node);
    return answer;
  }

  /** What differs between two times of one cluster. @throws as `graph` */
  difference(
    cluster: string,
    fromMs: number,
    toMs: number | undefined,
    kinds?: readonly TopologyKind[],
  ): TopologyDifference {
    const [from, to] = [this.graph(cluster, fromMs), this.graph(cluster, toMs)];
    const difference = graphDifference(from, to, { ...(kinds && { kinds: new Set(kinds) }) });
    const gone = difference.removed.flatMap(({ id }) => from.node(id) ?? []);
    const places = this.places(cluster, gone, kinds, from);
    const removed = difference.removed.map((node) => ({ ...node, ...places.get(node.id) }));
    return { fromMs, toMs: toMs ?? this.options.clock.now(), ...difference, removed };
  }

  private places(
    cluster: string,
    nodes: readonly GraphNode[],
    kinds: readonly TopologyKind[] | undefined,
    recordedGraph: Graph,
  ) {
    const topology = this.clusters.get(cluster)?.topology;
    const present = topology?.graph();
    const seen = topology?.status().refreshedMs !== undefined;
    // A cluster that is only recorded has no present: whoever is looked at has a place of this answer alone.
    if (!present) this.layout.admit(cluster, recordedGraph, false, this.options.clock.now());
    else this.layout.admit(cluster, present, seen, this.options.clock.now());
    return this.layout.place(cluster, nodes, kinds);
  }

  private create(cluster: ClusterConfig, intervalMs: number): ClusterTopology {
    const { clock, logger, userAgent, placement, history, historyDirectory, onChange } = this.options;
    return new ClusterTopology({
      cluster,
      clock,
      intervalMs,
      userAgent,
      budget: this.options.budgetOf(cluster),
      ...(placement && { placement }),
      ...(history && { history }),
      ...(historyDirectory !== undefined && {
        historyDirectory: path.join(historyDirectory, encodeURIComponent(cluster.name)),
        onHistoryError: (error: unknown) =>
          logger.warn({ cluster: cluster.name, error: messageOf(error) }, 'the history of the topology is not written'),
      }),
      onChange: (changes, facts) => {
        try {
          onChange?.(cluster.name, changes, facts);
        } catch (error) {
          logger.error(
            { cluster: cluster.name, error: messageOf(error) },
            'a change of the topology could not be told',
          );
        }
      },
    });
  }

  /** Clusters in which a node may be: its id begins with the name. */
  private clusterNames(node: string | undefined, atMs: number | undefined): string[] {
    const recorded = (this.recorded?.clusters ?? []).filter(
      (name) => atMs !== undefined && !this.clusters.has(name) && this.recorded?.graph(name, atMs),
    );
    const watched = [...this.clusters.keys()].filter(
      // One that was not watched then must not hide what is known of a recorded one.
      (name) => recorded.length === 0 || this.clusters.get(name)?.topology.graph(atMs) || atMs === undefined,
    );
    const names = [...watched, ...recorded];
    return node === undefined ? names : names.filter((name) => node.startsWith(`${name}/`));
  }

  private statusOf(name: string): TopologyStatus {
    const topology = this.clusters.get(name)?.topology;
    if (topology) return topology.status();
    return this.recorded?.clusters.includes(name) ? this.recorded.status(name) : this.clusterNamed(name).status();
  }

  private async readLedgers(clusters: readonly string[], node: string): Promise<void> {
    for (const name of clusters) {
      const topology = this.clusterNamed(name);
      const found = topology.graph()?.node(node);
      if (found?.kind === 'topic') await topology.readLedgers(found.name);
    }
  }

  private clusterNamed(name: string): ClusterTopology {
    const found = this.clusters.get(name);
    if (found) return found.topology;
    throw new ObservatoryError('OBS_TOPOLOGY_CLUSTER', `no cluster is named "${name}"`, {
      hint: `Configured are: ${[...this.clusters.keys()].join(', ') || 'none'}.`,
      httpStatus: 404,
    });
  }
}

function fingerprintOf(cluster: ClusterConfig, intervalMs: number): string {
  return fingerprint([cluster, intervalMs]);
}

function noSuchNode(id: string): ObservatoryError {
  return new ObservatoryError('OBS_TOPOLOGY_NODE', `there is no node "${id}"`, {
    hint: 'Ids are <cluster>/<kind>/<name>; search= finds names.',
    httpStatus: 404,
  });
}

const isoTime = (timeMs: number): string => new Date(timeMs).toISOString();
