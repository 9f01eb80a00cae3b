import { hasValues } from '../omb/index.ts';
import type { ReportInput } from './report-input.ts';

/** The worst time of a run on the cluster's clock. */
export interface WorstSpan {
  fromMs: number;
  toMs: number;
  /** What was worst then: `p99 publish latency`. */
  what: string;
}

/** Explain finds onsets only with some time around them. */
const AROUND_MS = 60_000;
/** The worst value is worth a question from this many times the usual one. */
const CLEAR = 3;

/**
 * Where a sidecar should be asked for causes: around the highest p99 of the results if it stands out, else around the deepest dip of
 * the publish rate, else from the first node that was down. Undefined when nothing stands out or nothing lies on the clock.
 */
export function worstSpan({ results, metrics }: Pick<ReportInput, 'results' | 'metrics'>): WorstSpan | undefined {
  let worst: { ratio: number; span: WorstSpan } | undefined;
  for (const { result, alignment } of results) {
    const beginMs = alignment?.beginMs ?? result.beginMs;
    if (beginMs === undefined) continue;
    const consider = (
      what: string,
      values: readonly (number | null)[],
      ratioOf: (value: number, usual: number) => number,
    ) => {
      const usual = medianOf(values);
      for (const [index, value] of values.entries()) {
        if (value === null || usual === undefined) continue;
        const ratio = ratioOf(value, usual);
        if (!(ratio >= CLEAR) || ratio <= (worst?.ratio ?? 0)) continue;
        const atMs = beginMs + index * result.intervalMs;
        worst = { ratio, span: { fromMs: atMs - AROUND_MS, toMs: atMs + result.intervalMs + AROUND_MS, what } };
      }
    };
    for (const { kind, overTime } of result.latencies) {
      const name = { publish: 'p99 publish latency', endToEnd: 'p99 end-to-end latency' }[
        kind as 'publish' | 'endToEnd'
      ];
      if (name !== undefined && hasValues(overTime.p99)) consider(name, overTime.p99, (value, usual) => value / usual);
    }
    consider('the publish rate', result.publishRate, (value, usual) =>
      Math.min(100, usual / Math.max(value, usual / 100)),
    );
  }
  return worst?.span ?? firstDown(metrics);
}

function firstDown(metrics: ReportInput['metrics']): WorstSpan | undefined {
  const rows = (metrics?.series ?? []).flatMap(({ measure, node, values }) => {
    const row = measure === 'up' ? values.indexOf(0) : -1;
    return row < 0 ? [] : [{ row, node }];
  });
  if (!metrics || rows.length === 0) return undefined;
  const first = rows.reduce((a, b) => (b.row < a.row ? b : a));
  const atMs = metrics.times[first.row];
  return { fromMs: atMs - AROUND_MS, toMs: atMs + AROUND_MS, what: `${first.node} being down` };
}

function medianOf(values: readonly (number | null)[]): number | undefined {
  const present = values.filter((value) => value !== null && value > 0).sort((a, b) => (a ?? 0) - (b ?? 0));
  return present[present.length >> 1] ?? undefined;
}
