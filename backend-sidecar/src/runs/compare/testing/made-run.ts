import type { RunTimeseries } from '@observatory/protocol/runs';
import { parseOmb } from '../../omb/index.ts';
import type { RunData } from '../../run-data.ts';

export const BEGIN_MS = Date.UTC(2026, 10, 22, 10);

/** Seeded normal numbers, for made-up runs. */
export function noise(seed: number): () => number {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
  return () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next());
}

/** An autocorrelated column around a mean: `r` of the last sample's deviation stays. */
export function waves(
  samples: number,
  { mean, sigma, r = 0.5 }: { mean: number; sigma: number; r?: number },
  seed: number,
): number[] {
  const normal = noise(seed);
  let deviation = normal();
  return Array.from({ length: samples }, () => {
    deviation = r * deviation + Math.sqrt(1 - r * r) * normal();
    return mean + sigma * deviation;
  });
}

export interface MadeRun {
  id: string;
  name?: string;
  labels?: Record<string, string>;
  /** Fields of the benchmark's result. */
  fields?: Record<string, unknown>;
  timeseries?: RunTimeseries;
  info?: Partial<RunData['info']>;
}

/** A run of made-up numbers. */
export function madeRun({ id, name = id, labels = {}, fields, timeseries, info }: MadeRun): RunData {
  const parsed = fields && parseOmb(JSON.stringify({ workload: 'w', driver: 'Pulsar', ...fields }), `${id}.json`);
  if (parsed?.status === 'refused') throw new Error(parsed.reason);
  const results = parsed ? [parsed.result] : [];
  return {
    info: {
      id,
      name,
      labels,
      notes: '',
      state: 'finished',
      cluster: '',
      source: 'store',
      startedMs: BEGIN_MS,
      command: '',
      by: '',
      stepMs: 10_000,
      looks: 0,
      troubles: [],
      results: [],
      alignment: { beginMs: BEGIN_MS, correlation: 1, uncertaintyMs: 0 },
      figures: [],
      findings: [],
      reported: false,
      bytes: 0,
      ...info,
    },
    ...(timeseries && { timeseries }),
    results,
  };
}

/** A cluster of nodes with a value of each measure a sample. */
export function madeCluster(
  samples: number,
  series: Record<string, Partial<Record<RunTimeseries['series'][number]['measure'], (index: number) => number | null>>>,
  stepMs = 10_000,
): RunTimeseries {
  return {
    schema: 'pulsar-observatory/timeseries/1',
    stepMs,
    times: Array.from({ length: samples }, (_, index) => BEGIN_MS + index * stepMs),
    series: Object.entries(series).flatMap(([node, measures]) =>
      Object.entries(measures).map(([measure, of]) => ({
        measure: measure as RunTimeseries['series'][number]['measure'],
        node,
        tier: node.startsWith('bookie') ? ('bookie' as const) : ('broker' as const),
        values: Array.from({ length: samples }, (_, index) => of(index)),
      })),
    ),
    gaps: [],
  };
}
