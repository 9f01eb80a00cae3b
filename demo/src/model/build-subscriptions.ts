import { hash32, type Random } from '../random.ts';
import { functionSubscriptions } from './functions.ts';
import { NAMESPACES } from './names.ts';
import { createSubscriptions } from './topics.ts';
import type { World } from './world.ts';

/** Subscriptions of every topic, contiguous by topic, among them what is abandoned or always a little too slow. */
export function buildSubscriptions(world: World, random: Random): void {
  const { topics } = world;
  const planned: { topic: number; name: string; type: number; consumers: number; slack: number; backlog: number }[] =
    [];
  for (let topic = 0; topic < topics.count; topic++) {
    topics.subFrom[topic] = planned.length;
    const plan = NAMESPACES[topics.namespace[topic]];
    if (plan) {
      const name = topics.names[topic];
      const base = name.replace(/-partition-\d+$/, '');
      // One choice per topic, alike for all its partitions.
      const choice = hash32(`${base}/${plan.name}`, world.seed);
      const count = 1 + (choice % Math.min(3, plan.subscriptions.length));
      for (let i = 0; i < count; i++) {
        const slack = 1.6 + ((choice >>> (4 + i)) % 16) / 10;
        const type = (choice >>> (8 + 2 * i)) % 4;
        planned.push({
          topic,
          name: plan.subscriptions[i],
          type,
          consumers: type === 0 ? 1 : 1 + ((choice >>> (16 + i)) % 3),
          slack,
          backlog: 0,
        });
      }
      // What stands around on every real cluster and must not be taken for an incident.
      if (base === 'clicks')
        planned.push({
          topic,
          name: 'dashboards,archive-0',
          type: 2,
          consumers: 0,
          slack: 0,
          backlog: 40_000 * (1 + random.next()),
        });
      if (base === 'orders')
        planned.push({ topic, name: 'audit', type: 0, consumers: 0, slack: 0, backlog: 9_000 * (1 + random.next()) });
      if (base === 'logs')
        planned.push({ topic, name: 'indexer-slow', type: 1, consumers: 1, slack: 0.97, backlog: 25_000 });
      if (plan.tenant === 'acme' && plan.name === 'telemetry')
        for (const each of functionSubscriptions(world, base))
          planned.push({ topic, type: 1, slack: 2.4, backlog: 0, ...each });
    }
    topics.subTo[topic] = planned.length;
  }
  const subs = createSubscriptions(planned.length);
  planned.forEach((plan, sub) => {
    subs.names[sub] = plan.name;
    subs.topic[sub] = plan.topic;
    subs.type[sub] = plan.type;
    subs.wanted[sub] = plan.consumers;
    subs.consumers[sub] = plan.consumers;
    subs.capacity[sub] = Math.max(plan.slack * topics.rate[plan.topic], plan.slack > 1 ? 20 : 0);
    subs.backlog[sub] = Math.round(plan.backlog);
    const age = plan.backlog / Math.max(0.5, topics.rate[plan.topic]);
    subs.oldestMs[sub] = world.nowMs - age * 1000;
    subs.lastConsumedMs[sub] = plan.consumers > 0 ? world.nowMs - 500 : 0;
    subs.lastAckedMs[sub] = plan.consumers > 0 ? world.nowMs - 400 : 0;
    subs.lastFlowMs[sub] = plan.consumers > 0 ? world.nowMs - 4000 : 0;
  });
  world.subs = subs;
}
