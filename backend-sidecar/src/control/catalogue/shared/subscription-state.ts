import * as z from 'zod';
import type { GraphNode } from '../../../topology/index.ts';
import { ObservatoryError } from '../../../util/errors.ts';
import { CallRefusedError } from '../../cluster/call-error.ts';
import { pathOf, topicPath } from '../../cluster/path-of.ts';
import type { ControlWorld, Target } from '../../operation.ts';

const stats = z.object({
  subscriptions: z.record(
    z.string(),
    z.object({ msgBacklog: z.number(), consumers: z.array(z.unknown()).default([]), type: z.string().nullish() }),
  ),
});

export interface SubscriptionState {
  backlog: number;
  consumers: number;
  type: string;
}

/** Topic and name of a subscription's target: `persistent://t/ns/topic#name`, the name encoded. */
export function subscriptionOf({ name }: Pick<Target, 'name'>): { topic: string; subscription: string } {
  const cut = name.lastIndexOf('#');
  if (cut < 0) throw new ObservatoryError('OBS_CONTROL_NAME', `${name} is no subscription`, { httpStatus: 400 });
  return { topic: name.slice(0, cut), subscription: decodeURIComponent(name.slice(cut + 1)) };
}

/** Address of the subscription. */
export function subscriptionPath(target: Pick<Target, 'name'>): string {
  const { topic, subscription } = subscriptionOf(target);
  return `${topicPath(topic)}${pathOf`/subscription/${subscription}`}`;
}

/** Its exact backlog in messages, as the broker counts it now. */
export async function subscriptionState(
  { cluster, signal }: Pick<ControlWorld, 'cluster' | 'signal'>,
  target: Pick<Target, 'name'>,
): Promise<SubscriptionState> {
  const { topic, subscription } = subscriptionOf(target);
  const query = '?getPreciseBacklog=true&subscriptionBacklogSize=false';
  const ask = (path: string) => cluster.json(cluster.broker({ method: 'GET', path }, signal), stats);
  let answer: z.output<typeof stats>;
  try {
    answer = await ask(`${topicPath(topic)}/stats${query}`);
  } catch (error) {
    if (!(error instanceof CallRefusedError) || error.status !== 404) throw error;
    answer = await ask(`${topicPath(topic)}/partitioned-stats${query}`);
  }
  const found = Object.hasOwn(answer.subscriptions, subscription) ? answer.subscriptions[subscription] : undefined;
  if (!found)
    throw new ObservatoryError('OBS_CONTROL_TARGET', `${topic} has no subscription ${subscription}`, {
      httpStatus: 404,
    });
  return { backlog: found.msgBacklog, consumers: found.consumers.length, type: found.type ?? '' };
}

/** What a check afterwards can tell of it: its backlog now. */
export async function tellBacklog(
  world: Pick<ControlWorld, 'cluster' | 'signal'>,
  target: Pick<Target, 'name'>,
): Promise<{ ok: true; message: string }> {
  const { backlog } = await subscriptionState(world, target);
  return { ok: true, message: `the backlog is ${backlog} messages now` };
}

/** Messages a second that it reads, as far as known. */
export function rateOf(node: GraphNode | undefined): number {
  return Number(node?.attributes.rateOut ?? 0);
}
