import type { RunSeries, RunTimeseries } from '@observatory/protocol/runs';
import { numberText } from './number-text.ts';
import type { Finding } from './report-input.ts';

/** What the cluster's own series say: lost nodes, long pauses, full heaps, uneven load. */
export function metricFindings(metrics: RunTimeseries | undefined): Finding[] {
  if (!metrics) return [];
  const at = (index: number) => `${new Date(metrics.times[index]).toISOString().slice(11, 19)} UTC`;
  const of = (measure: RunSeries['measure']) => metrics.series.filter((series) => series.measure === measure);
  return [
    ...of('up').flatMap(({ node, values }): Finding[] => {
      const down = values.flatMap((value, index) => (value === 0 ? [index] : []));
      if (down.length === 0) return [];
      return [
        {
          grade: 'bad',
          text: `${node} was down in ${down.length} of ${values.length} samples, first at ${at(down[0])}.`,
        },
      ];
    }),
    ...of('gc').flatMap((series) =>
      highest(
        series,
        100,
        300,
        (value, index) =>
          `${series.node} spent ${numberText(value, 'ms')} of each second in garbage collection at ${at(index)}${heapAt(metrics, series.node, index)}.`,
      ),
    ),
    ...of('heap').flatMap((series) =>
      highest(
        series,
        0.9,
        0.97,
        (value, index) => `The heap of ${series.node} was ${numberText(value, 'percentunit')} full at ${at(index)}.`,
      ),
    ),
    ...uneven(of('heap'), 'heap'),
    ...uneven(of('cpu'), 'CPU'),
    ...metrics.gaps.map((text): Finding => ({ grade: 'warn', text })),
  ];
}

function highest(
  { values }: RunSeries,
  warn: number,
  bad: number,
  text: (value: number, index: number) => string,
): Finding[] {
  let top = -1;
  for (const [index, value] of values.entries()) if (value !== null && value > (values[top] ?? -Infinity)) top = index;
  const value = values[top] ?? 0;
  return value < warn ? [] : [{ grade: value >= bad ? 'bad' : 'warn', text: text(value, top) }];
}

function heapAt(metrics: RunTimeseries, node: string, index: number): string {
  const heap = metrics.series.find((series) => series.measure === 'heap' && series.node === node)?.values[index];
  return heap == null ? '' : `, its heap ${numberText(heap, 'percentunit')} full`;
}

/** A broker above 80 % through nine tenths of the run while every other stays below 60 %. */
function uneven(all: RunSeries[], name: string): Finding[] {
  const brokers = all.filter(({ tier }) => tier === 'broker');
  if (brokers.length < 2) return [];
  const share = ({ values }: RunSeries, holds: (value: number) => boolean) => {
    const present = values.filter((value) => value !== null);
    return present.length === 0 ? 0 : present.filter(holds).length / present.length;
  };
  const heavy = brokers.filter((series) => share(series, (value) => value > 0.8) >= 0.9);
  const light = brokers.filter((series) => share(series, (value) => value < 0.6) >= 0.9);
  if (heavy.length === 0 || heavy.length + light.length !== brokers.length || light.length === 0) return [];
  return [
    {
      grade: 'warn',
      text: `Load is uneven: ${heavy.map(({ node }) => node).join(', ')} above 80 % ${name} all run, the others below 60 %.`,
    },
  ];
}
