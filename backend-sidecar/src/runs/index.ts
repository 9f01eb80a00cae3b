export * from './omb/index.ts';
export { readResults } from './report/read-results.ts';
export { writeReport } from './report/write-report.ts';
export type { ReportInput, ReportResult, Finding } from './report/report-input.ts';
