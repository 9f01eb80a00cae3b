import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { fanOutOf, idleConsumers, ombNotes, parseOmb, type OmbResult } from './index.ts';

const corpus = path.resolve(process.cwd(), '../shared/corpus/omb');
const files = existsSync(corpus)
  ? readdirSync(corpus)
      .filter((name) => name.endsWith('.json'))
      .sort()
  : [];
const withCorpus = files.length > 0 ? it : it.skip;

function read(text: string, name = 'x.json'): OmbResult {
  const parsed = parseOmb(text, name);
  if (parsed.status !== 'result') throw new Error(parsed.reason);
  return parsed.result;
}
const corpusFile = (letter: string) => {
  const name = files.find((file) => file.startsWith(`${letter}-`)) ?? '';
  return read(readFileSync(path.join(corpus, name), 'utf8'), name);
};

describe('results of OpenMessaging Benchmark', () => {
  withCorpus('each recorded file is read whole (skipped without ../shared/corpus)', () => {
    expect(
      files.map((name) => {
        const result = corpusFile(name[0]);
        const publish = result.latencies.find(({ kind }) => kind === 'publish')!;
        const endToEnd = result.latencies.find(({ kind }) => kind === 'endToEnd')!;
        return [name[0], result.shape, result.samples, result.driver, publish.quantiles.length, endToEnd.whole.max];
      }),
    ).toEqual([
      ['a', 'classic', 301, 'Pulsar', 2233, 2685222.911],
      ['b', 'classic', 18, 'Pulsar', 1842, 97.931],
      ['c', 'classic', 60, 'RabbitMQ', 1789, 2301.007],
      ['d', 'other', 12, 'Pulsar', 610, 63290.111],
    ]);
  });

  withCorpus('the traps are said where the recorded files step into them', () => {
    expect(idleConsumers(corpusFile('a'))).toBeGreaterThan(100);
    expect(fanOutOf(corpusFile('b'))).toBe(10);
    const said = (letter: string) =>
      ombNotes(corpusFile(letter))
        .filter(({ measured }) => measured)
        .map(({ text }) => text)
        .join('\n');
    expect(said('a')).toContain('Nothing was consumed');
    expect(said('b')).toContain('10 subscriptions');
    expect(said('c')).toContain('backlog falls below 0');
    expect(said('d')).toContain('303 messages sent');
    expect(corpusFile('d').endedLocal).toBe('2021-02-05 22:34:17');
  });

  it("upstream's fields since 2022: sizes, errors, and publish delay from µs to ms", () => {
    const result = read(
      JSON.stringify({
        workload: 'w',
        driver: 'Pulsar',
        messageSize: 1024,
        topics: 1,
        partitions: 16,
        producersPerTopic: 2,
        consumersPerTopic: 3,
        publishRate: [1000, 1001],
        publishErrorRate: [0, 2],
        consumeRate: [1000, 1000],
        backlog: [0, 1],
        publishDelayLatencyAvg: [50, 60],
        aggregatedPublishDelayLatency99pct: 25_000,
        aggregatedPublishDelayLatencyQuantiles: { '50.0': 40, '100.0': 90 },
      }),
    );
    expect(result).toMatchObject({
      shape: 'upstream',
      messageSizeBytes: 1024,
      partitions: 16,
      publishErrorRate: [0, 2],
    });
    expect(result.latencies).toEqual([
      { kind: 'publishDelay', overTime: { avg: [0.05, 0.06] }, whole: { p99: 25 }, quantiles: [[50, 0.04]] },
    ]);
    expect(result.missing).toContain('publishLatencyAvg');
    expect(
      ombNotes(result)
        .map(({ text }) => text)
        .join(),
    ).toContain('25 ms later than planned');
  });

  it("Redpanda's fork: times, sample rate, counts, minima", () => {
    const result = read(
      JSON.stringify({
        version: 1,
        beginTime: 1_700_000_000_000,
        endTime: '2023-11-14T22:14:20Z',
        sampleRateMillis: 5000,
        sent: 5000,
        consumed: 5000,
        publishRate: [500, 500],
        publishLatencyMin: [0.5, 0.4],
      }),
    );
    expect(result).toMatchObject({
      shape: 'redpanda',
      beginMs: 1_700_000_000_000,
      endMs: 1_700_000_060_000,
      intervalMs: 5000,
      intervalStated: true,
      totals: { sent: 5000, consumed: 5000 },
    });
    expect(result.latencies[0].overTime.min).toEqual([0.5, 0.4]);
  });

  it.each([
    ['nothing', '', 'no JSON'],
    ['a cut file', '{"publishRate":[1,2', 'no JSON'],
    ['a list', '[1]', 'no JSON object'],
    ['another object', '{"a":1}', 'none of the fields'],
  ])('%s is refused with its reason', (_, text, reason) => {
    expect(parseOmb(text, 'x.json')).toMatchObject({ status: 'refused', reason: expect.stringContaining(reason) });
  });

  it('arrays of different length and strange samples are told, not hidden', () => {
    const result = read('{"publishRate":[1,"2",null,"NaN"],"backlog":[1]}');
    expect(result.publishRate).toEqual([1, 2, null, null]);
    expect(result.backlog).toEqual([1, null, null, null]);
    expect(result.problems).toEqual([
      'backlog has 1 of 4 samples; the rest is shown as absent',
      'publishRate has 2 samples that are no number; they are shown as absent',
    ]);
  });

  it('any JSON, and any change of a result, is read or refused, never thrown at; columns stay of one length', () => {
    const keys = ['publishRate', 'consumeRate', 'backlog', 'publishLatencyAvg', 'aggregatedPublishLatencyQuantiles'];
    const keysAndMore = fc.oneof(fc.constantFrom(...keys, 'workload', 'beginTime', 'sampleRateMillis'), fc.string());
    fc.assert(
      fc.property(
        fc.oneof(
          fc.json(),
          fc.string(),
          fc.dictionary(keysAndMore, fc.jsonValue()).map((value) => JSON.stringify(value)),
          fc
            .dictionary(keysAndMore, fc.array(fc.oneof(fc.double(), fc.string(), fc.constant(null))))
            .map((value) => JSON.stringify(value)),
        ),
        fc.string(),
        (text, name) => {
          const parsed = parseOmb(text, name);
          if (parsed.status === 'refused') return parsed.reason.length > 0;
          const { result } = parsed;
          ombNotes(result);
          const columns = [result.publishRate, result.consumeRate, result.backlog, result.publishErrorRate];
          return [...columns, ...result.latencies.flatMap(({ overTime }) => Object.values(overTime))].every(
            (column) =>
              column.length === result.samples && column.every((value) => value === null || Number.isFinite(value)),
          );
        },
      ),
      { numRuns: 300 },
    );
  });

  withCorpus('a recorded file cut or overwritten anywhere is read or refused', () => {
    const text = readFileSync(path.join(corpus, files[3]), 'utf8');
    fc.assert(
      fc.property(fc.nat(text.length - 1), fc.string({ maxLength: 5 }), (at, put) => {
        const parsed = parseOmb(text.slice(0, at) + put + text.slice(at + put.length), 'x.json');
        if (parsed.status === 'result') ombNotes(parsed.result);
      }),
      { numRuns: 60 },
    );
  });
});
