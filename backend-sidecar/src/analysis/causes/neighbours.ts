import type { ClusterMap, MappedNode } from '../map/cluster-map.ts';
import type { Subject } from '../map/subject.ts';
import type { Relation } from './mechanisms.ts';

/** The subjects that exist in an analysis, to follow relations between them. */
export interface SubjectIndex {
  map: ClusterMap;
  /** Topics, subscriptions and functions that have findings, by their cluster. */
  topics: readonly Extract<Subject, { type: 'topic' }>[];
  subscriptions: readonly Extract<Subject, { type: 'subscription' }>[];
  functions: readonly Extract<Subject, { type: 'function' }>[];
}

/** Keys of the subjects that stand in a relation to this one. */
export function related(subject: Subject, relation: Relation, index: SubjectIndex): string[] {
  const { map } = index;
  if (relation === 'same') return [subject.key];
  if (subject.type === 'node') return relatedToNode(map.node(subject.target.key), relation, index);
  const { cluster } = subject;
  if (subject.type === 'function') {
    if (relation !== 'function_subscription') return [];
    return index.subscriptions
      .filter((each) => each.cluster === cluster && each.subscription === subject.name)
      .map(({ key }) => key);
  }
  switch (relation) {
    case 'owners':
      return map.ownersOf(cluster, subject.topic).map(nodeKey);
    case 'bookies':
      return (map.ensembleOf(cluster, subject.topic) ?? map.ofKind(cluster, 'bookie')).map(nodeKey);
    case 'topic_subscriptions':
      return index.subscriptions
        .filter((each) => each.cluster === cluster && each.topic === subject.topic)
        .map(({ key }) => key);
    case 'subscription_topic':
      return [`topic\n${cluster}\n${subject.topic}`];
    case 'subscription_function':
      return subject.type === 'subscription' ? [`function\n${cluster}\n${subject.subscription}`] : [];
    default:
      return [];
  }
}

function relatedToNode(node: MappedNode | undefined, relation: Relation, index: SubjectIndex): string[] {
  if (!node) return [];
  const { map } = index;
  const { cluster, kind } = node;
  const isOwn = (of: { cluster: string; topic: string }) =>
    of.cluster === cluster && map.ownersOf(cluster, of.topic).some(({ target }) => target.key === node.target.key);
  const runs = (of: { cluster: string }, name: string) =>
    of.cluster === cluster && map.runnersOf(cluster, name).some(({ target }) => target.key === node.target.key);
  switch (relation) {
    case 'peers':
      return map
        .ofKind(cluster, kind)
        .filter((each) => each !== node)
        .map(nodeKey);
    case 'writers':
      return kind === 'bookie' ? map.writersTo(node).map(nodeKey) : [];
    case 'bookies':
      return kind === 'broker' ? map.bookiesOf(node).map(nodeKey) : [];
    case 'topics':
      return kind === 'broker' ? index.topics.filter(isOwn).map(({ key }) => key) : [];
    case 'subscriptions':
      return kind === 'broker' ? index.subscriptions.filter(isOwn).map(({ key }) => key) : [];
    case 'store_brokers':
      return kind === 'zookeeper'
        ? [...map.ofKind(cluster, 'broker'), ...map.ofKind(cluster, 'function_worker')].map(nodeKey)
        : [];
    case 'store_bookies':
      return kind === 'zookeeper' ? map.ofKind(cluster, 'bookie').map(nodeKey) : [];
    case 'host_nodes':
      return kind === 'host' ? neighboursOnHost(node, map) : [];
    case 'worker_functions':
      return index.functions.filter((each) => runs(each, each.name)).map(({ key }) => key);
    case 'worker_subscriptions':
      return index.subscriptions.filter((each) => runs(each, each.subscription)).map(({ key }) => key);
    default:
      return [];
  }
}

/** Only where hosts can be told apart: on a loopback address everything runs on one. */
function neighboursOnHost(host: MappedNode, map: ClusterMap): string[] {
  if (/^(127\.|localhost$|\[::1\])/.test(host.host)) return [];
  return [...map.allNodes()].filter((node) => node !== host && node.host === host.host).map(nodeKey);
}

const nodeKey = ({ target }: MappedNode): string => `node\n${target.key}`;
