import type { RunSeries, RunTimeseries } from '@observatory/protocol/runs';
import type { Snapshot } from './prometheus-source.ts';

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
  const failed = looks.filter(({ troubles }) => troubles.length > 0);
  const gaps =
    failed.length === 0
      ? []
      : [
          `The cluster could not be asked everything in ${failed.length} of ${looks.length} looks, first at ${new Date(failed[0].timeMs).toISOString().slice(0, 19)}Z (${failed[0].troubles[0]}).`,
        ];
  return {
    schema: 'pulsar-observatory/timeseries/1',
    stepMs,
    times: looks.map(({ timeMs }) => timeMs),
    series: [...series.values()],
    gaps,
  };
}
