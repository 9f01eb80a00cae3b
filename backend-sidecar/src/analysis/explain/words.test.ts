import { clockTime, duration, quantity } from './words.ts';
import { eventsOf } from './events.ts';
import type { Finding } from '../causes/finding.ts';

it('writes quantities with their units', () => {
  expect(quantity(0.1234, 'share')).toBe('12.3 %');
  expect(quantity(1_432_000, 'B/s')).toBe('1.4 MB/s');
  expect(quantity(20_179, 'ms')).toBe('20.2 s');
  expect(quantity(1, 'entries')).toBe('1 entry');
  expect(quantity(1, 'consumers')).toBe('1 consumer');
  expect(quantity(1530, '/s')).toBe('1.5k/s');
  expect(quantity(null, 'ms')).toBe('nothing');
});

it('writes durations and moments', () => {
  expect(duration(45_000)).toBe('45 s');
  expect(duration(200_000)).toBe('3 min 20 s');
  expect(duration(7_500_000)).toBe('2 h 5 min');
  expect(clockTime(Date.UTC(2026, 10, 22, 4, 8, 40))).toBe('04:08:40');
});

it('shows the events of a node around an onset, and no others', () => {
  const node = { kind: 'broker', id: 'c/broker/b:8080', name: 'broker-1', aliases: ['b:8080'] };
  const event = (timeMs: number, summary: string, about?: string) => ({
    timeMs,
    type: 'restart',
    summary,
    ...(about !== undefined && { node: about }),
  });
  const finding = { deviation: { onsetMs: 1_000_000 } } as Finding;
  const { events } = eventsOf(
    [
      event(990_000, 'restarted', 'c/broker/b:8080'),
      event(1_050_000, 'bundle a/b moved from b:8080 to x:8080'),
      event(1_000_000, 'another', 'c/broker/x:8080'),
      event(2_000_000, 'too late', 'c/broker/b:8080'),
    ],
    node,
    finding,
  );
  expect(events?.map(({ summary }) => summary)).toEqual(['restarted', 'bundle a/b moved from b:8080 to x:8080']);
  expect(eventsOf([], node, finding)).toEqual({});
});
