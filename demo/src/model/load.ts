import type { World } from './world.ts';

const DAY = 86_400_000;

/**
 * The shape of a day: a broad afternoon hump and a smaller evening one over a night at 45 %, in UTC; mean about 1.
 */
export function dailyShape(nowMs: number): number {
  const hour = ((nowMs % DAY) / DAY) * 24;
  const bump = (centre: number, width: number): number => {
    const distance = Math.min(Math.abs(hour - centre), 24 - Math.abs(hour - centre));
    return Math.exp(-((distance / width) ** 2) / 2);
  };
  const weekday = new Date(nowMs).getUTCDay();
  const weekend = weekday === 0 || weekday === 6 ? 0.75 : 1;
  return weekend * (0.62 + 0.62 * bump(14, 3.2) + 0.35 * bump(20, 1.8));
}

/** How fast a topic's slow wave forgets (per second), and how strongly it is pushed: a spread of about 9 %. */
const WAVE_RETURN = 0.004;
const WAVE_PUSH = 0.008;

/** Moves every topic's slow load wave one tick; idle topics wait for a draw worth it. */
export function stepLoad(world: World, seconds: number): void {
  const { topics } = world;
  const { load } = world.random;
  for (let topic = 0; topic < topics.count; topic++) {
    if (topics.rate[topic] < 0.2) continue;
    const wave = topics.wave[topic];
    const next = wave + (1 - wave) * WAVE_RETURN * seconds + WAVE_PUSH * Math.sqrt(seconds) * load.normal();
    topics.wave[topic] = next < 0.5 ? 0.5 : next > 1.8 ? 1.8 : next;
  }
}
