import { hash32 } from '../random.ts';
import type { World } from './world.ts';

const HOUR = 3_600_000;
/** One topic in this many has an hourly job behind it. */
const HOURLY_SHARE = 9;
const JOB_MS = 240_000;

/**
 * Things that happen every day and are no incident: an hourly batch job that triples a topic for some minutes, a backup that
 * takes CPU on a host. They are what an explanation must not blame.
 */
export function stepDecoys(world: World): void {
  if (world.tick % 5 !== 1) return;
  const { topics } = world;
  for (let topic = 0; topic < topics.count; topic++) {
    const h = hash32(topics.names[topic], world.seed);
    if (h % HOURLY_SHARE !== 0 || topics.rate[topic] < 1) continue;
    const into = (world.nowMs - (h % HOUR) + HOUR) % HOUR;
    topics.burst[topic] = into < JOB_MS ? 1 + 1.6 * Math.sin((Math.PI * into) / JOB_MS) : 1;
  }
  for (const host of world.hosts) {
    const into = (world.nowMs - (hash32(host.name, world.seed) % (6 * HOUR)) + 6 * HOUR) % (6 * HOUR);
    host.busyNeighbour = into < 480_000 ? 0.9 : 0;
  }
}
