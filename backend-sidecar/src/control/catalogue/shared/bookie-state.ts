import * as z from 'zod';
import type { Graph } from '../../../topology/index.ts';
import type { ControlWorld } from '../../operation.ts';

const readOnly = z.object({ readOnly: z.boolean() });
const enabled = z.object({ enabled: z.boolean() });
const bookieList = z.record(z.string(), z.unknown());

export async function isReadOnly(
  { cluster, signal }: Pick<ControlWorld, 'cluster' | 'signal'>,
  bookie: string,
): Promise<boolean> {
  const path = '/api/v1/bookie/state/readonly';
  return (await cluster.json(cluster.bookie(bookie, { method: 'GET', path }, signal), readOnly)).readOnly;
}

/** Ids of bookies that take writes. */
export async function writableBookies({
  cluster,
  signal,
}: Pick<ControlWorld, 'cluster' | 'signal'>): Promise<string[]> {
  const path = '/api/v1/bookie/list_bookies?type=rw&print_hostnames=false';
  return Object.keys(await cluster.json(cluster.anyBookie({ method: 'GET', path }, signal), bookieList));
}

export async function autorecoveryEnabled({
  cluster,
  signal,
}: Pick<ControlWorld, 'cluster' | 'signal'>): Promise<boolean> {
  const path = '/api/v1/autorecovery/status';
  return (await cluster.json(cluster.anyBookie({ method: 'GET', path }, signal), enabled)).enabled;
}

const clusterInfo = z.object({ clusterUnderReplicated: z.boolean() });

export async function isUnderReplicated({
  cluster,
  signal,
}: Pick<ControlWorld, 'cluster' | 'signal'>): Promise<boolean> {
  const path = '/api/v1/bookie/cluster_info';
  return (await cluster.json(cluster.anyBookie({ method: 'GET', path }, signal), clusterInfo)).clusterUnderReplicated;
}

/** The largest ensemble that any namespace, or any known ensemble, needs; what no policy says is the brokers' default. */
export function neededEnsemble(graph: Graph, standard: number): { size: number; ackQuorum: number } {
  let size = standard;
  let ackQuorum = 1;
  for (const { kind, attributes } of graph.nodes.values()) {
    if (kind === 'namespace') size = Math.max(size, Number(attributes.ensembleSize ?? 0));
    if (kind === 'ensemble') size = Math.max(size, Number(attributes.size ?? 0));
    if (kind === 'namespace' || kind === 'ensemble') ackQuorum = Math.max(ackQuorum, Number(attributes.ackQuorum ?? 1));
  }
  return { size, ackQuorum };
}
