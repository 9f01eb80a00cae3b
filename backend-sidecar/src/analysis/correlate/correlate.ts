import type { Correlation } from '@observatory/protocol/analysis';
import type { Labels } from '../../model/labels.ts';
import { Matcher } from '../../model/matcher.ts';
import { parseMetricSelector } from '../../promql/index.ts';
import { SampleBuffer, type PromqlSource, type SeriesSource } from '../../storage.ts';
import { queryError } from '../explain/query-terms.ts';
import { spansOf, type AskedWindow } from '../explain/window.ts';
import { isoTime } from '../explain/words.ts';
import { falseDiscoveryRates } from '../math/tests.ts';
import { centred, ranksOf, type Centred } from '../math/ranks.ts';
import { analysisWorkers } from '../worker/pool.ts';
import type { Comparison } from './compare.ts';
import { foldResults } from './fold-results.ts';
import { gridOf, looksLikeCounter, onGrid, type Grid } from './grid.ts';

export interface CorrelateOptions extends AskedWindow {
  query: string;
  /** Selector of what is compared; everything when absent. */
  match?: string;
  cluster?: string;
  limit?: number;
  signal?: AbortSignal;
}

/** Told at this rate of false discoveries. */
const RATE = 0.05;
const SLICE_MS = 8;
/** Series that one task of a thread compares. */
const BATCH = 256;
/** Tasks that wait or run at a time: their columns are all that is held of the series. */
const MAX_RUNNING = 6;
/** Of the series that are beyond chance these many, the strongest, are folded. */
const MAX_FOLDED = 2000;
const DEFAULT_STEP_MS = 15_000;

interface Found {
  labels: Labels;
  metric: string;
  comparison: Comparison;
  values: Float64Array;
}

/** Compares a chosen series with all others. @throws ObservatoryError OBS_ANALYSIS_WINDOW, OBS_ANALYSIS_QUERY */
export async function correlate(
  { source, promql }: { source: SeriesSource; promql: PromqlSource },
  options: CorrelateOptions,
): Promise<Correlation> {
  const { window, baseline } = spansOf(options);
  const grid = gridOf(baseline.fromMs, window.fromMs, window.toMs, await sampleStep(source, window));
  const notes: string[] = [];
  const reference = await referenceValues(promql, options, grid, notes);
  const { found, comparisons } = await compareAll(source, reference, grid, options);
  const rates = falseDiscoveryRates([
    ...found.map(({ comparison }) => comparison.p),
    // Those that cannot differ were looked at too.
    ...new Array<number>(comparisons - found.length).fill(1),
  ]);
  const significant = found
    .map((each, i) => ({ ...each, q: rates[i], score: each.comparison.score }))
    .filter(({ q }) => q < RATE)
    .sort((a, b) => b.score - a.score);
  if (significant.length > MAX_FOLDED)
    notes.push(`${significant.length} series are beyond chance; the ${MAX_FOLDED} strongest were put into groups.`);
  const told = significant.slice(0, MAX_FOLDED).map((each) => ({ ...each, shape: () => shapeOf(each.values) }));
  const groups = await foldResults(told, options.limit ?? 50);
  if (groups.length === 0) notes.push('No series is more alike or more changed than chance allows.');
  return {
    window: { from: isoTime(window.fromMs), to: isoTime(window.toMs) },
    baseline: { from: isoTime(baseline.fromMs), to: isoTime(baseline.toMs) },
    query: options.query,
    comparisons,
    falseDiscoveryRate: RATE,
    results: groups.map(([lead, ...others], i) => ({
      rank: i + 1,
      query: lead.labels.toString(),
      metric: lead.metric,
      labels: lead.labels.toObject(),
      correlation: rounded(lead.comparison.correlation),
      leadSeconds: (lead.comparison.lag * grid.stepMs) / 1000,
      shift: rounded(lead.comparison.shift),
      baseline: finite(lead.comparison.baseline),
      window: finite(lead.comparison.window),
      ks: rounded(lead.comparison.ks),
      p: lead.comparison.p,
      q: lead.q,
      score: rounded(lead.score),
      samples: lead.comparison.rows,
      folded: others.length,
      family: others.slice(0, 20).map(({ labels }) => labels.toString()),
    })),
    notes,
    complete: true,
  };
}

/** Reads series in slices and hands them, on the grid, to the worker threads. */
async function compareAll(
  source: SeriesSource,
  reference: Float64Array,
  grid: Grid,
  options: CorrelateOptions,
): Promise<{ found: Found[]; comparisons: number }> {
  const { signal } = options;
  const set = await source.select({
    matchers: selectorOf(options),
    minTimeMs: grid.fromMs - grid.stepMs,
    maxTimeMs: grid.fromMs + grid.length * grid.stepMs,
    ...(signal && { signal }),
  });
  const found: Found[] = [];
  let comparisons = 0;
  const running = new Set<Promise<void>>();
  let columns = new Float64Array(BATCH * grid.length);
  let labels: Labels[] = [];
  const send = () => {
    if (labels.length === 0) return;
    const batch = { names: labels, values: columns };
    labels = [];
    columns = new Float64Array(BATCH * grid.length);
    const filled = batch.values.subarray(0, batch.names.length * grid.length);
    const task = { kind: 'compare' as const, reference, columns: filled, rows: grid.length, split: grid.split };
    const done = analysisWorkers.run(task, [], signal).then((answers) => {
      running.delete(done);
      answers.forEach((comparison, i) => {
        if (!comparison) return;
        // Most are chance and only counted: their values would fill the memory.
        const values = comparison.p < RATE ? filled.slice(i * grid.length, (i + 1) * grid.length) : new Float64Array(0);
        found.push({ labels: batch.names[i], metric: batch.names[i].metricName, comparison, values });
      });
    });
    running.add(done);
  };
  try {
    const buffer = new SampleBuffer();
    let sliceAt = performance.now();
    for (let i = 0; i < set.count; i++) {
      if (performance.now() - sliceAt > SLICE_MS) {
        await new Promise((resolve) => setImmediate(resolve));
        signal?.throwIfAborted();
        sliceAt = performance.now();
      }
      set.read(i, buffer);
      if (buffer.length < 3) continue;
      comparisons++;
      const name = set.labels(i);
      const at = labels.push(name) - 1;
      const column = columns.subarray(at * grid.length, (at + 1) * grid.length);
      onGrid(buffer, grid, looksLikeCounter(buffer, name.metricName), column);
      if (labels.length < BATCH) continue;
      send();
      if (running.size >= MAX_RUNNING) await Promise.race(running);
    }
    send();
    await Promise.all(running);
  } finally {
    set.close();
  }
  return { found, comparisons };
}

async function referenceValues(
  promql: PromqlSource,
  { query, signal }: CorrelateOptions,
  grid: Grid,
  notes: string[],
): Promise<Float64Array> {
  const values = new Float64Array(grid.length).fill(NaN);
  const toMs = grid.fromMs + (grid.length - 1) * grid.stepMs;
  let answer;
  try {
    answer = await promql.range(query, grid.fromMs, toMs, grid.stepMs, signal ? { signal } : {});
  } catch (error) {
    if (signal?.aborted) throw error;
    throw queryError(error);
  }
  const series = answer.value.resultType === 'matrix' ? answer.value.series : [];
  if (series.length === 0) notes.push('The query has no data in this time.');
  if (series.length > 1) notes.push(`The query has ${series.length} series: the first was compared.`);
  const [first] = series;
  first?.timestamps.forEach((ms, i) => (values[Math.round((ms - grid.fromMs) / grid.stepMs)] = first.values[i]));
  return values;
}

function selectorOf({ match, cluster }: CorrelateOptions): Matcher[] {
  const matchers: Matcher[] = [];
  if (match !== undefined) {
    try {
      matchers.push(...parseMetricSelector(match));
    } catch (error) {
      throw queryError(error);
    }
  } else matchers.push(new Matcher('!=', '__name__', ''));
  if (cluster !== undefined) matchers.push(new Matcher('=', 'cluster', cluster));
  return matchers;
}

/** The usual distance of scrapes, from the series that every target has. */
async function sampleStep(source: SeriesSource, { fromMs, toMs }: { fromMs: number; toMs: number }): Promise<number> {
  const set = await source.select({
    matchers: [new Matcher('=', '__name__', 'up')],
    minTimeMs: fromMs - 120_000,
    maxTimeMs: toMs,
  });
  try {
    if (set.count === 0) return DEFAULT_STEP_MS;
    const buffer = new SampleBuffer();
    const steps: number[] = [];
    for (let i = 0; i < Math.min(20, set.count); i++) {
      set.read(i, buffer);
      for (let j = 1; j < buffer.length; j++) steps.push(buffer.timestamps[j] - buffer.timestamps[j - 1]);
    }
    return steps.length > 0 ? steps.sort((a, b) => a - b)[steps.length >> 1] : DEFAULT_STEP_MS;
  } finally {
    set.close();
  }
}

/** Ranks around their mean, rows without a value at it. */
function shapeOf(values: Float64Array): Centred {
  const use = Uint8Array.from(values, (value) => (Number.isFinite(value) ? 1 : 0));
  const count = use.reduce((sum, each) => sum + each, 0);
  return centred(ranksOf(values, use).map((rank, i) => (use[i] ? rank : (count + 1) / 2)));
}

const rounded = (value: number): number => Number(value.toFixed(4));
const finite = (value: number): number | null => (Number.isFinite(value) ? value : null);
