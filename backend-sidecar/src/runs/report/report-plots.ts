import { REPORT_CHARTS, type ReportChart, type ReportChartId, type ReportPlots } from '@observatory/protocol/runs';
import { alignmentText } from '../align/alignment-text.ts';
import { metricCharts } from './metric-charts.ts';
import type { ReportInput } from './report-input.ts';
import { resultCharts } from './result-charts.ts';

const ABOUT: Record<ReportChartId, Pick<ReportChart, 'title' | 'says'>> = {
  throughput: { title: 'Throughput', says: 'What was published and consumed, and how the cluster was meanwhile.' },
  latency: {
    title: 'Latency over time',
    says: 'Percentiles of each sample, from the median to the slowest message, and what brokers and bookies took; axes are logarithmic.',
  },
  quantiles: { title: 'Latency quantiles', says: 'The whole run: which part of the messages took at most how long.' },
  health: { title: 'Broker health', says: 'Each broker over time; taller and redder is worse.' },
  resources: { title: 'Resources', says: 'What brokers, bookies and the metadata store used.' },
};

const NO_METRICS =
  'Nothing was recorded of the cluster. Run the benchmark as "observatory run --name NAME -- COMMAND", and its brokers and bookies are here.';

/** The five charts of a report as data: what is drawn, saved as plot_data.json, and shown as tables. */
export function reportPlots(input: ReportInput): ReportPlots {
  const results = resultCharts(input);
  const metrics = input.metrics && metricCharts(input.metrics);
  return {
    schema: 'pulsar-observatory/plots/1',
    title: input.title,
    charts: REPORT_CHARTS.map((id): ReportChart => {
      const result = id === 'health' || id === 'resources' ? { notes: [], panels: [] } : results[id];
      const cluster = id === 'quantiles' ? [] : (metrics?.[id] ?? []);
      const panels = [...result.panels, ...cluster];
      return {
        id,
        ...ABOUT[id],
        notes: [...result.notes, ...alignmentNotes(id, input)],
        panels,
        ...absent(id, input, panels.length),
      };
    }),
  };
}

function absent(id: ReportChartId, input: ReportInput, panels: number): Pick<ReportChart, 'absent'> {
  if (panels > 0) return {};
  if (id === 'health' || id === 'resources') {
    return { absent: input.metrics ? 'What was recorded of the cluster has nothing of this.' : NO_METRICS };
  }
  return { absent: input.results.length === 0 ? 'There is no benchmark result.' : 'The results hold nothing of this.' };
}

function alignmentNotes(id: ReportChartId, { results }: ReportInput): ReportChart['notes'] {
  if (id !== 'throughput') return [];
  return results.flatMap(({ alignment, result }) =>
    alignment === undefined ? [] : [{ measured: true, text: alignmentText(result.fileName, alignment) }],
  );
}
