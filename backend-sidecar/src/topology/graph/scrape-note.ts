import type { NodeKind } from '@observatory/protocol/nodes';
import { worsen, type GraphBuilder } from './graph-builder.ts';
import type { GraphNode } from './node.ts';

/** What scraping says of the node at this HTTP address. */
export function noteScrape(builder: GraphBuilder, node: GraphNode, kind: NodeKind, address: string): void {
  const scrape = builder.facts.value('scrape', `${kind}/${address}`);
  if (!scrape || address === '') return;
  node.scrapedAs = `${builder.cluster}/${kind}/${address}`;
  if (scrape.state === 'down') worsen(node, 'down', `its metrics cannot be read: ${scrape.error}`);
  else if (scrape.state === 'stale') worsen(node, 'degraded', 'its metrics are older than they should be');
  else if (scrape.state === 'gone') worsen(node, 'unknown', 'discovery no longer lists it');
}
