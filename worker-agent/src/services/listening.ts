import { readdir, readFile, readlink } from 'node:fs/promises';

/** Most addresses told of a service. */
const MOST = 64;
const LISTEN = '0A';

/**
 * Addresses, `host:port`, on which a process and everything that it started listen, from Linux' /proc; none elsewhere, and none
 * for a process in a network of its own (a container), whose ports mean something else outside. Costs a look at every process.
 * @param roots numbers of the processes that services are
 */
export async function listeningOf(roots: readonly number[], proc = '/proc'): Promise<Map<number, string[]>> {
  const found = new Map<number, string[]>();
  if (roots.length === 0 || process.platform !== 'linux') return found;
  const [parents, sockets, own] = await Promise.all([parentsIn(proc), socketsIn(proc), network(proc, 'self')]);
  const owners = new Map(roots.map((root) => [root, root]));
  for (const root of roots) found.set(root, []);
  for (const pid of parents.keys()) {
    const root = rootOf(pid, parents, owners);
    if (root === undefined || (await network(proc, String(pid))) !== own) continue;
    const addresses = found.get(root) ?? [];
    for (const inode of await socketsOf(proc, pid)) {
      const address = sockets.get(inode);
      if (address !== undefined && !addresses.includes(address) && addresses.length < MOST) addresses.push(address);
    }
  }
  for (const addresses of found.values()) addresses.sort();
  return found;
}

/** The service that a process belongs to: itself or one it descends from, or the leader of its session. */
function rootOf(
  pid: number,
  parents: ReadonlyMap<number, { parent: number; session: number }>,
  roots: ReadonlyMap<number, number>,
): number | undefined {
  const session = roots.get(parents.get(pid)?.session ?? 0);
  if (session !== undefined) return session;
  for (let at: number | undefined = pid, depth = 0; at !== undefined && at > 1 && depth < 100; depth++) {
    const root = roots.get(at);
    if (root !== undefined) return root;
    at = parents.get(at)?.parent;
  }
  return undefined;
}

async function parentsIn(proc: string): Promise<Map<number, { parent: number; session: number }>> {
  const all = new Map<number, { parent: number; session: number }>();
  for (const name of await readdir(proc)) {
    if (!/^\d+$/.test(name)) continue;
    const stat = await readFile(`${proc}/${name}/stat`, 'latin1').catch(() => '');
    // The name stands in parentheses and may hold anything.
    const [, parent, , session] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    if (session !== undefined) all.set(Number(name), { parent: Number(parent), session: Number(session) });
  }
  return all;
}

/** Addresses of listening sockets by inode. */
async function socketsIn(proc: string): Promise<Map<string, string>> {
  const all = new Map<string, string>();
  for (const file of ['tcp', 'tcp6']) {
    const text = await readFile(`${proc}/net/${file}`, 'latin1').catch(() => '');
    for (const line of text.split('\n').slice(1)) {
      const fields = line.trim().split(/\s+/);
      if (fields[3] === LISTEN) all.set(fields[9], addressOf(fields[1]));
    }
  }
  return all;
}

async function socketsOf(proc: string, pid: number): Promise<string[]> {
  const names = await readdir(`${proc}/${pid}/fd`).catch(() => []);
  const links = await Promise.all(names.map((name) => readlink(`${proc}/${pid}/fd/${name}`).catch(() => '')));
  return links.flatMap((link) => /^socket:\[(\d+)\]$/.exec(link)?.[1] ?? []);
}

const network = (proc: string, pid: string): Promise<string> => readlink(`${proc}/${pid}/ns/net`).catch(() => '');

/** `0100007F:1F90` (words in the host's order, little-endian) as `127.0.0.1:8080`. */
export function addressOf(text: string): string {
  const [host, port] = text.split(':');
  const bytes = (host.match(/.{8}/g) ?? []).flatMap((word) =>
    [6, 4, 2, 0].map((at) => Number.parseInt(word.slice(at, at + 2), 16)),
  );
  const isMapped = bytes.length === 16 && bytes.slice(0, 10).every((each) => each === 0) && bytes[10] === 255;
  if (bytes.length === 4 || isMapped) return `${bytes.slice(-4).join('.')}:${Number.parseInt(port, 16)}`;
  const groups = Array.from({ length: 8 }, (_, i) => ((bytes[2 * i] << 8) | bytes[2 * i + 1]).toString(16));
  // The URL parser writes an address as everybody does: the longest run of zeros as "::".
  const { hostname } = new URL(`http://[${groups.join(':')}]`);
  return `${hostname}:${Number.parseInt(port, 16)}`;
}
