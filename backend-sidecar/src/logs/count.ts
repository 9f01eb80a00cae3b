import { LOG_LEVELS, MAX_VOLUME_BUCKETS, type LogVolume } from '@observatory/protocol/logs';
import { ObservatoryError } from '../util/errors.ts';
import type { LogQuery } from './log-filter.ts';
import type { Segment } from './segment.ts';
import { visitLines } from './visit.ts';

export interface LogCount extends Omit<LogQuery, 'limit' | 'order' | 'afterId'> {
  fromMs: number;
  toMs: number;
  /** Width of a bucket; buckets lie at its multiples. */
  stepMs: number;
}

/**
 * Counts lines by level in buckets of time. Lines before `fromMs` and after `toMs` are not counted, though their bucket is.
 * @throws ObservatoryError `OBS_LOGS_STEP` (400) for more than MAX_VOLUME_BUCKETS buckets.
 */
export async function countLines(
  segments: readonly Segment[],
  { stepMs, ...query }: LogCount,
  signal?: AbortSignal,
): Promise<LogVolume> {
  const startMs = Math.floor(query.fromMs / stepMs) * stepMs;
  const length = Math.max(1, Math.floor(query.toMs / stepMs) - Math.floor(query.fromMs / stepMs) + 1);
  if (length > MAX_VOLUME_BUCKETS)
    throw new ObservatoryError(
      'OBS_LOGS_STEP',
      `${length} buckets of ${stepMs} ms are more than ${MAX_VOLUME_BUCKETS}`,
      {
        httpStatus: 400,
        hint: 'ask for a longer step or a shorter time',
      },
    );
  const counts = LOG_LEVELS.map(() => new Uint32Array(0));
  let total = 0;
  const { scanned, cut } = await visitLines(
    segments,
    query,
    {
      excludes: () => false,
      line({ level, timeMs }) {
        const index = LOG_LEVELS.indexOf(level);
        if (counts[index].length === 0) counts[index] = new Uint32Array(length);
        counts[index][Math.floor((timeMs - startMs) / stepMs)]++;
        total++;
      },
    },
    signal,
  );
  return {
    startMs,
    stepMs,
    length,
    levels: LOG_LEVELS.flatMap((level, index) =>
      counts[index].length === 0 ? [] : [{ level, counts: [...counts[index]] }],
    ),
    total,
    truncated: cut,
    scanned,
  };
}
