import path from 'node:path';
import type { RunFinding, RunRecord } from '@observatory/protocol/run-objects';
import type { RunTimeseries } from '@observatory/protocol/runs';
import { messageOf } from '../../util/errors.ts';
import { alignResults } from '../align/align-results.ts';
import { importedRecord } from '../archive/imported-record.ts';
import type { Prices } from '../cost/prices.ts';
import { findingsOf } from '../report/findings.ts';
import { readResults } from '../report/read-results.ts';
import type { Finding, ReportInput } from '../report/report-input.ts';
import { worstSpan, type WorstSpan } from '../report/worst-span.ts';
import { reportPlots } from '../report/report-plots.ts';
import { writeReport } from '../report/write-report.ts';
import type { RunData } from '../run-data.ts';
import type { RunFolder } from '../store/run-folder.ts';
import { runFigures } from './run-figures.ts';
import { runReportInput } from './run-report-input.ts';

/** What a run's files say, and what stands in `run.json` of it. */
export interface Finished {
  input: ReportInput;
  change: Pick<RunRecord, 'results' | 'alignment' | 'figures' | 'findings'>;
}

/** Reads results and series of a run, lays the one on the other and judges both. Writes nothing. */
export async function examineRun(
  folder: RunFolder,
  record: RunRecord,
  options: { version: string; timeseries?: RunTimeseries; prices?: Prices },
): Promise<Finished> {
  const { version, prices } = options;
  const timeseries = options.timeseries ?? (await folder.readTimeseries());
  const read = await readResults(await folder.resultFiles());
  const { results, remarks } = alignResults(read.results, timeseries, { record, modified: await folder.modified() });
  const input = runReportInput(record, { results, refused: read.refused, timeseries, version });
  input.remarks.push(...remarks);
  if (prices) input.prices = prices;
  return {
    input,
    change: {
      results: results.map(({ result, alignment }) => ({
        file: result.fileName,
        driver: result.driver ?? '',
        workload: result.workload ?? '',
        ...(alignment && { alignment }),
      })),
      alignment: results.find(({ alignment }) => alignment)?.alignment,
      figures: runFigures(
        results.map(({ result }) => result),
        timeseries,
      ),
      findings: findingsOf(input).map(toRunFinding),
    },
  };
}

/** Asks for the causes of a run's worst span; what it says becomes sentences of the report. */
export type ExplainSpan = (span: WorstSpan, cluster: string) => Promise<Finding[]>;

/** Writes `plot_data.json` and the report. What fails is told in `troubles`, for the run itself is not worse for it. */
export async function finishRun(
  folder: RunFolder,
  record: RunRecord,
  options: { version: string; timeseries?: RunTimeseries; explain?: ExplainSpan; prices?: Prices },
): Promise<Partial<RunRecord>> {
  try {
    const { input, change } = await examineRun(folder, record, options);
    const span = options.explain && worstSpan(input);
    if (span && options.explain) {
      // A report without causes is better than none.
      input.explained = await options.explain(span, record.cluster).catch(() => []);
      change.findings = findingsOf(input).map(toRunFinding);
    }
    await folder.write('metrics/plot_data.json', `${JSON.stringify(reportPlots(input))}\n`);
    await writeReport(input, folder.file('report'));
    return { ...change, reported: true };
  } catch (error) {
    const trouble = `The report could not be written (${messageOf(error)}).`;
    return record.troubles.includes(trouble) ? {} : { troubles: [...record.troubles, trouble] };
  }
}

/** The run with its results and series, as comparisons take it. */
export async function runData(folder: RunFolder, info: RunData['info'], timeseries?: RunTimeseries): Promise<RunData> {
  const { results } = await readResults(await folder.resultFiles());
  const stored = timeseries ?? (await folder.readTimeseries());
  return { info, ...(stored && { timeseries: stored }), results: results.map(({ result }) => result) };
}

/** A run as a folder of the command holds it, also one whose recorder was killed. @throws ObservatoryError OBS_RUN_ARCHIVE */
export async function readRunFolder(folder: RunFolder): Promise<RunData> {
  const name = path.basename(folder.path);
  const record = await importedRecord(folder, { by: '', nowMs: 0, top: name, leftOut: [] });
  const { schema: _schema, clusterState: _state, abort: _abort, unfinished: _unfinished, ...info } = record;
  return runData(folder, { ...info, bytes: await folder.bytes() });
}

function toRunFinding({ grade, text }: Finding): RunFinding {
  return { grade: grade === 'ok' ? 'good' : grade, text };
}
