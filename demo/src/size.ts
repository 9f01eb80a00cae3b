/** How large the simulated cluster is: processes by kind, topics (partitions count singly), subscriptions follow. */
export interface ClusterSize {
  brokers: number;
  bookies: number;
  workers: number;
  metadata: number;
  hosts: number;
  topics: number;
}

/** The smallest cluster that behaves like one: every loss leaves a quorum. */
const SMALLEST = { brokers: 3, bookies: 3, workers: 1, metadata: 1 };

/**
 * Splits about `nodes` Pulsar processes into kinds (brokers 40 %, bookies 45 %, function workers 10 %, metadata servers 3),
 * never below the smallest sensible cluster; `nodes: 3` is that cluster. A host runs one broker and one bookie as far as
 * they go. Numbers given in `override` win.
 */
export function clusterSize(nodes: number, override: Partial<ClusterSize> = {}): ClusterSize {
  const metadata = override.metadata ?? (nodes >= 20 ? 3 : SMALLEST.metadata);
  const brokers = override.brokers ?? Math.max(SMALLEST.brokers, Math.round(nodes * 0.4));
  const workers = override.workers ?? Math.max(SMALLEST.workers, Math.round(nodes * 0.1));
  const bookies = override.bookies ?? Math.max(SMALLEST.bookies, nodes - brokers - workers - metadata);
  const hosts = override.hosts ?? Math.max(brokers, bookies);
  return { brokers, bookies, workers, metadata, hosts, topics: override.topics ?? brokers * 12 };
}
