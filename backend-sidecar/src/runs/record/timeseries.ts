import type { RunSeries, RunTimeseries } from '@observatory/protocol/runs';
import { compare, type Snapshot } from './snapshot.ts';

/** Looks in the order of time as columns; a look that failed leaves absent values and a sentence. */
export function timeseriesOf(looks: readonly Snapshot[], stepMs: number): RunTimeseries {
  const series = new Map<string, RunSeries>();
  for (const [index, { values }] of looks.entries()) {
    for (const { measure, node, tier, value } of values) {
      const key = `${measure}\n${node}`;
      let entry = series.get(key);
      if (!entry) {
        entry = { measure, node, tier, values: looks.map(() => null) };
        series.set(key, entry);
      }
      entry.values[index] = value;
    }
  }
  return {
    schema: 'pulsar-observatory/timeseries/1',
    stepMs,
    times: looks.map(({ timeMs }) => timeMs),
    series: [...series.values()].sort(compare),
    gaps: [...failedLooks(looks), ...pauses(looks, stepMs)],
  };
}

/** What could not be asked while the run lasted, in one sentence. */
export function failedLooks(looks: readonly Pick<Snapshot, 'timeMs' | 'troubles'>[]): string[] {
  const failed = looks.filter(({ troubles }) => troubles.length > 0);
  if (failed.length === 0) return [];
  const [{ timeMs, troubles }] = failed;
  return [
    `The cluster could not be asked everything in ${failed.length} of ${looks.length} looks, first at ${timeText(timeMs)} (${troubles[0]}).`,
  ];
}

/** Times in which nobody looked: the recorder itself was gone. */
export function pauses(looks: readonly Pick<Snapshot, 'timeMs'>[], stepMs: number): string[] {
  return looks.flatMap(({ timeMs }, index) => {
    const before = looks[index - 1]?.timeMs ?? timeMs;
    if (timeMs - before <= 2.5 * stepMs) return [];
    return [
      `Nobody looked at the cluster from ${timeText(before)} to ${timeText(timeMs)}: what recorded the run was not there.`,
    ];
  });
}

/** `2026-11-22T16:00:00Z` */
export function timeText(timeMs: number): string {
  return `${new Date(timeMs).toISOString().slice(0, 19)}Z`;
}
