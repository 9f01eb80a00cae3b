import type { ReportChart, ReportLines, ReportPanel } from '@observatory/protocol/runs';
import { hasValues, OMB_STATISTICS, ombNotes } from '../omb/index.ts';
import type { OmbLatency, OmbLatencyKind } from '../omb/index.ts';
import { resultAxis } from './result-axis.ts';
import { resultLabel, type ReportInput, type ReportResult } from './report-input.ts';
import { rounded } from './rounded.ts';

/** Panels and notes of the charts that show benchmark results. */
export function resultCharts(input: ReportInput): Record<'throughput' | 'latency' | 'quantiles', Drawn> {
  const charts = { throughput: empty(), latency: empty(), quantiles: empty() };
  for (const [index, entry] of input.results.entries()) {
    const label = resultLabel(input, index);
    const named = (title: string) => (label === '' ? title : `${title}: ${label}`);
    charts.throughput.panels.push(...throughput(entry, index, named));
    charts.latency.panels.push(...latency(entry, index, named));
    charts.quantiles.panels.push(...quantiles(entry, index, named));
    for (const { chart, measured, text } of ombNotes(entry.result, entry.alignment !== undefined)) {
      // What holds for every file is said once.
      const said = charts[chart].notes.some((note) => note.text === text);
      if (!said) charts[chart].notes.push({ measured, text: measured && label !== '' ? `${label}: ${text}` : text });
    }
    for (const problem of entry.result.problems)
      charts.throughput.notes.push({ measured: true, text: `${named('File')}: ${problem}.` });
  }
  return charts;
}

type Drawn = Pick<ReportChart, 'notes' | 'panels'>;
type Named = (title: string) => string;

function empty(): Drawn {
  return { notes: [], panels: [] };
}

function throughput(entry: ReportResult, index: number, named: Named): ReportPanel[] {
  const { publishRate, consumeRate, publishErrorRate, backlog } = entry.result;
  const lines = (id: string, title: string, unit: ReportLines['unit'], series: ReportLines['series']): ReportPanel[] =>
    series.length === 0
      ? []
      : [
          {
            kind: 'lines',
            id: `${id}-${index}`,
            title: named(title),
            unit,
            scale: 'linear',
            ...resultAxis(entry),
            series,
          },
        ];
  const rates = [
    { name: 'published', values: publishRate },
    { name: 'consumed', values: consumeRate },
    { name: 'failed', values: publishErrorRate },
  ].filter(({ values }) => hasValues(values));
  return [
    ...lines('rates', 'Message rates', 'msgps', rates),
    ...lines('backlog', 'Backlog', 'msg', hasValues(backlog) ? [{ name: 'backlog', values: backlog }] : []),
  ];
}

const KINDS: Record<OmbLatencyKind, string> = {
  publish: 'Publish latency',
  endToEnd: 'End-to-end latency',
  publishDelay: 'Sent later than planned',
  schedule: 'Sent later than planned',
  subscriptionChange: 'Change of subscriptions',
};

function latency(entry: ReportResult, index: number, named: Named): ReportPanel[] {
  return entry.result.latencies.flatMap((kind): ReportPanel[] => {
    const series = OMB_STATISTICS.filter((statistic) => statistic !== 'min' && statistic !== 'avg').flatMap((name) => {
      const values = kind.overTime[name];
      return values === undefined ? [] : [{ name, values: withoutIdle(kind, values) }];
    });
    if (series.every(({ values }) => !hasValues(values))) return [];
    return [
      {
        kind: 'lines',
        id: `latency-${kind.kind}-${index}`,
        title: named(KINDS[kind.kind]),
        unit: 'ms',
        scale: 'log',
        ...resultAxis(entry),
        series: series.map(({ name, values }) => ({ name, values: values.map(rounded) })),
      },
    ];
  });
}

/** OMB writes 0 for a sample without messages: that is no latency of nothing, but none. */
function withoutIdle(kind: OmbLatency, values: readonly (number | null)[]): (number | null)[] {
  return values.map((value, index) => (value === 0 && (kind.overTime.max?.[index] ?? 0) === 0 ? null : value));
}

/** Where the curve ends: 99.999 %, five nines. */
const MOST_NINES = 5;

function quantiles(entry: ReportResult, index: number, named: Named): ReportPanel[] {
  const curves = entry.result.latencies
    .map(({ kind, quantiles: pairs }) => ({
      name: KINDS[kind],
      points: pairs
        .map(([percentile, ms]) => ({ x: rounded(-Math.log10(1 - percentile / 100)) ?? 0, ms }))
        .filter(({ x }) => x <= MOST_NINES),
    }))
    .filter(({ points }) => points.length > 0);
  if (curves.length === 0) return [];
  const x = [...new Set(curves.flatMap(({ points }) => points.map((point) => point.x)))].sort((a, b) => a - b);
  return [
    {
      kind: 'lines',
      id: `quantiles-${index}`,
      title: named('Latency by percentile, whole run'),
      unit: 'ms',
      scale: 'log',
      axis: 'quantile',
      x,
      series: curves.map(({ name, points }) => ({ name, values: stepped(x, points) })),
    },
  ];
}

/** Both curves on one axis: a quantile holds until the next one of its own file; after its last there is nothing. */
function stepped(x: readonly number[], points: readonly { x: number; ms: number }[]): (number | null)[] {
  let next = 0;
  return x.map((at) => {
    while (next < points.length && points[next].x < at) next++;
    return next < points.length ? rounded(points[next].ms) : null;
  });
}
