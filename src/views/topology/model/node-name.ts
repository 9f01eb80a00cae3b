import type { TopologyKind, TopologyNode } from '@observatory/protocol/topology';

/** Kind and name that an id carries: `<cluster>/<kind>/<name>`. */
export function parseId(id: string): { cluster: string; kind: string; name: string } {
  const [cluster = '', kind = '', ...rest] = id.split('/');
  return { cluster, kind, name: rest.join('/') };
}

/** The part of a name that tells it from its neighbours: what is left of a topic without its namespace, and the like. */
export function shortName({ kind, name }: { kind: TopologyKind | string; name: string }): string {
  switch (kind) {
    case 'topic':
    case 'partitioned_topic':
    case 'subscription':
    case 'function':
    case 'function_instance':
      return name.slice(name.lastIndexOf('/') + 1);
    case 'bundle': {
      // `acme/payments/0x40000000_0x80000000` is "payments 4000–8000".
      const [range = '', namespace = ''] = name.split('/').reverse();
      return `${namespace} ${range.replace(/^0x([0-9a-f]{4})[0-9a-f]*_0x([0-9a-f]{4})[0-9a-f]*$/, '$1–$2')}`.trim();
    }
    case 'broker':
    case 'bookie':
    case 'host':
      return hostPart(name);
    case 'function_worker':
      return hostPart(name.replace(/^c-.*?-fw-(.*)-(\d+)$/, '$1:$2'));
    default:
      return name;
  }
}

/** The first label of a DNS name with its port; addresses stay whole. */
function hostPart(address: string): string {
  const [host = '', port] = /^\[/.test(address) ? [address] : address.split(':');
  if (/^[\d.]+$/.test(host) || host === '' || !host.includes('.')) return address;
  const first = host.slice(0, host.indexOf('.'));
  return port === undefined || port === '8080' || port === '3181' ? first : `${first}:${port}`;
}

export function nameOf(id: string, nodes?: ReadonlyMap<string, Pick<TopologyNode, 'kind' | 'name'>>): string {
  const known = nodes?.get(id) ?? parseId(id);
  return `${known.kind.replaceAll('_', ' ')} ${known.name}`;
}
