import { Labels } from '../../model/labels.ts';
import { DeliveryLog } from './delivery-log.ts';
import { retryAfterMs } from './retry-after.ts';
import { SampleQueue } from './sample-queue.ts';
import { ShardCount } from './shard-count.ts';

describe('DeliveryLog', () => {
  it('lets the log forget up to the first chunk that is not settled', () => {
    const log = new DeliveryLog([0, 0]);
    const [a, b, c] = [10, 20, 30].map((offset) => log.open({ segment: 1, offset }));
    log.queued(a, 0);
    log.queued(b, 1);
    log.queued(b, 0);
    expect(log.settledPosition()).toBeUndefined();
    log.settled(b, 1);
    log.settled(a, 0);
    expect(log.settledPosition()).toEqual({ segment: 1, offset: 10 });
    log.committed({ segment: 1, offset: 10 });
    expect(log.delivered).toEqual([0, 1]);
    log.settled(b, 0);
    expect(log.settledPosition()).toEqual({ segment: 1, offset: 30 });
    log.committed({ segment: 1, offset: 30 });
    expect(log.delivered).toEqual([0, 0]);
    expect(c).toBe(2);
  });

  it('counts what was delivered before a restart until the log has forgotten it', () => {
    const log = new DeliveryLog([2]);
    const chunk = log.open({ segment: 1, offset: 10 });
    log.skipped(chunk, 0);
    log.skipped(chunk, 0);
    log.queued(chunk, 0);
    expect(log.delivered).toEqual([2]);
    log.settled(chunk, 0);
    expect(log.delivered).toEqual([3]);
    log.committed({ segment: 1, offset: 10 });
    expect(log.delivered).toEqual([0]);
  });
});

describe('SampleQueue', () => {
  it('keeps order through growth and wrap', () => {
    const queue = new SampleQueue(4);
    let next = 0;
    let expected = 0;
    for (let round = 0; round < 50; round++) {
      for (let i = 0; i < (round * 7) % 9; i++) queue.push(Labels.EMPTY, next, next, 0, next++);
      const count = Math.min(queue.length, (round * 5) % 7);
      const batch = queue.peek(count);
      expect([...batch.timestamps]).toEqual(Array.from({ length: count }, (_, i) => expected + i));
      expect([...batch.words].filter((_, i) => i % 2 === 0)).toEqual([...batch.timestamps]);
      queue.drop(count, (chunk) => expect(chunk).toBe(expected++));
    }
  });
});

describe('ShardCount', () => {
  it('doubles under pressure, not for a receiver that is down, and halves after calm', () => {
    const shards = new ShardCount(1, 8, 0);
    shards.waited(6000);
    expect(shards.decide(1, 9000)).toBe(1);
    expect(shards.decide(1, 10_000)).toBe(2);
    shards.waited(9000);
    shards.failed();
    expect(shards.decide(2, 20_000)).toBe(2);
    let current = 2;
    for (let period = 3; period <= 32; period++) current = shards.decide(current, period * 10_000);
    expect(current).toBe(1);
  });
});

describe('Retry-After', () => {
  it.each([
    [undefined, undefined],
    ['3', 3000],
    ['Thu, 01 Jan 1970 00:00:10 GMT', 9000],
    ['Thu, 01 Jan 1970 00:00:00 GMT', 0],
    ['100000', 300_000],
    ['soon', undefined],
  ])('%s means %s ms', (header, waitMs) => {
    expect(retryAfterMs(header, 1000)).toBe(waitMs);
  });
});
