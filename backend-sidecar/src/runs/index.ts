export * from './omb/index.ts';
export { readResults } from './report/read-results.ts';
export { reportPlots } from './report/report-plots.ts';
export { writeReport } from './report/write-report.ts';
export type { ReportInput, ReportResult, Finding } from './report/report-input.ts';
export { Recorder } from './record/recorder.ts';
export { takeSnapshot } from './record/prometheus-source.ts';
export { wrapCommand, type CommandEnd } from './record/wrap-command.ts';
