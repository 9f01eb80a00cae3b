import type { CauseEvidence } from '@observatory/protocol/analysis';
import type { Finding } from '../causes/finding.ts';
import { lowerBound } from '../detect/deviation.ts';
import type { ClusterMap } from '../map/cluster-map.ts';
import type { SignalSeries } from '../signals/signal-series.ts';
import { isoTime } from './words.ts';

/** Points of a small chart. */
const MAX_POINTS = 240;

export function toEvidence(
  finding: Finding,
  map: ClusterMap,
  symptomMs: number,
  span: { fromMs: number; toMs: number },
): CauseEvidence {
  const { series, deviation } = finding;
  const { definition } = series;
  return {
    query: series.query,
    label: definition.title,
    node: map.describe(series.subject),
    unit: definition.unit,
    baseline: finite(deviation.baseline),
    window: finite(deviation.level),
    peak: finite(deviation.peak),
    score: Number(deviation.score.toFixed(2)),
    onset: isoTime(deviation.onsetMs),
    live: finding.live,
    leadSeconds: Math.round((symptomMs - deviation.onsetMs) / 100) / 10,
    points: pointsOf(series, span),
  };
}

/** At most MAX_POINTS samples within a span; of each stretch the one farthest from its neighbours' middle is kept. */
export function pointsOf(
  { t, v }: Pick<SignalSeries, 't' | 'v'>,
  { fromMs, toMs }: { fromMs: number; toMs: number },
): { t: number[]; v: number[] } {
  const from = lowerBound(t, fromMs);
  const to = lowerBound(t, toMs + 1);
  const every = Math.max(1, Math.ceil((to - from) / MAX_POINTS));
  const times: number[] = [];
  const values: number[] = [];
  for (let i = from; i < to; i += every) {
    let pick = i;
    let sum = 0;
    const end = Math.min(to, i + every);
    for (let j = i; j < end; j++) sum += v[j];
    const mean = sum / (end - i);
    for (let j = i; j < end; j++) if (Math.abs(v[j] - mean) > Math.abs(v[pick] - mean)) pick = j;
    times.push(t[pick]);
    values.push(v[pick]);
  }
  return { t: times, v: values };
}

const finite = (value: number): number | null => (Number.isFinite(value) ? value : null);
