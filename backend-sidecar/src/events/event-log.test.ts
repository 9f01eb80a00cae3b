import { appendFileSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { VirtualClock } from '../util/clock.ts';
import { EventFile } from './event-file.ts';
import { EventLog, type NewEvent } from './index.ts';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(path.join(tmpdir(), 'observatory-events-'));
});
afterEach(() => rmSync(directory, { recursive: true }));

const event = (summary: string, more: Partial<NewEvent> = {}): NewEvent => ({
  type: 'restart',
  severity: 'info',
  cluster: 'c1',
  summary,
  details: {},
  ...more,
});

it('numbers, filters and bounds events', async () => {
  const told: number[] = [];
  const log = new EventLog({ clock: new VirtualClock(1000), maxEvents: 10, onEvent: ({ id }) => told.push(id) });
  await log.start();
  for (let i = 0; i < 30; i++) log.publish(event(`e${i}`, { timeMs: i, cluster: i % 2 ? 'c1' : 'c2' }));
  expect(told).toEqual(Array.from({ length: 30 }, (_, i) => i + 1));
  expect(log.query({}).events.length).toBeLessThanOrEqual(11);
  expect(log.query({ cluster: 'c1', limit: 2 })).toMatchObject({
    events: [{ summary: 'e27' }, { summary: 'e29' }],
    truncated: true,
  });
  expect(log.query({ fromMs: 25, toMs: 26 }).events.map(({ summary }) => summary)).toEqual(['e25', 'e26']);
  expect(log.query({ types: ['leader_changed'] }).events).toEqual([]);
});

it('has its events again after a restart, even with a torn tail, and goes on counting', async () => {
  const clock = new VirtualClock(5000);
  const first = new EventLog({ clock, directory });
  await first.start();
  first.publish(event('one'));
  first.publish(event('two'));
  await first.stop();
  appendFileSync(path.join(directory, 'events.jsonl'), '{"id":3,"timeMs":1,"ty');
  const second = new EventLog({ clock, directory });
  await second.start();
  expect(second.query({}).events).toMatchObject([
    { id: 1, summary: 'one' },
    { id: 2, summary: 'two' },
  ]);
  expect(second.publish(event('three')).id).toBe(3);
  await second.stop();
  const third = new EventLog({ clock, directory });
  await third.start();
  expect(third.query({}).events.map(({ id }) => id)).toEqual([1, 2, 3]);
  await third.stop();
});

it('keeps within its bound on disk', async () => {
  const file = new EventFile(directory, {
    maxBytes: 1000,
    onError: (error) => {
      throw error;
    },
  });
  await file.open();
  for (let i = 0; i < 100; i++) {
    file.append('x'.repeat(99));
    await file.close();
  }
  const sizes = readdirSync(directory).map((name) => statSync(path.join(directory, name)).size);
  expect(sizes.length).toBe(2);
  expect(Math.max(...sizes)).toBeLessThanOrEqual(1100);
});
