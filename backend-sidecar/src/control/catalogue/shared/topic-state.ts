/** What the admin API says of one topic now: owner, and when its managed ledger was opened. */
import * as z from 'zod';
import type { Graph } from '../../../topology/index.ts';
import { CallRefusedError } from '../../cluster/call-error.ts';
import { pathOf, topicPath } from '../../cluster/path-of.ts';
import type { ControlWorld, Json, Presence, Target } from '../../operation.ts';

const internalStats = z.object({ lastLedgerCreatedTimestamp: z.string().nullish() });
const lookup = z.object({ httpUrl: z.string().nullish(), brokerUrl: z.string().nullish() });

/** The topics that a target stands for: itself, or its partitions. */
export function topicsOf(graph: Graph, { kind, name }: Target): string[] {
  if (kind !== 'partitioned_topic') return [name];
  return Array.from({ length: graph.topics.partitionCount(name) }, (_, i) => `${name}-partition-${i}`);
}

/** Address of the broker that owns the topic; empty while none does. */
export async function topicOwner({ cluster, signal }: ControlWorld, topic: string): Promise<string> {
  const path = topicPath(topic).replace('/admin/v2/', '/lookup/v2/topic/');
  try {
    const { httpUrl, brokerUrl } = await cluster.json(cluster.broker({ method: 'GET', path }, signal), lookup);
    return (httpUrl ?? brokerUrl ?? '').replace(/^\w+:\/\//, '');
  } catch (error) {
    // While a bundle moves, brokers refuse to look it up.
    if (error instanceof CallRefusedError && error.status >= 500) return '';
    throw error;
  }
}

/**
 * When the topic's newest ledger was opened. Every load of a topic opens a new one, so that a newer one tells that the topic
 * was unloaded since; null for a topic without ledgers.
 */
export async function ledgerOpened({ cluster, signal }: ControlWorld, topic: string): Promise<Json> {
  if (!topic.startsWith('persistent://')) return null;
  const path = `${topicPath(topic)}/internalStats${pathOf`?metadata=${'false'}`}`;
  const answer = await cluster.json(cluster.broker({ method: 'GET', path }, signal), internalStats);
  return answer.lastLedgerCreatedTimestamp ?? null;
}

/** Whether the topic was loaded again since `before`, which `ledgerOpened` gave. */
export async function newerLedger(world: ControlWorld, topic: string, before: Json): Promise<Presence> {
  if (typeof before !== 'string') return 'unknown';
  const now = await ledgerOpened(world, topic);
  if (typeof now !== 'string') return 'unknown';
  // A ledger that was full in that very moment looks the same: then the unload is left out, which harms nobody.
  return Date.parse(now) > Date.parse(before) ? 'done' : 'not_done';
}
