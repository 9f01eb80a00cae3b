import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import * as z from 'zod';

export const RECORDED = fileURLToPath(new URL('../../../../../shared/corpus/pulsar-4.0.8/rest/', import.meta.url));
export const hasRecorded = existsSync(RECORDED);

const indexEntry = z.object({
  node: z.string(),
  // The recording's clean-up of local paths has caught the word `worker` as well.
  path: z.string().transform((path) => path.replace('/srver', '/worker')),
  status: z.number(),
  file: z.string(),
});
type Entry = z.infer<typeof indexEntry>;

export interface RecordedCluster {
  /** Recorded `host:port` to where it is served now. */
  address: (recorded: string) => string;
  close: () => Promise<void>;
}

/** The recorded processes by the port on which each was asked: brokers, the first with a worker, a worker, bookies. */
const NODES: Readonly<Record<string, readonly string[]>> = {
  '127.0.0.1:8080': ['broker-1', 'fw-embedded-in-broker-1'],
  '127.0.0.1:8081': ['broker-2'],
  '127.0.0.1:6750': ['fw-2'],
  '127.0.0.1:8001': ['bookie-1'],
  '127.0.0.1:8002': ['bookie-2'],
};

/**
 * Serves the answers recorded from Pulsar 4.0.8 on ports of the system's choice; addresses in the bodies are changed to
 * match. What was asked of one broker only (every broker would answer the same) is answered by both.
 */
export async function startRecordedCluster(): Promise<RecordedCluster> {
  const entries = z.array(indexEntry).parse(JSON.parse(readFileSync(`${RECORDED}index.json`, 'utf8')));
  const servers = new Map<string, Server>();
  const address = (recorded: string) => {
    const { port } = servers.get(recorded)?.address() as AddressInfo;
    return `127.0.0.1:${port}`;
  };
  const translate = (body: string) => {
    let text = body;
    for (const recorded of Object.keys(NODES)) {
      const [, port] = recorded.split(':');
      const now = address(recorded);
      text = text.replaceAll(`"${recorded}"`, `"${now}"`).replaceAll(`http://${recorded}`, `http://${now}`);
      text = text.replaceAll(`/${recorded}/`, `/${now}/`).replaceAll(`"port":${port}}`, `"port":${now.split(':')[1]}}`);
    }
    return text;
  };
  for (const [recorded, names] of Object.entries(NODES)) {
    const server = createServer((request, response) => {
      let path = decodeURIComponent(request.url ?? '');
      for (const each of Object.keys(NODES)) path = path.replaceAll(address(each), each);
      const found = find(entries, names, path);
      const body = found ? translate(readFileSync(RECORDED + found.file, 'utf8')) : '{"reason":"not recorded"}';
      response.writeHead(found?.status ?? 404, { 'content-type': 'application/json' }).end(body);
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    servers.set(recorded, server);
  }
  return {
    address,
    close: async () => {
      for (const server of servers.values()) {
        server.closeAllConnections();
        server.close();
        await once(server, 'close');
      }
    },
  };
}

function find(entries: readonly Entry[], names: readonly string[], path: string): Entry | undefined {
  const own = entries.find((entry) => names.includes(entry.node) && entry.path === path);
  if (own || names[0] !== 'broker-2' || path.includes('/worker') || path.includes('/v3/')) return own;
  return entries.find((entry) => entry.node === 'broker-1' && entry.path === path);
}
