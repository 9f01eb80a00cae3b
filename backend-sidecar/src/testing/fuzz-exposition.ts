/**
 * Feeds sequences of mutated bodies to the cached reader and to the plain one: both must store the same samples and
 * report the same, or fail at the same line. `npm test` runs some ten thousand bodies, the soak a million.
 */
import { isDeepStrictEqual } from 'node:util';
import type { Labels } from '../model/labels.ts';
import { CachedIngester } from '../scrape/ingest-cached.ts';
import { PlainIngester } from '../scrape/ingest-plain.ts';
import type { IngestOptions, IngestResult, Ingester } from '../scrape/ingest-types.ts';
import { mutateExposition, randomLine } from './mutate-exposition.ts';
import { RecordingAppender } from './recording-appender.ts';
import { SeededRandom } from './seeded-random.ts';

export interface FuzzReport {
  bodies: number;
  /** Bodies that were refused, by both readers alike. */
  refused: number;
  samples: number;
  repairs: Record<string, number>;
}

/** Bodies that one pair of ingesters reads before it is replaced. */
const BODIES_PER_TARGET = 40;

/** @throws Error with seed and both outcomes at the first difference. */
export function fuzzExposition(bodies: number, seed: number): FuzzReport {
  const random = new SeededRandom(seed);
  const report: FuzzReport = { bodies: 0, refused: 0, samples: 0, repairs: {} };
  while (report.bodies < bodies) fuzzTarget(random, Math.min(BODIES_PER_TARGET, bodies - report.bodies), seed, report);
  return report;
}

function fuzzTarget(random: SeededRandom, bodies: number, seed: number, report: FuzzReport): void {
  const options = randomOptions(random);
  const appenders = [new RecordingAppender(), new RecordingAppender()];
  if (random.below(25) === 0) for (const appender of appenders) appender.seriesLimit = 25;
  const cached = new CachedIngester(appenders[0], options, 'text');
  const plain = new PlainIngester(appenders[1], options, 'text');
  let lines = Array.from({ length: random.below(50) }, () => randomLine(random, false));
  let isOpenMetrics = random.below(3) === 0;
  let timestampMs = 1_700_000_000_000;
  for (let i = 0; i < bodies; i++) {
    const next = mutateExposition(random, lines);
    if (random.below(100) === 0) isOpenMetrics = !isOpenMetrics;
    const body = encode(random, next, isOpenMetrics);
    const type = isOpenMetrics ? 'application/openmetrics-text' : 'text/plain';
    timestampMs += random.below(40) === 0 ? 3_600_000 : 15_000;
    const cuts = [random.below(body.length + 1), random.below(body.length + 1)].sort((a, b) => a - b);
    const outcomes = [cached, plain].map((ingester) => read(ingester, type, body, cuts, timestampMs));
    const logs = appenders.map((appender) => appender.take());
    const metadata = appenders.map((appender) => [...appender.metadata]);
    if (
      !isDeepStrictEqual(outcomes[0], outcomes[1]) ||
      !isDeepStrictEqual(logs[0], logs[1]) ||
      !isDeepStrictEqual(metadata[0], metadata[1])
    ) {
      throw new Error(
        `readers differ: seed ${seed}, body ${report.bodies} (${i} of its target)\n${difference(outcomes, logs, metadata)}\n${body.toString()}`,
      );
    }
    const failed = count(outcomes[0], report);
    // A body that both refuse is mostly given up, so that the next ones are read.
    if (!failed || random.below(50) === 0) lines = next;
    if (!failed && random.below(50) > 0) continue;
    for (const ingester of [cached, plain]) ingester.markStale(timestampMs + 1);
    if (random.below(4) === 0) forgetSome(random, appenders);
  }
  cached.close();
}

/** Adds an outcome to the report; true when the body was refused. */
function count(outcome: Outcome, report: FuzzReport): boolean {
  report.bodies++;
  if ('message' in outcome) {
    report.refused++;
    return true;
  }
  report.samples += outcome.scraped;
  for (const [kind, times] of Object.entries(outcome.repairs))
    report.repairs[kind] = (report.repairs[kind] ?? 0) + times;
  return false;
}

function randomOptions(random: SeededRandom): IngestOptions {
  const drop = random.below(4) === 0;
  const collide = random.below(4) === 0;
  const relabel = (scraped: Labels) => {
    if (drop && scraped.metricName === 'x_sum') return undefined;
    return collide ? scraped.without(new Set(['a'])) : scraped.with('job', 'fuzz');
  };
  return {
    mutateLabels: relabel,
    honorTimestamps: random.below(2) === 0,
    trackTimestampsStaleness: random.below(2) === 0,
    limits: {
      sampleLimit: random.below(20) === 0 ? 50 : 0,
      labelLimit: random.below(20) === 0 ? 4 : 0,
      labelNameLengthLimit: 0,
      labelValueLengthLimit: 0,
      bodySizeLimitBytes: 0,
    },
    strict: false,
  };
}

function encode(random: SeededRandom, lines: readonly string[], isOpenMetrics: boolean): Buffer {
  const all = isOpenMetrics && random.below(20) > 0 ? [...lines.filter((line) => line !== '# EOF'), '# EOF'] : lines;
  const text = all.join(random.below(40) === 0 ? '\r\n' : '\n') + (random.below(5) === 0 ? '' : '\n');
  const body = Buffer.from(text, random.below(50) === 0 ? 'latin1' : 'utf8');
  return random.below(60) === 0 ? body.subarray(0, random.below(body.length + 1)) : body;
}

type Outcome = IngestResult | { code: unknown; line: unknown; message: string };

function read(ingester: Ingester, type: string, body: Buffer, cuts: readonly number[], timestampMs: number): Outcome {
  ingester.begin(type, body.length);
  for (const chunk of [body.subarray(0, cuts[0]), body.subarray(cuts[0], cuts[1]), body.subarray(cuts[1])])
    ingester.write(chunk);
  try {
    return ingester.finish(timestampMs);
  } catch (error) {
    if (!(error instanceof Error) || !('code' in error)) throw error;
    return { code: error.code, line: 'line' in error ? error.line : undefined, message: error.message };
  }
}

/** Both stores drop the same series, as a store does with series that get no samples. */
function forgetSome(random: SeededRandom, appenders: readonly RecordingAppender[]): void {
  const names = appenders[0].seriesNames();
  const dropped = names.filter(() => random.below(4) === 0);
  for (const appender of appenders) for (const labels of dropped) appender.drop(labels);
}

function difference(outcomes: readonly unknown[], logs: readonly string[][], metadata: readonly unknown[]): string {
  const at = logs[0].findIndex((line, i) => line !== logs[1][i]);
  return JSON.stringify(
    {
      cached: outcomes[0],
      plain: outcomes[1],
      logLengths: logs.map((log) => log.length),
      firstLog: logs.map((log) => log.slice(Math.max(0, at), at + 3)),
      metadata: isDeepStrictEqual(metadata[0], metadata[1]) ? 'equal' : metadata,
    },
    null,
    1,
  );
}
