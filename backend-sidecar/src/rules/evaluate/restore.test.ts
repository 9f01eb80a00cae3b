import { MINUTE, RuleWorld } from '../testing/rule-world.ts';
import type { MemoryStore } from '../unit-test/memory-store.ts';

const START = 1_767_436_620_000;
const RULES = (forText: string) => `groups: [{ name: g, rules: [{ alert: A, expr: m > 0, for: ${forText} }] }]`;

async function minutes(world: RuleWorld, count: number, value = 1): Promise<void> {
  for (let i = 0; i < count; i++) {
    world.sample('m', value);
    await world.clock.advanceBy(MINUTE);
  }
}

/** A process that begins with these rules, on a store that may have a past. */
async function start(startMs: number, forText: string, store?: MemoryStore): Promise<RuleWorld> {
  const world = new RuleWorld(startMs, {}, store);
  await world.load(RULES(forText));
  world.manager.start();
  return world;
}

/** Runs for a while, is down for a while, and begins again. */
async function restart(forText: string, upMinutes: number, downMinutes: number, value = 1): Promise<RuleWorld> {
  const first = await start(START, forText);
  await minutes(first, upMinutes);
  if (value === 0) await minutes(first, 2, 0);
  await first.manager.stop();
  return start(first.clock.now() + downMinutes * MINUTE, forText, first.store);
}

/** Minutes after the restart at which the alert fires; undefined within two hours. */
async function firesAfter(world: RuleWorld): Promise<number | undefined> {
  for (let minute = 1; minute <= 120; minute++) {
    await minutes(world, 1);
    if (world.states()[0]?.endsWith('firing')) return minute;
  }
  return undefined;
}

describe('alerts after a restart', () => {
  it('writes no ALERTS before they are restored', async () => {
    const world = await start(START, '1h');
    await minutes(world, 2);
    expect(await world.ask('ALERTS')).toEqual([]);
    await minutes(world, 2);
    expect(await world.ask('ALERTS')).toEqual(['ALERTS{alertname="A", alertstate="pending"} 1']);
    await world.manager.stop();
  });

  it('counts on what was waited before, without the outage', async () => {
    const world = await restart('60m', 30, 20);
    const after = await firesAfter(world);
    // About 30 of 60 minutes were waited, and those of the outage do not count.
    expect(after).toBeGreaterThanOrEqual(30);
    expect(after).toBeLessThanOrEqual(35);
    await world.manager.stop();
  });

  it('fires at once what fired before', async () => {
    const world = await restart('20m', 30, 10);
    expect(await firesAfter(world)).toBeLessThanOrEqual(4);
    await world.manager.stop();
  });

  it('gives what is nearly due the grace period', async () => {
    const world = await restart('30m', 30, 10);
    const after = await firesAfter(world);
    expect(after).toBeGreaterThanOrEqual(11);
    expect(after).toBeLessThanOrEqual(13);
    await world.manager.stop();
  });

  it.each([
    ['a `for` below the grace period', '5m', 4, 1, 6],
    ['an outage beyond the tolerance', '30m', 20, 70, 31],
  ])('begins anew after %s', async (_, forText, up, down, wanted) => {
    const world = await restart(forText, up, down);
    const after = await firesAfter(world);
    expect(Math.abs((after ?? 0) - wanted)).toBeLessThanOrEqual(1);
    await world.manager.stop();
  });

  it('begins anew what was over before the restart', async () => {
    const world = await restart('30m', 20, 5, 0);
    const after = await firesAfter(world);
    expect(after).toBeGreaterThanOrEqual(30);
    await world.manager.stop();
  });
});
