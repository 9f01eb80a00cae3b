import type { TimeColumns } from './time-columns.ts';

/** The rows of a window as CSV (RFC 4180): times in UTC, a column a series, nothing where there is no value. */
export function chartCsv(columns: TimeColumns, { fromMs, toMs }: { fromMs: number; toMs: number }): string {
  const times = columns.timesView();
  const values = columns.columnViews();
  const lines = [['time', ...columns.series.map(({ label }) => label)].map(quoted).join(',')];
  const end = columns.rowFrom(toMs + 1);
  for (let row = columns.rowFrom(fromMs); row < end; row++) {
    const cells = values.map((column) => (Number.isNaN(column[row]) ? '' : String(column[row])));
    lines.push([new Date(times[row]).toISOString(), ...cells].join(','));
  }
  return `${lines.join('\r\n')}\r\n`;
}

function quoted(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
