import * as z from 'zod';
import { pathOf } from '../../cluster/path-of.ts';
import type { ControlWorld } from '../../operation.ts';

const owned = z.record(z.string(), z.unknown());

/** Bundles that a broker owns now, by its own word. */
export async function ownedBundles(
  { cluster, signal }: Pick<ControlWorld, 'cluster' | 'signal'>,
  broker: string,
): Promise<string[]> {
  const path = pathOf`/admin/v2/brokers/${cluster.name}/${broker}/ownedNamespaces`;
  return Object.keys(await cluster.json(cluster.thatBroker(broker, { method: 'GET', path }, signal), owned));
}

const brokerList = z.array(z.string());

/** Brokers that are registered now. */
export async function liveBrokers({ cluster, signal }: Pick<ControlWorld, 'cluster' | 'signal'>): Promise<string[]> {
  const path = pathOf`/admin/v2/brokers/${cluster.name}`;
  return cluster.json(cluster.broker({ method: 'GET', path }, signal), brokerList);
}

/** The broker that owns the bundle now; empty while none does. */
export async function bundleOwner(world: Pick<ControlWorld, 'cluster' | 'signal'>, bundle: string): Promise<string> {
  for (const broker of await liveBrokers(world)) {
    const bundles = await ownedBundles(world, broker).catch((): string[] => []);
    if (bundles.includes(bundle)) return broker;
  }
  return '';
}
