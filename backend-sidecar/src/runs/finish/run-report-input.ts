import type { RunRecord } from '@observatory/protocol/run-objects';
import type { RunTimeseries } from '@observatory/protocol/runs';
import type { Finding, ReportInput } from '../report/report-input.ts';
import { timeText } from '../record/timeseries.ts';

/** Everything that the report of a run is made of. */
export function runReportInput(
  record: RunRecord,
  parts: Pick<ReportInput, 'results' | 'refused'> & { timeseries?: RunTimeseries; version: string },
): ReportInput {
  const { results, refused, timeseries, version } = parts;
  return {
    title: record.name,
    version,
    results,
    refused,
    ...(timeseries && timeseries.series.length > 0 && { metrics: timeseries }),
    facts: factsOf(record),
    remarks: [
      ...howItEnded(record),
      ...record.troubles.map((text): Finding => ({ grade: 'warn', text: sentence(text) })),
      ...(timeseries && timeseries.series.length === 0
        ? timeseries.gaps.map((text): Finding => ({ grade: 'warn', text }))
        : []),
    ],
  };
}

/** Arguments of the command may hold secrets: only its name is kept. */
function factsOf(record: RunRecord): [string, string][] {
  const { command, cluster, labels, startedMs, endedMs, by, clusterState, notes } = record;
  const facts: [string, string][] = [
    ['Command', command],
    ['Cluster', cluster],
    ['Begin', timeText(startedMs)],
    ['End', endedMs === undefined ? '' : timeText(endedMs)],
    ['Ended with', endedMs === undefined ? '' : endText(record)],
    ['Started by', by],
    ...clusterState,
    ...Object.entries(labels).map(([name, value]): [string, string] => [`Label ${name}`, value]),
    ['Notes', notes],
  ];
  return facts.filter(([, value]) => value !== '');
}

function endText({ exitCode, signal, state }: RunRecord): string {
  if (signal !== undefined) return `ended by ${signal}`;
  return exitCode === undefined ? state : `exit code ${exitCode}`;
}

function howItEnded(record: RunRecord): Finding[] {
  const { state, reason = '', command } = record;
  const because = reason === '' ? '' : `: ${reason.replace(/\.$/, '')}`;
  if (state === 'failed') {
    const text =
      because === '' && command !== '' ? `The command failed: ${endText(record)}.` : `The run failed${because}.`;
    return [{ grade: 'bad', text }];
  }
  if (state === 'aborted') return [{ grade: 'bad', text: `The run was aborted${because}.` }];
  if (state === 'interrupted') return [{ grade: 'warn', text: `The run was interrupted${because}.` }];
  return [];
}

const sentence = (text: string): string => (/[.!?]$/.test(text) ? text : `${text}.`);
