import { setMaxListeners } from 'node:events';
import type { RunSeries } from '@observatory/protocol/runs';
import * as z from 'zod';
import { runMeasure, runSeries } from '@observatory/protocol/runs';
import type { PromqlSource } from '../../storage.ts';
import { messageOf } from '../../util/errors.ts';
import { measureQueries, tierOf } from './measures.ts';

export const snapshotValue = z.object({
  measure: runMeasure,
  node: z.string(),
  tier: runSeries.shape.tier,
  value: z.number(),
});

/** One look at the cluster; `baseline_snapshot.json` and `final_snapshot.json` are two of them. */
export const snapshot = z.object({
  timeMs: z.number(),
  values: z.array(snapshotValue),
  /** Sentences: what could not be asked. */
  troubles: z.array(z.string()),
});
export type Snapshot = z.infer<typeof snapshot>;

const TIMEOUT_MS = 5000;
/**
 * How old a sample may be to count: two scrapes a minute apart. The language's own five minutes would show nodes as they were
 * while nobody scraped them.
 */
export const LOOKBACK_MS = 120_000;

/** Where a run's measures are asked: PromQL of the sidecar or of another engine, of one cluster or (empty) of all. */
export interface MeasureSource {
  promql: PromqlSource;
  cluster: string;
}

/** Looks at the cluster. Never throws: troubles are told. */
export async function takeSnapshot(source: MeasureSource, timeMs: number): Promise<Snapshot> {
  const taken: Snapshot = { timeMs, values: [], troubles: [] };
  const signal = AbortSignal.timeout(TIMEOUT_MS);
  // All questions at once listen to it; Node would warn on the wrapped command's error stream.
  setMaxListeners(0, signal);
  await Promise.all(
    measureQueries(source.cluster).map(async ({ measure, query }) => {
      try {
        const { value } = await source.promql.instant(query, timeMs, {
          signal,
          timeoutMs: TIMEOUT_MS,
          lookbackMs: LOOKBACK_MS,
        });
        if (value.resultType !== 'vector') return;
        for (const { labels, value: number } of value.series) {
          const node = labels.get('instance');
          if (!Number.isFinite(number) || node === '') continue;
          taken.values.push({ measure, node, tier: tierOf(labels.get('job'), measure), value: significant(number) });
        }
      } catch (error) {
        taken.troubles.push(`${measure}: ${messageOf(error)}`);
      }
    }),
  );
  taken.values.sort((left, right) => compare(left, right));
  return taken;
}

/** Six digits: more than any of these is measured with, and half the bytes. */
export function significant(value: number): number {
  return Number(value.toPrecision(6));
}

/** The order of series in every file: by measure, then by node. */
export function compare(left: Pick<RunSeries, 'measure' | 'node'>, right: Pick<RunSeries, 'measure' | 'node'>): number {
  if (left.measure !== right.measure) return left.measure < right.measure ? -1 : 1;
  return left.node < right.node ? -1 : Number(left.node > right.node);
}
