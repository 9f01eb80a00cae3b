import type { RunMeasure, RunSeries, RunTimeseries } from '@observatory/protocol/runs';
import { medianOf } from '../../analysis/math/robust.ts';
import { numberText } from './number-text.ts';

/** A span of the cluster's clock. */
export interface Span {
  fromMs: number;
  toMs: number;
}

/** What a node did at some time that it does not do otherwise. */
export interface Circumstance {
  /** Higher is likelier to have been felt by clients. */
  weight: number;
  node: string;
  /** Goes after "while": `broker-2 spent 450 ms of each second in garbage collection, its heap 95 % full`. */
  text: string;
}

/**
 * What was out of the ordinary in the cluster within a span: nodes that were down, pauses, full heaps, busy CPUs, slow journals and
 * writes, copies being made. A node is held against its own median of the run. Most important first, one a node.
 */
export function circumstances(metrics: RunTimeseries, span: Span): Circumstance[] {
  const rows = metrics.times.flatMap((time, index) => (time >= span.fromMs && time <= span.toMs ? [index] : []));
  if (rows.length === 0) return [];
  const found = metrics.series.flatMap((series) => {
    const rule = RULES[series.measure];
    const present = rows.flatMap((row) => series.values[row] ?? []);
    return rule === undefined || present.length === 0 ? [] : (rule(series, present, { metrics, rows }) ?? []);
  });
  const best = new Map<string, Circumstance>();
  for (const each of found) if (each.weight > (best.get(each.node)?.weight ?? 0)) best.set(each.node, each);
  return [...best.values()].sort((a, b) => b.weight - a.weight || (a.node < b.node ? -1 : 1));
}

type Rule = (
  series: RunSeries,
  present: readonly number[],
  at: { metrics: RunTimeseries; rows: readonly number[] },
) => Circumstance | undefined;

const highest = (values: readonly number[]) => Math.max(...values);
const usual = ({ values }: RunSeries) => medianOf(values.filter((value) => value !== null));

/** A latency that left its usual level by three times and 5 ms. */
const slow =
  (what: string, weight: number): Rule =>
  (series, present) => {
    const [most, median] = [highest(present), usual(series)];
    if (most < 3 * median || most - median < 5) return undefined;
    return {
      weight: weight + Math.min(5, most / Math.max(median, 0.1) / 5),
      node: series.node,
      text: `${what} of ${series.node} was ${numberText(most, 'ms')}, usually ${numberText(median, 'ms')}`,
    };
  };

const RULES: Partial<Record<RunMeasure, Rule>> = {
  up: ({ node, tier }, present) =>
    present.includes(0) ? { weight: tier === 'broker' ? 30 : 25, node, text: `${node} was down` } : undefined,
  gc: (series, present, { metrics, rows }) => {
    const [most, median] = [highest(present), usual(series)];
    if (most < 50 || most < 3 * median) return undefined;
    const heap = metrics.series.find(({ measure, node }) => measure === 'heap' && node === series.node);
    const full = heap ? Math.max(-1, ...rows.flatMap((row) => heap.values[row] ?? [])) : -1;
    const heapText = full < 0 ? '' : `, its heap ${numberText(full, 'percentunit')} full`;
    return {
      weight: 12 + Math.min(10, most / 50),
      node: series.node,
      text: `${series.node} spent ${numberText(most, 'ms')} of each second in garbage collection${heapText}`,
    };
  },
  heap: (series, present) => {
    const most = highest(present);
    if (most < 0.9 || usual(series) > 0.88) return undefined;
    return {
      weight: 9,
      node: series.node,
      text: `the heap of ${series.node} was ${numberText(most, 'percentunit')} full`,
    };
  },
  cpu: (series, present) => {
    const [most, median] = [highest(present), usual(series)];
    // Of bookies it is the process' own, in cores.
    if (series.tier !== 'broker' || most < 0.85 || most - median < 0.1) return undefined;
    return { weight: 8, node: series.node, text: `${series.node} used ${numberText(most, 'percentunit')} of its CPU` };
  },
  journalP99: slow('the journal p99', 11),
  writeP99: (series, present, at) =>
    series.tier === 'bookie' ? slow('the write p99', 10)(series, present, at) : undefined,
  underReplicated: (series, present) => {
    const most = highest(present);
    if (most < 1 || usual(series) >= 1) return undefined;
    return { weight: 6, node: series.node, text: `${most} ledgers were under-replicated` };
  },
};
