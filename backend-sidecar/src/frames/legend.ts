import type { Labels } from '../model/labels.ts';

const PLACEHOLDER = /\{\{\s*(.+?)\s*\}\}/g;
/** Grafana's word for "choose a name yourself": its frontend names series by the labels in which they differ. */
const AUTO = '__auto';

/**
 * The name of a series in a legend: `{{label}}` replaced by its value (nothing when it has none), or the series as PromQL
 * writes it, or the query where that says nothing. Undefined leaves the choice to the viewer.
 */
export function legendOf(labels: Labels, legendFormat: string, expr: string): string | undefined {
  if (legendFormat === AUTO) return labels.size > 0 ? undefined : expr;
  if (legendFormat !== '') return legendFormat.replace(PLACEHOLDER, (_, name: string) => labels.get(name));
  return labels.size > 0 ? labels.toString() : expr;
}
