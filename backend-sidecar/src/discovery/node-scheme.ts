import type { ClusterConfig } from '../config/config.ts';
import { hostPort } from '../http-client/index.ts';
import type { PulsarNode } from '../pulsar/index.ts';

/**
 * http or https for a node's metrics. Broker ids carry the plain port where there is one, and say nothing of TLS: `auto`
 * goes by the ports that are TLS by convention or that an https admin URL uses.
 */
export function nodeScheme(
  node: PulsarNode,
  cluster: Pick<ClusterConfig, 'pulsar' | 'brokers' | 'bookies' | 'function_workers'>,
): 'http' | 'https' {
  if (node.kind === 'bookie') return cluster.bookies.scheme;
  const { scheme } = node.kind === 'broker' ? cluster.brokers : cluster.function_workers;
  if (scheme !== 'auto') return scheme;
  const tlsPorts = new Set(['443', '8443']);
  if (node.kind === 'function_worker') tlsPorts.add('6751');
  const urls = [...cluster.pulsar.admin_urls, ...cluster.function_workers.urls].map((url) => new URL(url));
  for (const url of urls) if (url.protocol === 'https:') tlsPorts.add(portOf(hostPort(url)));
  for (const url of urls) if (url.protocol === 'http:') tlsPorts.delete(portOf(hostPort(url)));
  return tlsPorts.has(portOf(node.httpAddress)) ? 'https' : 'http';
}

function portOf(address: string): string {
  return address.slice(address.lastIndexOf(':') + 1);
}
