/** Exports of any length as CSV or JSON, raw or in buckets of time, in constant memory. */
export { exportRows } from './export-rows.ts';
export { planExport, type ExportDeps, type ExportPlan } from './plan.ts';
export { rowWriter, type RowWriter } from './row-writer.ts';
