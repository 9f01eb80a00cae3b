import type { RunMeasure, RunSeries, RunTimeseries } from '@observatory/protocol/runs';
import { numberText } from './number-text.ts';
import type { Finding } from './report-input.ts';

/** Of more nodes with the same trouble the worst are told, and how many more there are. */
const MOST_NODES = 3;

/** What the cluster's own series say: lost nodes, long pauses, full heaps and disks, copies missing, uneven load. */
export function metricFindings(metrics: RunTimeseries | undefined): Finding[] {
  if (!metrics) return [];
  const at = (index: number) => `${new Date(metrics.times[index]).toISOString().slice(11, 19)} UTC`;
  const of = (measure: RunMeasure) => metrics.series.filter((series) => series.measure === measure);
  const percent = (value: number) => numberText(value, 'percentunit');
  return [
    ...down(of('up'), at),
    ...highest(of('gc'), 100, 300, 'spent long in garbage collection', ({ node }, value, index) => {
      const heap = of('heap').find((series) => series.node === node)?.values[index];
      const full = heap == null ? '' : `, its heap ${percent(heap)} full`;
      return `${node} spent ${numberText(value, 'ms')} of each second in garbage collection at ${at(index)}${full}.`;
    }),
    ...highest(
      of('heap'),
      0.9,
      0.97,
      'had heaps as full',
      ({ node }, value, index) => `The heap of ${node} was ${percent(value)} full at ${at(index)}.`,
    ),
    ...highest(
      of('direct'),
      0.9,
      0.97,
      'had as little direct memory',
      ({ node }, value, index) => `The direct memory of ${node} was ${percent(value)} full at ${at(index)}.`,
    ),
    ...highest(
      of('disk'),
      0.85,
      0.95,
      'had disks as full',
      ({ node }, value) => `The ledger disk of ${node} was ${percent(value)} full; at 95 % a bookie takes no more.`,
    ),
    ...highest(
      of('underReplicated'),
      1,
      1,
      'said so',
      (_, value, index) => `${value} ledgers were under-replicated at ${at(index)}.`,
    ),
    ...above(of('heap'), 'heap'),
    ...above(of('cpu'), 'CPU'),
    ...loadShare(of('rateIn')),
    ...metrics.gaps.map((text): Finding => ({ grade: 'warn', text })),
  ];
}

function down(series: readonly RunSeries[], at: (index: number) => string): Finding[] {
  const found = series
    .flatMap(({ node, values }) => {
      const rows = values.flatMap((value, index) => (value === 0 ? [index] : []));
      return rows.length === 0
        ? []
        : [
            {
              rows: rows.length,
              text: `${node} was down in ${rows.length} of ${values.length} samples, first at ${at(rows[0])}.`,
            },
          ];
    })
    .sort((a, b) => b.rows - a.rows);
  return told(
    found.map(({ text }) => ({ grade: 'bad', text })),
    'were down',
  );
}

/** Nodes whose highest value reaches a limit, the worst first. */
function highest(
  series: readonly RunSeries[],
  warn: number,
  bad: number,
  doing: string,
  text: (series: RunSeries, value: number, index: number) => string,
): Finding[] {
  const found = series.flatMap((each) => {
    let top = -1;
    for (const [index, value] of each.values.entries())
      if (value !== null && value > (each.values[top] ?? -Infinity)) top = index;
    const value = each.values[top] ?? 0;
    return top < 0 || value < warn ? [] : [{ value, each, top }];
  });
  found.sort((a, b) => b.value - a.value);
  return told(
    found.map(({ value, each, top }) => ({ grade: value >= bad ? 'bad' : 'warn', text: text(each, value, top) })),
    doing,
  );
}

function told(findings: Finding[], doing: string): Finding[] {
  const rest = findings.slice(MOST_NODES);
  if (rest.length === 0) return findings;
  return [...findings.slice(0, MOST_NODES), { grade: rest[0].grade, text: `${rest.length} more nodes ${doing}.` }];
}

/** A broker above 80 % through nine tenths of the run while every other stays below 60 %. */
function above(all: readonly RunSeries[], name: string): Finding[] {
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

/** A broker that takes this many times the mean is told; the same limit as in the capacity analysis. */
const UNEVEN = 1.3;

function loadShare(all: readonly RunSeries[]): Finding[] {
  const loads = all
    .filter(({ tier }) => tier === 'broker')
    .map(({ node, values }) => {
      const present = values.filter((value) => value !== null);
      return { node, mean: present.reduce((sum, value) => sum + value, 0) / Math.max(1, present.length) };
    })
    .sort((a, b) => b.mean - a.mean);
  const mean = loads.reduce((sum, load) => sum + load.mean, 0) / Math.max(1, loads.length);
  // A rate of a few messages is a health check.
  if (loads.length < 2 || mean < 10 || loads[0].mean < UNEVEN * mean) return [];
  const least = loads[loads.length - 1];
  return [
    {
      grade: 'warn',
      text: `Load is uneven: ${loads[0].node} took ${numberText(loads[0].mean, 'msgps')}, ${(loads[0].mean / mean).toFixed(1)} times the mean of ${loads.length} brokers; ${least.node} took least, ${numberText(least.mean, 'msgps')}.`,
    },
  ];
}
