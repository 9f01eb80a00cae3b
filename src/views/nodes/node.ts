/** A node as the views show it; hosts map the sidecar's answer (protocol) onto it. */
export type NodeKind =
  'broker' | 'bookie' | 'function_worker' | 'zookeeper' | 'proxy' | 'omb_worker' | 'worker' | 'ipfs' | 'other';
/** `stale`: scraped before, silent since a few intervals. `gone`: left its cluster's list. `unknown`: never scraped. */
export type NodeState = 'up' | 'stale' | 'down' | 'gone' | 'unknown';

export interface NodeRow {
  id: string;
  name: string;
  kind: NodeKind;
  cluster: string;
  address: string;
  state: NodeState;
  /** Why it is not up. */
  reason: string;
  lastScrapeMs: number | undefined;
  lastScrapeDurationMs: number | undefined;
  samples: number | undefined;
}

export const KIND_NAMES: Readonly<Record<NodeKind, string>> = {
  broker: 'Broker',
  bookie: 'Bookie',
  function_worker: 'Function worker',
  zookeeper: 'ZooKeeper',
  proxy: 'Proxy',
  omb_worker: 'OMB worker',
  worker: 'Host',
  ipfs: 'IPFS',
  other: 'Other',
};

const KIND_ORDER = Object.keys(KIND_NAMES) as NodeKind[];
const STATE_ORDER: readonly NodeState[] = ['down', 'stale', 'gone', 'unknown', 'up'];

/** Trouble first when asked, else by kind and name with numbers in their natural order. */
export function sortNodes(nodes: readonly NodeRow[], order: 'kind' | 'state'): NodeRow[] {
  const collator = new Intl.Collator('en', { numeric: true });
  const byState = (a: NodeRow, b: NodeRow) => STATE_ORDER.indexOf(a.state) - STATE_ORDER.indexOf(b.state);
  const byKind = (a: NodeRow, b: NodeRow) => KIND_ORDER.indexOf(a.kind) - KIND_ORDER.indexOf(b.kind);
  return [...nodes].sort(
    (a, b) =>
      (order === 'state' ? byState(a, b) : 0) ||
      byKind(a, b) ||
      collator.compare(a.name, b.name) ||
      collator.compare(a.address, b.address),
  );
}

/** Free text over name, kind, address, cluster and state; every word must occur. */
export function filterNodes(nodes: readonly NodeRow[], text: string): NodeRow[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  return nodes.filter((node) => {
    const haystack =
      `${node.name} ${KIND_NAMES[node.kind]} ${node.kind} ${node.address} ${node.cluster} ${node.state}`.toLowerCase();
    return words.every((word) => haystack.includes(word));
  });
}

/** `3 s ago`, `2 min ago`, `never`. */
export function formatAge(timeMs: number | undefined, nowMs: number): string {
  if (timeMs === undefined) return 'never';
  const seconds = Math.max(0, Math.round((nowMs - timeMs) / 1000));
  if (seconds < 60) return `${seconds} s ago`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ago`;
  return `${Math.floor(seconds / 3600)} h ago`;
}
