import type { RunRecord } from '@observatory/protocol/run-objects';
import type { RunAlignment, RunTimeseries } from '@observatory/protocol/runs';
import { timeText } from '../record/timeseries.ts';
import type { Finding, ReportResult } from '../report/report-input.ts';
import { correlateRates, isHeld, type ServerRate } from './correlate-rates.ts';

/** File times are rounded, and a result is written some seconds after its last sample. */
const FILE_UNCERTAINTY_MS = 30_000;

/**
 * Lays each result on the clock of the cluster. What a result says itself comes first, then what its rate says, then the time
 * of its file if that lies within the run; each of these is told apart in `from`, and doubts are sentences.
 */
export function alignResults(
  results: readonly ReportResult[],
  timeseries: RunTimeseries | undefined,
  options: { record: Pick<RunRecord, 'startedMs' | 'endedMs'>; modified: ReadonlyMap<string, number> },
): { results: ReportResult[]; remarks: Finding[] } {
  const remarks: Finding[] = [];
  const server = timeseries && rateIntoBrokers(timeseries);
  const aligned = results.map((each): ReportResult => {
    const { result } = each;
    const lengthMs = result.samples * result.intervalMs;
    const name = results.length > 1 ? `${result.fileName}: t` : 'T';
    const stated = result.beginMs === undefined ? undefined : statedAlignment(result.beginMs);
    const found = server && correlateRates(result.publishRate, result.intervalMs, server);
    if (stated) {
      if (found && Math.abs(found.beginMs - stated.beginMs) > found.uncertaintyMs + result.intervalMs) {
        const seconds = Math.round((stated.beginMs - found.beginMs) / 1000);
        remarks.push({
          grade: 'warn',
          text: `${name}he result says it began at ${timeText(stated.beginMs)}, but its rate fits the brokers' at ${timeText(found.beginMs)} (± ${Math.round(found.uncertaintyMs / 1000)} s): the clocks of the benchmark and the cluster differ by about ${Math.abs(seconds)} s.`,
        });
        return { ...each, alignment: found };
      }
      return { ...each, alignment: stated };
    }
    if (found) return { ...each, alignment: found };
    const byFile = fileAlignment(options.modified.get(result.fileName), lengthMs, options.record);
    if (server) {
      const place = byFile
        ? `it is placed by the time of its file (± ${FILE_UNCERTAINTY_MS / 1000} s at best)`
        : 'it is shown by elapsed time';
      remarks.push({
        grade: 'warn',
        text: `${name}he publish rate fits the brokers' rate in nowhere well enough to say when it was measured; ${place}.`,
      });
    }
    return byFile ? { ...each, alignment: byFile } : each;
  });
  return { results: aligned, remarks };
}

function statedAlignment(beginMs: number): RunAlignment {
  return { beginMs, correlation: 0, uncertaintyMs: 0, from: 'stated' };
}

/** The file is written at the end. One whose time lies outside of the run was copied. */
function fileAlignment(
  modifiedMs: number | undefined,
  lengthMs: number,
  { startedMs, endedMs }: Pick<RunRecord, 'startedMs' | 'endedMs'>,
): RunAlignment | undefined {
  if (modifiedMs === undefined) return undefined;
  const beginMs = Math.round(modifiedMs - lengthMs);
  const slackMs = FILE_UNCERTAINTY_MS;
  if (beginMs < startedMs - slackMs || modifiedMs > (endedMs ?? Infinity) + slackMs) return undefined;
  return { beginMs, correlation: 0, uncertaintyMs: FILE_UNCERTAINTY_MS, from: 'file' };
}

/** What all brokers took in together: one that is gone takes in nothing. */
export function rateIntoBrokers({ times, series }: RunTimeseries): ServerRate | undefined {
  const brokers = series.filter(({ measure, tier }) => measure === 'rateIn' && tier !== 'client');
  if (brokers.length === 0) return undefined;
  const values = times.map((_, index) => {
    const known = brokers.flatMap(({ values: column }) => column[index] ?? []);
    return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0);
  });
  const held = isHeld(
    times,
    brokers.map(({ values: column }) => column),
  );
  return { times, values, ...(held !== undefined && { held }) };
}
