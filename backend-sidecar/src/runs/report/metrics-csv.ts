import type { ReportPlots } from '@observatory/protocol/runs';

/**
 * Every value of every panel, a line each: `chart,panel,series,axis,x,value,unit`. Absent values have no line. A piece is a series.
 */
export function* metricsCsv({ charts }: ReportPlots): Generator<string> {
  yield 'chart,panel,series,axis,x,value,unit\r\n';
  for (const { id, panels } of charts) {
    for (const panel of panels) {
      for (const { name, values } of panel.kind === 'lines' ? panel.series : panel.rows) {
        const before = [id, panel.id, name, panel.axis].map(cell).join(',');
        let piece = '';
        for (const [index, value] of values.entries()) {
          if (value !== null) piece += `${before},${panel.x[index]},${value},${panel.unit}\r\n`;
        }
        if (piece !== '') yield piece;
      }
    }
  }
}

function cell(text: string): string {
  const safe = /^[=+@-]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
