import type { NewEvent } from '../events/index.ts';
import type { VerdictChange } from '../topics/index.ts';
import { VirtualClock } from '../util/clock.ts';
import { EVENTS_A_WINDOW, VerdictEvents } from './verdict-events.ts';

const NOW = 1_700_000_000_000;
let published: NewEvent[];
let clock: VirtualClock;
let events: VerdictEvents;

beforeEach(() => {
  published = [];
  clock = new VirtualClock(NOW);
  events = new VerdictEvents(clock, (event) => published.push(event));
});

const change = (more: Partial<VerdictChange> = {}): VerdictChange => ({
  cluster: 'c1',
  topic: 'persistent://a/b/t',
  subscription: 's x',
  from: 'healthy',
  to: 'stuck',
  atMs: NOW,
  sinceMs: NOW - 600_000,
  ...more,
});

it('names the subscription as the topology does, with what was seen', () => {
  events.note(change(), () => 'Nothing moves.');
  events.note(change({ from: 'stuck', to: 'healthy', sinceMs: 0 }), () => 'Everything is acknowledged.');
  expect(published).toEqual([
    {
      type: 'subscription_stuck',
      severity: 'warning',
      timeMs: NOW,
      cluster: 'c1',
      node: 'c1/subscription/persistent://a/b/t#s%20x',
      summary: 's x of persistent://a/b/t is stuck: Nothing moves.',
      details: {
        topic: 'persistent://a/b/t',
        subscription: 's x',
        from: 'healthy',
        to: 'stuck',
        sinceMs: NOW - 600_000,
      },
    },
    expect.objectContaining({ type: 'subscription_recovered', severity: 'info' }),
  ]);
});

it('tells the first of a minute, and sums up the rest, for each cluster', async () => {
  let asked = 0;
  const sentence = () => `${asked++}`;
  for (let i = 0; i < 5000; i++) events.note(change({ subscription: `s${i}` }), sentence);
  for (let i = 0; i < 10; i++) events.note(change({ to: 'orphan' }), sentence);
  events.note(change({ cluster: 'c2' }), sentence);
  expect(published).toHaveLength(EVENTS_A_WINDOW + 1);
  expect(asked).toBe(EVENTS_A_WINDOW + 1);
  await clock.advanceBy(60_000);
  expect(published.slice(EVENTS_A_WINDOW + 1)).toEqual([
    {
      type: 'subscriptions_changed',
      severity: 'warning',
      cluster: 'c1',
      summary: '4990 more subscriptions changed within the same minute: 4980 stuck, 10 an orphan',
      details: { stuck: 4980, orphan: 10 },
    },
  ]);
  events.note(change(), sentence);
  expect(published.at(-1)).toMatchObject({ type: 'subscription_stuck' });
});

it('tells what it only counted when it stops, and leaves no timer', () => {
  for (let i = 0; i < EVENTS_A_WINDOW + 3; i++) events.note(change({ from: 'stuck', to: 'healthy' }), () => '');
  events.stop();
  expect(published.at(-1)).toMatchObject({ type: 'subscriptions_changed', severity: 'info', details: { healthy: 3 } });
  expect(clock.nextTimerAt()).toBeUndefined();
});
