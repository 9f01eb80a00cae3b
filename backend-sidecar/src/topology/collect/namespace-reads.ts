import { AdminStatusError } from '../../pulsar/index.ts';
import type { NamespacePolicies } from '../facts/fact.ts';
import type { FactSet } from '../facts/fact-set.ts';
import { countTopics, keepTopics } from '../facts/namespace-topics.ts';
import { namesAnswer, policiesAnswer } from './answers.ts';
import { ANY_BROKER, read, type Read } from './read.ts';

/** Listing a namespace's topics costs its broker time: not more often than this, and less often the more there are. */
const LIST_EVERY = 8;
const TOPICS_PER_INTERVAL = 1500;

/** Tenants, namespaces, and of each its policies and topics. */
export function* namespaceReads(facts: FactSet): Generator<Read> {
  yield read({
    family: 'tenants',
    host: ANY_BROKER,
    every: 4,
    ask: async (client, signal, host) => (await client.any(host, '/admin/v2/tenants', namesAnswer, signal)).sort(),
  });
  for (const tenant of facts.value('tenants') ?? []) {
    const path = `/admin/v2/namespaces/${encodeURIComponent(tenant)}`;
    yield read({
      family: 'namespaces',
      subject: tenant,
      host: ANY_BROKER,
      every: 4,
      ask: async (client, signal, host) => {
        try {
          return (await client.any(host, path, namesAnswer, signal)).sort();
        } catch (error) {
          // A tenant that is gone since it was listed, or has none but old namespaces of three parts.
          if (error instanceof AdminStatusError && error.status === 404) return [];
          throw error;
        }
      },
    });
  }
  for (const [, { value: namespaces }] of facts.entries('namespaces')) {
    for (const namespace of namespaces ?? []) {
      yield policiesOf(namespace);
      yield topicsOf(namespace, countTopics(facts, namespace));
    }
  }
}

function policiesOf(namespace: string): Read {
  return read({
    family: 'policies',
    subject: namespace,
    host: ANY_BROKER,
    every: 8,
    ask: async (client, signal, host): Promise<NamespacePolicies> => {
      const policies = await client.any(host, `/admin/v2/namespaces/${namespace}`, policiesAnswer, signal);
      return {
        boundaries: (policies.bundles?.boundaries ?? []).map(Number),
        replicationClusters: policies.replication_clusters ?? [],
        ensembleSize: policies.persistence?.bookkeeperEnsemble ?? 0,
        writeQuorum: policies.persistence?.bookkeeperWriteQuorum ?? 0,
        ackQuorum: policies.persistence?.bookkeeperAckQuorum ?? 0,
      };
    },
  });
}

function topicsOf(namespace: string, known: number): Read {
  return {
    family: 'topicList',
    subject: namespace,
    host: ANY_BROKER,
    every: Math.max(LIST_EVERY, known / TOPICS_PER_INTERVAL),
    run: async (client, signal, host) => {
      const names = await client.any(host, `/admin/v2/persistent/${namespace}`, namesAnswer, signal);
      return (store) => keepTopics(store, namespace, names);
    },
  };
}
