import {
  LOG_LEVELS,
  MAX_VOLUME_BUCKETS,
  type LogLevel,
  type LogVolume,
  type StoredLogLine,
} from '@observatory/protocol/logs';

/**
 * The counts with some new lines in them: longer where lines lie behind the last bucket, and without buckets before the oldest of
 * MAX_VOLUME_BUCKETS. Lines before the first bucket are not counted.
 */
export function addToVolume(volume: LogVolume, lines: readonly StoredLogLine[]): LogVolume {
  if (lines.length === 0) return volume;
  const { startMs, stepMs } = volume;
  const bucketOf = (timeMs: number) => Math.floor((timeMs - startMs) / stepMs);
  const wanted = lines.reduce((most, { timeMs }) => Math.max(most, bucketOf(timeMs) + 1), volume.length);
  // A line from a clock that is far ahead must not make the chart endless.
  const length = Math.min(wanted, MAX_VOLUME_BUCKETS);
  const counts = new Map<LogLevel, number[]>(
    volume.levels.map(({ level, counts: before }) => [
      level,
      [...before, ...Array<number>(length - before.length).fill(0)],
    ]),
  );
  let total = volume.total;
  for (const { level, timeMs } of lines) {
    const bucket = bucketOf(timeMs);
    if (bucket < 0 || bucket >= length) continue;
    let row = counts.get(level);
    if (!row) counts.set(level, (row = Array<number>(length).fill(0)));
    row[bucket]++;
    total++;
  }
  const levels = LOG_LEVELS.flatMap((level) => {
    const row = counts.get(level);
    return row ? [{ level, counts: row }] : [];
  });
  return { ...volume, length, levels, total };
}

/** Counts of one bucket, by level, and their sum. */
export function bucketTotal({ levels }: LogVolume, bucket: number): number {
  return levels.reduce((sum, { counts }) => sum + (counts[bucket] ?? 0), 0);
}
