/**
 * What an operation did to topics and clients, by the brokers' own word: who is connected since when, who owns what. Read from
 * each topic directly, not from what the sidecar knows.
 */
import type { PulsarCluster } from './cluster.ts';

export interface ClientState {
  kind: 'producer' | 'consumer';
  topic: string;
  sinceMs: number;
  /** Of a function's client: which instance it belongs to. */
  instance: string | undefined;
}

export interface TopicState {
  owner: string;
  /** When its open ledger was made: at the latest when the topic was loaded. */
  ledgerSinceMs: number;
  clients: ClientState[];
}

export type TopicStates = ReadonlyMap<string, TopicState>;

interface Client {
  connectedSince?: string;
  metadata?: Record<string, string>;
}

interface Stats {
  ownerBroker?: string;
  publishers: Client[];
  subscriptions: Record<string, { consumers: Client[] }>;
}

/** Every persistent topic of the cluster, system topics too. A topic that nobody owns is loaded by this. */
export async function readTopics(cluster: PulsarCluster): Promise<TopicStates> {
  const admin = await liveAdmin(cluster);
  const states = new Map<string, TopicState>();
  for (const tenant of await getJson<string[]>(`${admin}/tenants`))
    for (const namespace of await getJson<string[]>(`${admin}/namespaces/${tenant}`)) {
      const topics = await getJson<string[]>(`${admin}/persistent/${namespace}?includeSystemTopic=true`).catch(
        () => [],
      );
      for (const topic of topics) {
        const state = await readTopic(admin, topic).catch(() => undefined);
        if (state) states.set(topic, state);
      }
    }
  return states;
}

async function readTopic(admin: string, topic: string): Promise<TopicState> {
  const path = `${admin}/${topic.replace('://', '/')}`;
  const stats = await getJson<Stats>(`${path}/stats`);
  const { lastLedgerCreatedTimestamp } = await getJson<{ lastLedgerCreatedTimestamp: string }>(`${path}/internalStats`);
  const client = (kind: ClientState['kind']) => (each: Client) => ({
    kind,
    topic,
    sinceMs: Date.parse(each.connectedSince ?? ''),
    instance: each.metadata?.instance_id,
  });
  const consumers = Object.values(stats.subscriptions).flatMap((subscription) => subscription.consumers);
  return {
    owner: stats.ownerBroker ?? '',
    ledgerSinceMs: Date.parse(lastLedgerCreatedTimestamp),
    clients: [...stats.publishers.map(client('producer')), ...consumers.map(client('consumer'))],
  };
}

export interface Impact {
  /** Of applications: all but Pulsar's own. */
  /** Topics that were closed, and opened again here or elsewhere. */
  topics: number;
  producers: number;
  consumers: number;
  names: string[];
  /** Pulsar's own topics (`__change_events`) that were closed, and the readers that brokers have on them. */
  system: { topics: number; clients: number };
}

/** What happened since `sinceMs`. */
export function impactSince(before: TopicStates, after: TopicStates, sinceMs: number): Impact {
  const names: string[] = [];
  const clients = { producer: 0, consumer: 0 };
  const system = { topics: 0, clients: 0 };
  for (const [topic, state] of after) {
    const isNew = state.clients.filter((each) => each.sinceMs >= sinceMs);
    const old = before.get(topic);
    const wasClosed = old && (old.owner !== state.owner || state.ledgerSinceMs >= sinceMs || isNew.length > 0);
    if (isSystemTopic(topic)) {
      system.clients += isNew.length;
      if (wasClosed) system.topics++;
      continue;
    }
    for (const { kind } of isNew) clients[kind]++;
    if (wasClosed) names.push(topic);
  }
  return { topics: names.length, producers: clients.producer, consumers: clients.consumer, names, system };
}

const isSystemTopic = (topic: string): boolean => /\/__[^/]*$/.test(topic);

/** Clients of applications. */
export const clientCount = (states: TopicStates): number =>
  [...states].reduce((sum, [topic, { clients }]) => sum + (isSystemTopic(topic) ? 0 : clients.length), 0);

/** Reads until as many clients are connected as before, at most so long. */
export async function topicsSettled(cluster: PulsarCluster, before: TopicStates, seconds = 60): Promise<TopicStates> {
  for (const deadline = Date.now() + seconds * 1000; ;) {
    const now = await readTopics(cluster);
    if (clientCount(now) >= clientCount(before) || Date.now() > deadline) return now;
    await new Promise((resolve) => setTimeout(resolve, 1000));
  }
}

/** Bundle -> broker id, of every bundle that has an owner; heartbeats' own bundles left out. */
export async function bundleOwners(cluster: PulsarCluster): Promise<Map<string, string>> {
  const admin = await liveAdmin(cluster);
  const owners = new Map<string, string>();
  for (const broker of await getJson<string[]>(`${admin}/brokers/${cluster.name}`)) {
    const owned = await getJson<Record<string, unknown>>(`${admin}/brokers/${cluster.name}/${broker}/ownedNamespaces`);
    for (const bundle of Object.keys(owned)) if (!bundle.includes(`/${broker}/`)) owners.set(bundle, broker);
  }
  return owners;
}

async function liveAdmin(cluster: PulsarCluster): Promise<string> {
  for (const url of cluster.adminUrls) {
    const ok = await fetch(`${url}/admin/v2/brokers/ready`, { signal: AbortSignal.timeout(5000) }).then(
      (response) => response.ok,
      () => false,
    );
    if (ok) return `${url}/admin/v2`;
  }
  throw new Error('no broker answers');
}

async function getJson<T>(url: string): Promise<T> {
  const response = await fetch(url, { signal: AbortSignal.timeout(20_000) });
  if (!response.ok) throw new Error(`${url}: HTTP ${response.status}`);
  return (await response.json()) as T;
}
