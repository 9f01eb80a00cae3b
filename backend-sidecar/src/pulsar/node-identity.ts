/**
 * Who is who: Pulsar names brokers by `host:webPort`, bookies by a BookKeeper id (usually `host:bookiePort`, or any text),
 * function workers by a worker id. None of them says in its metrics which node it is; the scrape target does.
 */
import type { FunctionWorker } from './admin-answers.ts';

export type PulsarNodeKind = 'broker' | 'bookie' | 'function_worker';

export interface PulsarNode {
  kind: PulsarNodeKind;
  /** Broker id, bookie id or worker id. */
  id: string;
  /** `host:port` of its HTTP server; empty when it cannot be known. */
  httpAddress: string;
  /** Id of the worker that runs inside this broker and shares its port. */
  embeddedWorkerId?: string;
}

export interface ClusterMembers {
  brokers: readonly string[];
  bookies: readonly string[];
  workers: readonly FunctionWorker[];
}

export interface BookieAddressing {
  http_port: number;
  addresses: Readonly<Record<string, string>>;
}

/** All nodes of a cluster, each once: a worker embedded in a broker is part of that broker's node. */
export function clusterNodes(members: ClusterMembers, bookies: BookieAddressing): PulsarNode[] {
  const workerAt = new Map(
    members.workers.map((worker) => [`${worker.workerHostname}:${worker.port}`.toLowerCase(), worker]),
  );
  const nodes: PulsarNode[] = members.brokers.map((id) => {
    const worker = workerAt.get(id.toLowerCase());
    return { kind: 'broker', id, httpAddress: id, ...(worker && { embeddedWorkerId: worker.workerId }) };
  });
  const brokerAddresses = new Set(members.brokers.map((id) => id.toLowerCase()));
  for (const id of members.bookies) nodes.push({ kind: 'bookie', id, httpAddress: bookieHttpAddress(id, bookies) });
  for (const [address, worker] of workerAt) {
    if (brokerAddresses.has(address)) continue;
    nodes.push({
      kind: 'function_worker',
      id: worker.workerId,
      httpAddress: `${worker.workerHostname}:${worker.port}`,
    });
  }
  return nodes;
}

/** A bookie's HTTP server is not announced anywhere: it is configured, or on `http_port` of the id's host. */
export function bookieHttpAddress(bookieId: string, { http_port, addresses }: BookieAddressing): string {
  if (Object.hasOwn(addresses, bookieId)) return addresses[bookieId];
  const host = /^(\[[^\]]+\]|[^:]+)(?::\d+)?$/.exec(bookieId)?.[1];
  return host === undefined ? '' : `${host}:${http_port}`;
}
