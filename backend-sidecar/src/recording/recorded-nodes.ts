import { nodeKind, type RecordedAnswer, type RecordedScrapeLine } from './recorded-scrape.ts';

/** A node of a recording: what it was called there, and what Pulsar calls it. */
export interface RecordedNode {
  kind: string;
  /** The recorder's name: `broker-1`. */
  name: string;
  /** Pulsar's id: `host:webPort` of a broker, the bookie id, the worker id; the address where none is known. */
  id: string;
  /** `host:port` of its HTTP server. */
  address: string;
}

/**
 * The nodes of a recording. Brokers are their address; workers and bookies are found in the answers of the cluster. A
 * bookie's id names its BookKeeper port, which no scrape tells: ids and addresses of one host are paired in the order of
 * their ports.
 */
export function recordedNodes(
  lines: readonly Pick<RecordedScrapeLine, 'kind' | 'node' | 'url'>[],
  answers: readonly RecordedAnswer[],
): RecordedNode[] {
  const nodes = new Map<string, RecordedNode>();
  for (const { kind: recorded, node: name, url } of lines) {
    const kind = nodeKind(recorded);
    const address = new URL(url).host;
    if (!nodes.has(`${kind}/${name}`)) nodes.set(`${kind}/${name}`, { kind, name, id: address, address });
  }
  const all = [...nodes.values()];
  const workers = new Set(answers.flatMap(({ url, body }) => (isAssignments(url) ? keysOf(body) : [])));
  for (const node of all) if (node.kind === 'function_worker' && workers.has(node.name)) node.id = node.name;
  pairBookies(
    all.filter(({ kind }) => kind === 'bookie'),
    bookieIds(answers),
  );
  return all;
}

export const isAssignments = (url: string): boolean => /\/admin\/v2\/\w+\/assignments$/.test(url);

/** All bookies that any answer names, read-only ones too. */
export function bookieIds(answers: readonly RecordedAnswer[]): string[] {
  const ids = new Set<string>();
  for (const { url, body } of answers) {
    if (/\/bookie\/list_bookies(\?|$)/.test(url)) for (const id of keysOf(body)) ids.add(id);
    const listed = (body as { bookies?: unknown } | null)?.bookies;
    if (url.endsWith('/admin/v2/bookies/all') && Array.isArray(listed))
      for (const each of listed as { bookieId?: string }[]) if (each.bookieId) ids.add(each.bookieId);
  }
  return [...ids];
}

export function keysOf(value: unknown): string[] {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.keys(value) : [];
}

function pairBookies(nodes: RecordedNode[], ids: readonly string[]): void {
  const hosts = new Set(nodes.map(({ address }) => hostOf(address)));
  for (const host of hosts) {
    const here = nodes.filter(({ address }) => hostOf(address) === host).sort((a, b) => byPort(a.address, b.address));
    const named = ids.filter((id) => hostOf(id) === host).sort(byPort);
    if (here.length === named.length) here.forEach((node, i) => (node.id = named[i]));
  }
}

const hostOf = (address: string): string => address.replace(/:\d+$/, '');
const portOf = (address: string): number => Number(/:(\d+)$/.exec(address)?.[1] ?? 0);
const byPort = (a: string, b: string): number => portOf(a) - portOf(b);
