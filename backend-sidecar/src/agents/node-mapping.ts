/**
 * Which node of the map a service is, where the agent's configuration does not say (`node:`).
 *
 * A service is a node when one of its processes listens at the address by which the cluster knows that node: the same port, and
 * a host that is the agent's. Addresses of the host count, and its name; a loopback address only for an agent on the sidecar's own
 * host, because it means another host everywhere else. Nothing is guessed: a service that fits two nodes (but for a broker with
 * its function worker inside, which is the broker), or a node that two services fit, stays without. What a configuration says is
 * taken as said, and out of the question for others.
 */

/** A node with the addresses, `host:port`, by which its cluster knows it. */
export interface AddressedNode {
  id: string;
  cluster: string;
  kind: string;
  addresses: readonly string[];
}

export interface MappableService {
  agent: string;
  name: string;
  /** Of the agent; empty: any. */
  cluster: string;
  node?: string;
  /** `host:port` on which its processes listen. */
  listens?: readonly string[];
  /** Name and addresses of the agent's host. */
  hostNames: readonly string[];
  /** The agent runs on the sidecar's host. */
  isLocal: boolean;
}

const LOOPBACK = /^(localhost|127\.\d+\.\d+\.\d+|::1)$/;
const ANY = new Set(['0.0.0.0', '::']);

/** @returns topology ids by `<agent>/<service>`; only what is certain */
export function mapServices(
  services: readonly MappableService[],
  nodes: readonly AddressedNode[],
): ReadonlyMap<string, string> {
  const configured = new Set(services.flatMap(({ node }) => node ?? []));
  const free = nodes.filter(({ id }) => !configured.has(id));
  const claims = new Map<string, string[]>();
  for (const service of services) {
    if (service.node !== undefined || !service.listens?.length) continue;
    const node = onlyOne(free.filter((each) => fits(service, each)));
    if (node === undefined) continue;
    claims.set(node, [...(claims.get(node) ?? []), `${service.agent}/${service.name}`]);
  }
  return new Map([...claims].flatMap(([node, [service, ...more]]) => (more.length > 0 ? [] : [[service, node]])));
}

function onlyOne(nodes: readonly AddressedNode[]): string | undefined {
  const whole = nodes.filter(({ kind }) => kind !== 'function_worker');
  const candidates = whole.length === 1 && whole[0].kind === 'broker' ? whole : nodes;
  return candidates.length === 1 ? candidates[0].id : undefined;
}

function fits(service: MappableService, { cluster, addresses }: AddressedNode): boolean {
  if (service.cluster !== '' && service.cluster !== cluster) return false;
  return addresses.some((address) => {
    const wanted = split(address);
    if (!wanted || !isHost(service, wanted.host)) return false;
    return service.listens?.some((each) => {
      const listens = split(each);
      if (listens?.port !== wanted.port) return false;
      // A name says nothing of which of the host's addresses is meant.
      return ANY.has(listens.host) || listens.host === wanted.host || !isAddress(wanted.host);
    });
  });
}

function isHost({ hostNames, isLocal }: MappableService, host: string): boolean {
  if (LOOPBACK.test(host)) return isLocal;
  return hostNames.some((each) => each.toLowerCase() === host);
}

function split(address: string): { host: string; port: string } | undefined {
  const match = /^\[?([^\]]+?)\]?:(\d+)$/.exec(address);
  return match ? { host: match[1].toLowerCase(), port: match[2] } : undefined;
}

const isAddress = (host: string): boolean => host.includes(':') || /^\d+\.\d+\.\d+\.\d+$/.test(host);
