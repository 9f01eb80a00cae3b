import type { NodeList } from '@observatory/protocol/nodes';
import type { NodeRow } from './node.ts';

/** The sidecar's `nodes` answer as the views show it. */
export function nodeRows({ nodes }: NodeList): NodeRow[] {
  return nodes.map((node) => ({
    id: node.id,
    name: node.labels.node ?? node.address,
    kind: node.kind ?? 'other',
    cluster: node.cluster,
    address: node.address,
    state: node.state,
    reason: node.lastError,
    lastScrapeMs: node.lastScrapeMs,
    lastScrapeDurationMs: node.lastScrapeDurationMs,
    samples: node.samples,
  }));
}
