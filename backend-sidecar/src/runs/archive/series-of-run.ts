import type { RunRecord } from '@observatory/protocol/run-objects';
import type { RunTimeseries } from '@observatory/protocol/runs';
import { compareLabels, Labels } from '../../model/labels.ts';
import type { SampleBuffer } from '../../storage.ts';

/** One series, as writers of blocks take it. */
export interface StoredSeries {
  labels: Labels;
  read: (out: SampleBuffer) => void;
}

/**
 * The measures of a run as series of the store, `observatory_run_rate_in{run, cluster, instance, tier}`, at their own times, so that
 * an imported run can be queried and drawn beside others. In the order of their labels; absent values have no sample.
 */
export function seriesOfRun(
  { id, cluster }: Pick<RunRecord, 'id' | 'cluster'>,
  timeseries: RunTimeseries,
): StoredSeries[] {
  const { times, series } = timeseries;
  return series
    .map(({ measure, node, tier, values }) => ({
      labels: Labels.fromObject({
        __name__: `observatory_run_${snakeCase(measure)}`,
        ...(cluster !== '' && { cluster }),
        instance: node,
        run: id,
        tier,
      }),
      read: (out: SampleBuffer) => {
        out.length = 0;
        out.reserve(times.length);
        for (const [index, value] of values.entries()) {
          if (value === null) continue;
          out.timestamps[out.length] = Math.round(times[index]);
          out.values[out.length++] = value;
        }
      },
    }))
    .sort((a, b) => compareLabels(a.labels, b.labels));
}

const snakeCase = (measure: string): string =>
  measure
    .replace(/([a-z])([A-Z])/g, (_, before: string, letter: string) => `${before}_${letter.toLowerCase()}`)
    .toLowerCase();
