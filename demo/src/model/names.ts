/** What the simulated company runs: namespaces with their durability, and the topics each begins with. */
export interface NamespacePlan {
  tenant: string;
  name: string;
  ensemble: number;
  writeQuorum: number;
  ackQuorum: number;
  /** Share of all traffic, relative. */
  weight: number;
  /** Name and partitions (0 = not partitioned). */
  topics: readonly (readonly [string, number])[];
  subscriptions: readonly string[];
  messageBytes: number;
}

export const NAMESPACES: readonly NamespacePlan[] = [
  {
    tenant: 'acme', name: 'payments', ensemble: 2, writeQuorum: 2, ackQuorum: 2, weight: 3, messageBytes: 550,
    topics: [['orders', 4], ['refunds', 0], ['invoices', 0], ['settlements', 2], ['chargebacks', 0]],
    subscriptions: ['billing', 'ledger', 'fraud'],
  },
  {
    tenant: 'acme', name: 'telemetry', ensemble: 2, writeQuorum: 2, ackQuorum: 1, weight: 5, messageBytes: 1050,
    topics: [['clicks', 3], ['logs', 0], ['fn-in', 2], ['fn-out', 0], ['traces', 2], ['page-views', 0]],
    subscriptions: ['dashboards', 'archive', 'indexer'],
  },
  {
    tenant: 'acme', name: 'shop', ensemble: 3, writeQuorum: 2, ackQuorum: 2, weight: 3, messageBytes: 800,
    topics: [['carts', 2], ['stock', 0], ['prices', 0], ['reviews', 0]],
    subscriptions: ['search', 'recommendations'],
  },
  {
    tenant: 'globex', name: 'logistics', ensemble: 3, writeQuorum: 3, ackQuorum: 2, weight: 2, messageBytes: 650,
    topics: [['parcels', 3], ['routes', 0], ['scans', 2], ['depots', 0]],
    subscriptions: ['tracking', 'planning'],
  },
  {
    tenant: 'globex', name: 'fleet', ensemble: 2, writeQuorum: 2, ackQuorum: 1, weight: 3, messageBytes: 240,
    topics: [['positions', 4], ['engine', 2], ['alerts', 0]],
    subscriptions: ['map', 'maintenance'],
  },
  {
    tenant: 'initech', name: 'audit', ensemble: 3, writeQuorum: 3, ackQuorum: 3, weight: 0.6, messageBytes: 1800,
    topics: [['access', 0], ['changes', 0], ['reports', 0]],
    subscriptions: ['compliance'],
  },
  {
    tenant: 'initech', name: 'ml', ensemble: 2, writeQuorum: 2, ackQuorum: 2, weight: 1.6, messageBytes: 4200,
    topics: [['features', 3], ['predictions', 0], ['labels', 0]],
    subscriptions: ['training', 'scoring'],
  },
]; // prettier-ignore

export interface PlannedTopic {
  plan: NamespacePlan;
  /** Local name of the topic or of the partitioned topic. */
  base: string;
  partitions: number;
}

/**
 * Topics of all namespaces until about `target` partitions are there (never fewer than one round): first the plan's own,
 * then the same with a number, `orders-2`, `orders-3` …
 */
export function planTopics(target: number): PlannedTopic[] {
  const list: PlannedTopic[] = [];
  let count = 0;
  for (let round = 1; count < target; round++) {
    for (let i = 0; count < target && i < 8; i++) {
      for (const plan of NAMESPACES) {
        const topic = plan.topics[i];
        if (!topic || count >= target) continue;
        const partitions = Math.min(topic[1], target - count);
        list.push({ plan, base: round === 1 ? topic[0] : `${topic[0]}-${round}`, partitions });
        count += Math.max(1, partitions);
      }
    }
  }
  return list;
}
