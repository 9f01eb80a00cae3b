/**
 * What else ranks causes, from the papers, on the same samples: two-sample Kolmogorov-Smirnov as in Netdata's metric
 * correlations, the robust scorer of BARO (distance from the baseline's median in its quartile ranges, worst of the
 * window), and plain lagged correlation with the symptom. None of them knows the topology; each ranks the subjects of its
 * series: the topic or subscription that labels name, else the target.
 */
import { correlationAt } from '@observatory/backend-sidecar/analysis/math/ranks';
import { quantileOfSorted } from '@observatory/backend-sidecar/analysis/math/robust';
import { ksDistance } from '@observatory/backend-sidecar/analysis/math/tests';
import { gridOf, looksLikeCounter, onGrid } from '@observatory/backend-sidecar/analysis/correlate/grid';
import { Matcher } from '@observatory/backend-sidecar/model/matcher';
import { SampleBuffer, type SeriesSource } from '@observatory/backend-sidecar/storage';
import type { IncidentPlan } from '@observatory/demo/incidents/index';

export interface Row {
  node: { name: string; aliases: readonly string[] };
  topic?: string;
  subscription?: string;
}

export const METHODS = ['KS (Netdata)', 'robust scorer (BARO)', 'lagged correlation'] as const;
export type Method = (typeof METHODS)[number];

/** The subjects in the order of each method, best first, at most ten. */
export async function rankByBaselines(
  source: SeriesSource,
  plan: IncidentPlan,
  symptom: { t: number[]; v: (number | null)[] } | undefined,
): Promise<Record<Method, Row[]>> {
  const fromMs = Math.max(plan.startMs, plan.windowFromMs - 4 * (plan.windowToMs - plan.windowFromMs));
  const grid = gridOf(fromMs, plan.windowFromMs, plan.windowToMs, plan.scrapeIntervalMs);
  const target = new Float64Array(grid.length).fill(NaN);
  symptom?.t.forEach((ms, i) => {
    const row = Math.round((ms - grid.fromMs) / grid.stepMs);
    if (row >= 0 && row < grid.length) target[row] = symptom.v[i] ?? NaN;
  });
  const best = new Map<string, { row: Row; scores: Record<Method, number> }>();
  const set = await source.select({
    matchers: [new Matcher('=~', '__name__', '.+')],
    minTimeMs: fromMs - grid.stepMs,
    maxTimeMs: plan.windowToMs,
  });
  const buffer = new SampleBuffer();
  const values = new Float64Array(grid.length);
  const use = (column: Float64Array) => Uint8Array.from(column, (value) => (Number.isFinite(value) ? 1 : 0));
  const targetUse = use(target);
  for (let i = 0; i < set.count; i++) {
    set.read(i, buffer);
    if (buffer.length < 8) continue;
    const labels = set.labels(i);
    onGrid(buffer, grid, looksLikeCounter(buffer, labels.metricName), values);
    const before = values.slice(0, grid.split).filter(Number.isFinite).sort();
    const within = values.slice(grid.split).filter(Number.isFinite).sort();
    if (before.length < 5 || within.length < 2) continue;
    const median = quantileOfSorted(before, 0.5);
    const range = quantileOfSorted(before, 0.75) - quantileOfSorted(before, 0.25);
    const far = Math.max(Math.abs(within[0] - median), Math.abs(within[within.length - 1] - median));
    let correlation = 0;
    if (far > 0) {
      const used = use(values);
      for (let lag = -8; lag <= 8; lag++) {
        const { r, n } = correlationAt(target, targetUse, values, used, lag);
        if (n >= 8 && Math.abs(r) > correlation) correlation = Math.abs(r);
      }
    }
    const scores: Record<Method, number> = {
      'KS (Netdata)': ksDistance(before, within),
      // As RobustScaler does it: a constant baseline is not divided.
      'robust scorer (BARO)': far / (range > 0 ? range : 1),
      'lagged correlation': correlation,
    };
    const row = subjectOf(labels.get('node_name'), labels.get('node'), labels.get('topic'), labels.get('subscription'));
    const key = JSON.stringify(row);
    const known = best.get(key);
    if (!known) best.set(key, { row, scores });
    else for (const method of METHODS) known.scores[method] = Math.max(known.scores[method], scores[method]);
  }
  set.close();
  const order = (method: Method) =>
    [...best.values()]
      .sort((a, b) => b.scores[method] - a.scores[method])
      .slice(0, 10)
      .map(({ row }) => row);
  return Object.fromEntries(METHODS.map((method) => [method, order(method)])) as Record<Method, Row[]>;
}

function subjectOf(name: string, id: string, topic: string, subscription: string): Row {
  const node = {
    name: topic === '' ? name : subscription === '' ? topic : subscription,
    aliases: topic === '' ? [id] : [],
  };
  return { node, ...(topic !== '' && { topic }), ...(subscription !== '' && { subscription }) };
}
