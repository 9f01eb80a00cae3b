export * from './omb/index.ts';
export { readResults } from './report/read-results.ts';
export { reportPlots } from './report/report-plots.ts';
export { writeReport } from './report/write-report.ts';
export type { ReportInput, ReportResult, Finding } from './report/report-input.ts';
export { AbortWatch } from './record/abort-watch.ts';
export { Recorder } from './record/recorder.ts';
export type { MeasureSource } from './record/snapshot.ts';
export { wrapCommand, type CommandEnd, type WrappedCommand } from './record/wrap-command.ts';
export { examineRun, finishRun, readRunFolder, runData } from './finish/finish-run.ts';
export { recoverRun } from './finish/recover-run.ts';
export { RunFolder, type RunFile } from './store/run-folder.ts';
export { newRunId } from './store/run-id.ts';
export { RunStore } from './store/run-store.ts';
export { importRun } from './archive/import-run.ts';
export { seriesOfRun, type StoredSeries } from './archive/series-of-run.ts';
export { writeTar } from './archive/write-tar.ts';
export * from './compare/index.ts';
export type { NewRun } from './live/new-run.ts';
export { Runs, type RunEnd } from './live/runs.ts';
export type { RunData } from './run-data.ts';
export {
  compareRuns,
  evaluateGate,
  groupName,
  parseGate,
  type CompareOptions,
  type GateOutcome,
} from './compare/index.ts';
export { parsePrices, type Prices } from './cost/prices.ts';
export { moneyText, runCost, type RunCost } from './cost/run-cost.ts';
