import type { AnalysedNode } from '@observatory/protocol/analysis';
import type { SignalSeries } from '../signals/signal-series.ts';
import { kindOfJob } from './node-kind.ts';
import { wholeTopic, type Subject, type TargetRef } from './subject.ts';

/** A node as the topology knows it, for its canonical id and its other names. */
export interface KnownNode {
  id: string;
  kind: string;
  name: string;
  /** HTTP address where it is scraped; empty when unknown. */
  address: string;
  host: string;
}

/** What the topology says of the time that is looked at; everything may be missing. */
export interface KnownTopology {
  nodes: readonly KnownNode[];
  /** Ids of the brokers that served a topic, by the bundles that they owned. */
  brokersOfTopic?: (cluster: string, topic: string) => readonly string[];
  /** Ids of the bookies that hold ledgers of a topic, where they were read. */
  bookiesOfTopic?: (cluster: string, topic: string) => readonly string[] | undefined;
}

export const NO_TOPOLOGY: KnownTopology = { nodes: [] };

export interface MappedNode extends AnalysedNode {
  cluster: string;
  host: string;
  target: TargetRef;
}

/**
 * Who depends on whom, from the series themselves and, where it is known, the topology: the broker that exposes a topic
 * serves it; brokers write to the bookies of their cluster, or to those of a topic's ledgers; all need the metadata store.
 */
export class ClusterMap {
  private readonly nodes = new Map<string, MappedNode>();
  private readonly byKind = new Map<string, MappedNode[]>();
  /** Topic key to keys of the targets that served it. */
  private readonly owners = new Map<string, Set<string>>();
  /** Function name to keys of the targets that run it. */
  private readonly runners = new Map<string, Set<string>>();

  private readonly byId = new Map<string, MappedNode>();
  private readonly known: KnownTopology;
  private readonly ensembles = new Map<string, readonly MappedNode[] | undefined>();

  constructor(targets: ReadonlyMap<string, TargetRef>, signals: readonly SignalSeries[], known: KnownTopology) {
    this.known = known;
    const kinds = votedKinds(signals);
    for (const target of targets.values()) {
      // Series that no target exposes (rules, topics read over the admin API) have no instance.
      if (target.instance === '') continue;
      const kind = kinds.get(target.key) ?? kindOfJob(target.job) ?? target.job;
      const node = mapped(target, kind, known);
      this.nodes.set(target.key, node);
      for (const alias of node.aliases) {
        const id = `${target.cluster}/${kind}/${alias}`;
        if (!this.byId.has(id)) this.byId.set(id, node);
      }
      this.byId.set(node.id, node);
      const key = `${target.cluster}\n${kind}`;
      this.byKind.set(key, [...(this.byKind.get(key) ?? []), node]);
    }
    for (const { subject, targets: exposedBy } of signals) {
      if (subject.type === 'topic') addAll(this.owners, `${subject.cluster}\n${subject.topic}`, exposedBy);
      if (subject.type === 'subscription') addAll(this.owners, `${subject.cluster}\n${subject.topic}`, exposedBy);
      if (subject.type === 'function') addAll(this.runners, `${subject.cluster}\n${subject.name}`, exposedBy);
    }
  }

  node(targetKey: string): MappedNode | undefined {
    return this.nodes.get(targetKey);
  }

  allNodes(): Iterable<MappedNode> {
    return this.nodes.values();
  }

  ofKind(cluster: string, kind: string): readonly MappedNode[] {
    return this.byKind.get(`${cluster}\n${kind}`) ?? [];
  }

  /** The node of a topology id, written with any of its names. */
  nodeOfId(id: string): MappedNode | undefined {
    return this.byId.get(id);
  }

  /** Brokers that served a topic within the span: those that exposed it, else the owners of its bundle in the topology. */
  ownersOf(cluster: string, topic: string): MappedNode[] {
    const exposed = this.resolve(this.owners.get(`${cluster}\n${topic}`));
    if (exposed.length > 0) return exposed;
    return (this.known.brokersOfTopic?.(cluster, topic) ?? []).flatMap((id) => this.byId.get(id) ?? []);
  }

  /** Bookies in the ensembles of a topic's ledgers; undefined where they are not known, and it may be any of the cluster. */
  ensembleOf(cluster: string, topic: string): readonly MappedNode[] | undefined {
    const key = `${cluster}\n${topic}`;
    if (!this.ensembles.has(key)) {
      const found = this.known.bookiesOfTopic?.(cluster, topic)?.flatMap((id) => this.byId.get(id) ?? []);
      this.ensembles.set(key, found && found.length > 0 ? found : undefined);
    }
    return this.ensembles.get(key);
  }

  /**
   * Bookies that a broker writes to and reads from: those of the ledgers of all topics that it served, or all bookies of the
   * cluster as soon as the ledgers of one of them are not known.
   */
  bookiesOf(broker: MappedNode): readonly MappedNode[] {
    return this.ensembleOfBroker(broker) ?? this.ofKind(broker.cluster, 'bookie');
  }

  /** Brokers that write to a bookie, as far as ledgers are known; else all of the cluster. */
  writersTo(bookie: MappedNode): MappedNode[] {
    return this.ofKind(bookie.cluster, 'broker').filter(
      (broker) => this.ensembleOfBroker(broker)?.includes(bookie) ?? true,
    );
  }

  /** Undefined unless the ledgers of every topic that the broker served are known. */
  ensembleOfBroker({ cluster, target }: MappedNode): readonly MappedNode[] | undefined {
    const found = new Set<MappedNode>();
    for (const [key, owners] of this.owners) {
      if (!owners.has(target.key) || !key.startsWith(`${cluster}\n`)) continue;
      const ensemble = this.ensembleOf(cluster, key.slice(cluster.length + 1));
      if (!ensemble) return undefined;
      for (const bookie of ensemble) found.add(bookie);
    }
    return found.size > 0 ? [...found] : undefined;
  }

  runnersOf(cluster: string, name: string): MappedNode[] {
    return this.resolve(this.runners.get(`${cluster}\n${name}`));
  }

  /** What a reader is shown of a subject. */
  describe(subject: Subject): AnalysedNode {
    if (subject.type === 'node') {
      const node = this.nodes.get(subject.target.key);
      if (node) return { kind: node.kind, id: node.id, name: node.name, aliases: node.aliases };
      return { kind: subject.target.job, id: subject.target.instance, name: subject.target.instance, aliases: [] };
    }
    const { cluster } = subject;
    if (subject.type === 'function')
      return { kind: 'function', id: `${cluster}/function/${subject.name}`, name: subject.name, aliases: [] };
    if (subject.type === 'topic')
      return {
        kind: 'topic',
        id: `${cluster}/topic/${subject.topic}`,
        name: subject.topic,
        aliases: aliasesOfTopic(subject.topic),
      };
    const { topic, subscription } = subject;
    return {
      kind: 'subscription',
      id: `${cluster}/subscription/${topic}#${encodeURIComponent(subscription)}`,
      name: subscription,
      aliases: [`${topic} ${subscription}`],
    };
  }

  private resolve(keys: ReadonlySet<string> | undefined): MappedNode[] {
    return [...(keys ?? [])].map((key) => this.nodes.get(key)).filter((node) => node !== undefined);
  }
}

/** A target is what the signals that only one kind has say. */
function votedKinds(signals: readonly SignalSeries[]): Map<string, string> {
  const votes = new Map<string, Map<string, number>>();
  const vote = (target: string, kind: string) => {
    const of = votes.get(target) ?? new Map<string, number>();
    votes.set(target, of.set(kind, (of.get(kind) ?? 0) + 1));
  };
  for (const { definition, targets, subject } of signals) {
    const kind =
      definition.nodes?.[0] ?? (subject.type === 'topic' || subject.type === 'subscription' ? 'broker' : undefined);
    if (kind !== undefined) for (const target of targets) vote(target, kind);
  }
  return new Map([...votes].map(([target, of]) => [target, [...of].sort((a, b) => b[1] - a[1])[0][0]]));
}

function mapped(target: TargetRef, kind: string, known: KnownTopology): MappedNode {
  const found = known.nodes.find(
    (node) =>
      node.kind === kind && (node.address === target.instance || (target.node !== '' && node.name === target.node)),
  );
  const ownName = target.node || target.instance;
  const id = found?.id ?? `${target.cluster}/${kind}/${ownName}`;
  const name = target.name || found?.name || ownName;
  const aliases = new Set([found?.name ?? '', target.node, target.instance, ownName]);
  aliases.delete('');
  aliases.delete(name);
  const host = found?.host || target.instance.replace(/:\d+$/, '');
  return { kind, id, name, aliases: [...aliases], cluster: target.cluster, host, target };
}

function aliasesOfTopic(topic: string): string[] {
  const whole = wholeTopic(topic);
  return whole === topic ? [] : [whole];
}

function addAll(map: Map<string, Set<string>>, key: string, values: Iterable<string>): void {
  const set = map.get(key) ?? new Set();
  for (const value of values) set.add(value);
  map.set(key, set);
}
