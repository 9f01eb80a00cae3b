import fc from 'fast-check';
import { canonicalOf } from './testing/canonical-of.ts';
import { FakeBroker } from './testing/fake-broker.ts';
import { SampleRecorder } from './testing/sample-recorder.ts';

const IN = 'pulsar_in_messages_total';
const CANONICAL = 'observatory_pulsar_messages_in_total';
const topicOf = (name: string) => ({ cluster: 'c', namespace: 't/n', topic: name });

function cluster(brokers: number) {
  const store = new SampleRecorder();
  const canonical = canonicalOf(store, { nowMs: 1_000_000_000_000 });
  return {
    store,
    brokers: Array.from(
      { length: brokers },
      (_, i) => new FakeBroker(canonical.targetAppender(), { instance: `b${i}` }),
    ),
  };
}

describe('counters of topics over all their owners', () => {
  it('stay monotone and exact while topics move between brokers, which scrape after scrape begin at nought', () => {
    const step = fc.record({
      topic: fc.nat(3),
      /** Messages before the topic moves, after it, and until the next scrapes. */
      before: fc.nat(100),
      moveTo: fc.option(fc.nat(2), { freq: 3 }),
      after: fc.nat(100),
    });
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 40 }), (steps) => {
        const { store, brokers } = cluster(3);
        const topics = Array.from({ length: 4 }, (_, i) => ({
          name: `topic-${i}`,
          owner: i % 3,
          count: 1000 * i,
          total: 0,
        }));
        const showAll = (): void =>
          topics.forEach(({ name, owner, count }) => brokers[owner].set(IN, topicOf(name), count));
        let timeMs = 0;
        const scrapeAll = (): void => brokers.forEach((broker) => broker.scrape((timeMs += 5000)));
        showAll();
        brokers.forEach((broker) => broker.set('process_start_time_seconds', {}, 1000));
        scrapeAll();
        for (const { topic, before, moveTo, after } of steps) {
          const moved = topics[topic];
          // What the old owner counted after its last scrape is lost with it, here as in Prometheus.
          if (moveTo === null || moveTo === moved.owner) moved.count += before;
          if (moveTo === null || moveTo === moved.owner) moved.total += before;
          else {
            brokers[moved.owner].drop({ topic: moved.name });
            moved.owner = moveTo;
            moved.count = 0;
          }
          moved.count += after;
          moved.total += after;
          showAll();
          scrapeAll();
        }
        // A new owner may have been asked before the old one had let go.
        scrapeAll();
        for (const { name, total } of topics) {
          const [series, ...others] = store.select(CANONICAL, { topic: name });
          expect(others).toEqual([]);
          expect(series.labels.toObject()).toEqual({ __name__: CANONICAL, ...topicOf(name) });
          const values = series.samples.map(({ value }) => value ?? NaN);
          expect(values.at(-1)).toBe(total);
          expect([...values].sort((a, b) => a - b)).toEqual(values);
        }
        expect(store.refused).toEqual([]);
      }),
      { numRuns: 200 },
    );
  });

  it('a restart of the owner counts what the topic has since, even when that is more than before', () => {
    const { store, brokers } = cluster(1);
    const [broker] = brokers;
    const scrape = (timeMs: number, started: number, count: number): void => {
      broker.set('process_start_time_seconds', {}, started);
      broker.set(IN, topicOf('a'), count);
      broker.scrape(timeMs);
    };
    scrape(1000, 100, 50);
    scrape(2000, 100, 60);
    scrape(3000, 2, 70);
    expect(store.select(CANONICAL)[0].samples.map(({ value }) => value)).toEqual([0, 10, 80]);
  });

  it('the first scrape is where counting begins, but a process younger than the sidecar began at nought', () => {
    const { store, brokers } = cluster(2);
    brokers.forEach((broker, i) => {
      broker.set('process_start_time_seconds', {}, i === 0 ? 1_000_000 : 2_000_000_000);
      broker.set(IN, topicOf(`topic-${i}`), 500);
      broker.scrape(1000 + i);
    });
    expect(store.increase(CANONICAL, { topic: 'topic-0' })).toBe(0);
    expect(store.increase(CANONICAL, { topic: 'topic-1' })).toBe(500);
  });

  it('a change from namespaces to topics (or back) is no traffic', () => {
    const { store, brokers } = cluster(1);
    const [broker] = brokers;
    broker.set(IN, { cluster: 'c', namespace: 't/n' }, 9000);
    broker.scrape(1000);
    broker.scrape(2000);
    broker.drop({ namespace: 't/n' });
    broker.set(IN, topicOf('a'), 6000);
    broker.set(IN, topicOf('b'), 3000);
    broker.scrape(3000);
    broker.set(IN, topicOf('a'), 6010);
    broker.scrape(4000);
    expect(store.increase(CANONICAL)).toBe(10);
  });

  it('a topic that nobody exposes any more becomes stale after a while, once; when it comes back it goes on', () => {
    const { store, brokers } = cluster(2);
    const [owner, other] = brokers;
    other.set(IN, topicOf('b'), 1);
    for (let second = 0; second <= 600; second += 15) {
      if (second === 60) owner.drop({ topic: 'a' });
      else if (second < 60) owner.set(IN, topicOf('a'), second);
      if (second === 450) other.set(IN, topicOf('a'), 7);
      owner.scrape(second * 1000);
      other.scrape(second * 1000 + 10);
    }
    const { samples } = store.select(CANONICAL, { topic: 'a' })[0];
    const markers = samples.filter(({ value }) => value === undefined);
    expect(markers.map(({ timestampMs }) => timestampMs)).toEqual([210_010]);
    expect(samples.at(-1)?.value).toBe(45 + 7);
  });

  it('while its owner cannot be scraped it is not marked stale at once: it may be elsewhere soon', () => {
    const { store, brokers } = cluster(2);
    const [owner, other] = brokers;
    other.set(IN, topicOf('b'), 1);
    owner.set(IN, topicOf('a'), 10);
    brokers.forEach((broker, i) => broker.scrape(1000 + i));
    owner.set(IN, topicOf('a'), 30);
    brokers.forEach((broker, i) => broker.scrape(2000 + i));
    owner.fail(17_000);
    other.set(IN, topicOf('a'), 5);
    other.scrape(17_001);
    expect(store.select(CANONICAL, { topic: 'a' })[0].samples).toEqual([
      { timestampMs: 1000, value: 0 },
      { timestampMs: 2000, value: 20 },
      { timestampMs: 17_001, value: 25 },
    ]);
  });

  it('series of single consumers are left out: their subscription counts them', () => {
    const { store, brokers } = cluster(1);
    const [broker] = brokers;
    const labels = { ...topicOf('a'), subscription: 's' };
    for (const [timeMs, count] of [
      [1000, 10],
      [2000, 25],
    ]) {
      broker.set('pulsar_out_messages_total', labels, count);
      broker.set('pulsar_out_messages_total', { ...labels, consumer_name: 'c1', consumer_id: '0' }, count);
      broker.scrape(timeMs);
    }
    expect(store.increase('observatory_pulsar_messages_out_total')).toBe(15);
  });
});
