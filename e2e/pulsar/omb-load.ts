/**
 * A load generator that writes OpenMessaging Benchmark's result file: pulsar-perf's producers and consumers against any Pulsar,
 * every ten seconds a line as OMB prints it, and at the end `{workload}-Pulsar-{end}.json` in the working folder.
 *
 *   node scripts/run-ts.mjs e2e/pulsar/omb-load.ts --seconds 120 --rate 500
 *
 * What it measures: publish latency from the send call to the acknowledgement, end to end from publish time to receive time (one
 * host, one clock). Not measured: how late a message was sent (no publishDelayLatency), so a stalled producer hides waiting time
 * before the send call. The consumers' counts are read at the producers' ticks, by interpolation.
 */
import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { meanOf, readHistogramLog, totalCount, valueAtPercentile } from './hdr-histogram.ts';
import { missingPrerequisite, prepareDistribution } from './distribution.ts';
import { ombFileName, ombResult, type OmbPoint } from './omb-result.ts';
import { PerfClient, type PerfInterval } from './perf.ts';

const { values } = parseArgs({
  options: {
    'service-url': { type: 'string', default: 'pulsar://127.0.0.1:6650,127.0.0.1:6651' },
    /** Where the distribution is unpacked. */
    cache: { type: 'string', default: '.cache/pulsar' },
    workload: { type: 'string', default: '1-topic-1-partition-1kb' },
    topic: { type: 'string', default: 'persistent://public/default/omb' },
    seconds: { type: 'string', default: '120' },
    warmup: { type: 'string', default: '10' },
    rate: { type: 'string', default: '500' },
    size: { type: 'string', default: '1024' },
    producers: { type: 'string', default: '2' },
    consumers: { type: 'string', default: '2' },
  },
});

const number = (name: 'seconds' | 'warmup' | 'rate' | 'size' | 'producers' | 'consumers') => {
  const value = Number(values[name]);
  if (!(value > 0)) throw new Error(`--${name} ${values[name]}: expected a positive number`);
  return value;
};

const START_TIMEOUT_MS = 180_000;

const say = (line: string) => process.stdout.write(`${line}\n`);

/** The intervals of both sides as OMB's points; those that end within the warm-up are left out. */
function pointsOf(producer: PerfClient, consumer: PerfClient, warmUntilMs: number): OmbPoint[] {
  const sent = withHistograms(producer);
  const received = withHistograms(consumer);
  const points: OmbPoint[] = [];
  const knownMs = received.at(-1)?.endMs ?? 0;
  for (let i = 1; i < sent.length; i++) {
    const { endMs, messages, failuresPerSecond, histogram } = sent[i];
    // What the consumers have not told of yet comes with their next tick.
    if (endMs < warmUntilMs || endMs > knownMs) continue;
    const seconds = (endMs - sent[i - 1].endMs) / 1000;
    const now = countAt(received, endMs);
    const nearest = received.reduce(
      (best, each) => (Math.abs(each.endMs - endMs) < Math.abs(best.endMs - endMs) ? each : best),
      received[0],
    );
    points.push({
      publishRate: (messages - sent[i - 1].messages) / seconds,
      publishErrorRate: failuresPerSecond,
      consumeRate: (now - countAt(received, sent[i - 1].endMs)) / seconds,
      backlog: Math.max(0, Math.round(messages - now)),
      publishLatency: histogram,
      endToEndLatency: nearest?.histogram ?? [],
    });
  }
  return points;
}

function withHistograms(client: PerfClient) {
  // It makes the file a moment after it began.
  const histograms = existsSync(client.histogramFile)
    ? readHistogramLog(readFileSync(client.histogramFile, 'utf8'))
    : [];
  return client.intervals().map((each, i) => ({ ...each, histogram: histograms[i]?.histogram ?? [] }));
}

/** Messages at a time between two ticks. */
function countAt(intervals: readonly PerfInterval[], timeMs: number): number {
  const next = intervals.findIndex(({ endMs }) => endMs >= timeMs);
  const b = intervals[next] ?? intervals.at(-1);
  const a = next > 0 ? intervals[next - 1] : undefined;
  if (!b || next < 0) return b?.messages ?? 0;
  if (!a) return b.messages;
  return a.messages + ((b.messages - a.messages) * (timeMs - a.endMs)) / (b.endMs - a.endMs);
}

function lineOf(
  { publishRate, consumeRate, backlog, publishLatency, publishErrorRate }: OmbPoint,
  size: number,
): string {
  const ms = (percentile: number) => (valueAtPercentile(publishLatency, percentile) / 1000).toFixed(1);
  const mean = (meanOf(publishLatency) / 1000).toFixed(1);
  return [
    `Pub rate ${publishRate.toFixed(1)} msg/s / ${((publishRate * size) / 1048576).toFixed(2)} MB/s`,
    `Pub err ${publishErrorRate.toFixed(1)} err/s`,
    `Cons rate ${consumeRate.toFixed(1)} msg/s`,
    `Backlog ${backlog}`,
    `Pub Latency (ms) avg: ${mean} - 50%: ${ms(50)} - 99%: ${ms(99)} - 99.9%: ${ms(99.9)} - Max: ${ms(100)}`,
  ].join(' | ');
}

/** @throws Error when it does not come to that in time, or a client ends before */
async function until(what: string, clients: readonly PerfClient[], isSo: () => boolean): Promise<void> {
  for (const deadline = Date.now() + START_TIMEOUT_MS; !isSo();) {
    if (Date.now() > deadline || clients.some(({ isRunning }) => !isRunning))
      throw new Error(`${what} within ${START_TIMEOUT_MS / 1000} s: is ${values['service-url']} there?`);
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
}

async function main(): Promise<number> {
  const missing = missingPrerequisite();
  if (missing !== undefined) throw new Error(missing);
  const distribution = prepareDistribution(path.resolve(values.cache), say);
  const dir = mkdtempSync(path.join(os.tmpdir(), 'omb-load-'));
  const cleanups: (() => Promise<unknown>)[] = [];
  const end = async () => {
    for (const cleanup of cleanups.splice(0)) await cleanup().catch(() => undefined);
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => void end().then(() => process.exit(signal === 'SIGINT' ? 130 : 143)));
  const home = { distribution, dir, cleanups };
  const common = { serviceUrl: values['service-url'], topic: values.topic };
  const sizeBytes = number('size');
  try {
    const consumer = new PerfClient(home, 'consume', {
      ...common,
      consume: { subscription: 'omb', type: 'Shared', consumers: number('consumers') },
    });
    say(`Starting benchmark: ${values.workload}, ${values.rate} msg/s of ${sizeBytes} bytes for ${values.seconds} s`);
    await until('the consumers did not subscribe', [consumer], () => consumer.isReceiving);
    const producer = new PerfClient(home, 'produce', {
      ...common,
      produce: { perSecond: number('rate'), sizeBytes, producers: number('producers') },
    });
    // From the first message that came through: a busy machine takes a minute to start two JVMs.
    await until('no message came through', [producer, consumer], () =>
      consumer.intervals().some(({ messages }) => messages > 0),
    );
    const warmUntilMs = Date.now() + number('warmup') * 1000;
    const untilMs = warmUntilMs + number('seconds') * 1000;
    let told = 0;
    while (Date.now() < untilMs && producer.isRunning && consumer.isRunning) {
      await new Promise((resolve) => setTimeout(resolve, 1000));
      const points = pointsOf(producer, consumer, warmUntilMs);
      for (const point of points.slice(told)) say(lineOf(point, sizeBytes));
      told = points.length;
    }
    if (!producer.isRunning || !consumer.isRunning) throw new Error(`pulsar-perf ended by itself: see ${dir}`);
    const points = pointsOf(producer, consumer, warmUntilMs);
    await end();
    if (points.length === 0) throw new Error(`no point was measured: see ${dir}`);
    const result = ombResult(
      {
        workload: values.workload,
        messageSize: sizeBytes,
        partitions: 1,
        producersPerTopic: number('producers'),
        consumersPerTopic: number('consumers'),
      },
      points,
    );
    const file = ombFileName(values.workload, new Date());
    writeFileSync(file, `${JSON.stringify(result, null, 2)}\n`);
    const messages = points.reduce((sum, each) => sum + totalCount(each.publishLatency), 0);
    say(`Writing test result into ${file}: ${points.length} points, ${messages} messages`);
    return 0;
  } finally {
    await end();
  }
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    process.stderr.write(`omb-load: ${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(1);
  },
);
