import type { ReportPanel } from '@observatory/protocol/runs';
import { xName, xText } from './x-text.ts';

/** A panel as a table: a header and a row for each x. What the table twin and the CSV show. */
export interface PanelRows {
  header: string[];
  rows: { x: string; values: (number | null)[] }[];
}

export function panelRows(panel: ReportPanel): PanelRows {
  const columns = panel.kind === 'lines' ? panel.series : panel.rows;
  return {
    header: [xName(panel.axis), ...columns.map(({ name }) => `${name} (${UNIT_NAMES[panel.unit]})`)],
    rows: panel.x.map((x, index) => ({
      x: xText(panel.axis, x),
      values: columns.map(({ values }) => values[index] ?? null),
    })),
  };
}

/** RFC 4180, numbers as they are, absent ones empty. */
export function rowsCsv({ header, rows }: PanelRows): string {
  const lines = rows.map(({ x, values }) => [quoted(x), ...values.map((value) => value ?? '')].join(','));
  return [header.map(quoted).join(','), ...lines, ''].join('\r\n');
}

/** A cell that a spreadsheet would take for a formula is not one. */
function quoted(text: string): string {
  const safe = /^[=+@-]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

const UNIT_NAMES: Record<ReportPanel['unit'], string> = {
  short: 'count',
  msgps: 'msg/s',
  ms: 'ms',
  percentunit: 'ratio',
  bytes: 'bytes',
  Bps: 'bytes/s',
  msg: 'messages',
};
