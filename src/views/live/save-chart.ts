import { saveFile } from '../page/save-file.ts';
import { chartCsv } from './chart-csv.ts';
import { drawChartImage, type ChartImage } from './chart-image.ts';

/** What a chart that is saved says about itself; colours are read where it is shown. */
export type ChartToSave = Omit<ChartImage, 'colors'>;

/** A name for a file of a chart: `throughput-20261122T140500Z.png`. */
export function chartFileName({ title, toMs }: Pick<ChartToSave, 'title' | 'toMs'>, ending: string): string {
  const name = title
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
  return `${name || 'chart'}-${new Date(toMs).toISOString().replace(/[-:]|\.\d+/g, '')}.${ending}`;
}

export function saveChartCsv(chart: ChartToSave): void {
  saveFile(chartFileName(chart, 'csv'), chartCsv(chart.columns, chart), 'text/csv');
}

/** Draws the chart in the colours that hold at `place` and hands the picture to the browser's downloads. */
export function saveChartPng(chart: ChartToSave, place: Element): void {
  const style = getComputedStyle(place);
  const token = (name: string, fallback: string) => style.getPropertyValue(name).trim() || fallback;
  const canvas = document.createElement('canvas');
  drawChartImage(canvas, {
    ...chart,
    colors: {
      background: token('--panel', '#fff'),
      text: token('--text', '#222'),
      muted: token('--text-muted', '#666'),
      grid: token('--grid', '#ddd'),
      font: token('--font', 'sans-serif'),
      mono: token('--font-mono', 'monospace'),
    },
  });
  canvas.toBlob((blob) => blob && saveFile(chartFileName(chart, 'png'), blob, 'image/png'));
}
