import { drawLine, linearScale } from './line-path.ts';
import { yRange, type YLimits } from './live-plot.ts';
import { PlotReducer, usualGapMs } from './plot-data.ts';
import type { SeriesLook } from './series-look.ts';
import type { TimeColumns } from './time-columns.ts';
import { niceTicks, timeTicks } from './ticks.ts';
import { rangeText, tickLabels } from './time-text.ts';

/** A chart as a document of its own: everything that a reader far from the page has to know is drawn into it. */
export interface ChartImage {
  title: string;
  /** What was asked; empty where it is not known. */
  query: string;
  /** What made it, with its version. */
  maker: string;
  columns: TimeColumns;
  looks: readonly SeriesLook[];
  fromMs: number;
  toMs: number;
  formatAxis: (value: number) => string;
  isolated?: number;
  limits?: YLimits;
  colors: { background: string; text: string; muted: string; grid: string; font: string; mono: string };
}

const WIDTH = 1000;
const PLOT_HEIGHT = 320;
const MARGIN = 20;
const LINE = 18;
const AXIS_WIDTH = 76;
/** Names and values in the legend; more would be a picture of a list. */
const MAX_LEGEND = 40;
/** Pixels of the file a pixel of the picture. */
const SCALE = 2;

/**
 * Draws a chart for a file: title, range with its zone, axes, lines, legend with the newest values, query and maker.
 * @param canvas gets the size that the picture needs
 */
export function drawChartImage(canvas: HTMLCanvasElement, image: ChartImage): void {
  const pen = canvas.getContext('2d');
  if (!pen) return;
  const { colors, columns, looks, fromMs, toMs, isolated } = image;
  const shown = looks.flatMap((_, index) => (isolated === undefined || isolated === index ? [index] : []));
  pen.font = `12px ${colors.mono}`;
  const query =
    image.query === '' ? [] : wrapped(image.query, Math.floor((WIDTH - 2 * MARGIN) / pen.measureText('m').width));
  pen.font = `12px ${colors.font}`;
  const legend = legendRows(pen, image, shown);
  const plotTop = MARGIN + 2 * LINE + 8;
  const legendTop = plotTop + PLOT_HEIGHT + 2 * LINE;
  const height = legendTop + legend.length * LINE + query.length * LINE + LINE + MARGIN + 8;
  canvas.width = WIDTH * SCALE;
  canvas.height = height * SCALE;
  pen.scale(SCALE, SCALE);
  pen.fillStyle = colors.background;
  pen.fillRect(0, 0, WIDTH, height);
  pen.textBaseline = 'alphabetic';
  text(pen, image.title, MARGIN, MARGIN + 14, `600 17px ${colors.font}`, colors.text);
  text(pen, rangeText(fromMs, toMs), MARGIN, MARGIN + 14 + LINE, `12px ${colors.font}`, colors.muted);

  const box = { left: MARGIN + AXIS_WIDTH, right: WIDTH - MARGIN, top: plotTop, bottom: plotTop + PLOT_HEIGHT };
  const window = { fromMs, toMs, pixels: (box.right - box.left) * SCALE, only: isolated };
  const data = new PlotReducer().reduce(columns, window, usualGapMs(columns));
  const [low, high] = yRange(data.min, data.max, image.limits);
  const x = linearScale(fromMs, toMs, box.left, box.right);
  const y = linearScale(low, high, box.bottom, box.top);
  drawAxes(pen, image, { box, x, y, low, high });
  pen.save();
  pen.beginPath();
  pen.rect(box.left, box.top, box.right - box.left, box.bottom - box.top);
  pen.clip();
  pen.lineJoin = 'round';
  for (const index of shown) {
    const look = looks[index];
    pen.beginPath();
    drawLine(pen, data.times, data.values[index], { x, y, gapMs: data.gapMs, dot: 2 });
    pen.strokeStyle = look.color;
    pen.lineWidth = look.width;
    pen.setLineDash(look.dash ?? []);
    pen.stroke();
  }
  pen.restore();

  let line = legendTop;
  for (const row of legend) {
    for (const { x: at, color, label } of row) {
      pen.fillStyle = color;
      pen.fillRect(at, line - 5, 12, 3);
      text(pen, label, at + 17, line, `12px ${colors.font}`, colors.text);
    }
    line += LINE;
  }
  line += 6;
  for (const part of query) {
    text(pen, part, MARGIN, line, `12px ${colors.mono}`, colors.muted);
    line += LINE;
  }
  text(pen, image.maker, MARGIN, line, `11px ${colors.font}`, colors.muted);
}

interface Axes {
  box: { left: number; right: number; top: number; bottom: number };
  x: { offset: number; factor: number };
  y: { offset: number; factor: number };
  low: number;
  high: number;
}

function drawAxes(pen: CanvasRenderingContext2D, image: ChartImage, { box, x, y, low, high }: Axes): void {
  const { colors, fromMs, toMs, formatAxis, limits } = image;
  const font = `11px ${colors.font}`;
  pen.lineWidth = 1;
  const line = (x0: number, y0: number, x1: number, y1: number, color: string) => {
    pen.strokeStyle = color;
    pen.beginPath();
    pen.moveTo(Math.round(x0) + 0.5, Math.round(y0) + 0.5);
    pen.lineTo(Math.round(x1) + 0.5, Math.round(y1) + 0.5);
    pen.stroke();
  };
  pen.textAlign = 'right';
  for (const tick of niceTicks(low, high, 6)) {
    const at = y.offset + tick * y.factor;
    line(box.left, at, box.right, at, colors.grid);
    text(pen, formatAxis(tick), box.left - 8, at + 4, font, colors.muted);
  }
  pen.textAlign = 'center';
  const times = timeTicks(fromMs, toMs, 10);
  for (const [index, label] of tickLabels(times, 1).entries()) {
    const at = x.offset + times[index] * x.factor;
    line(at, box.top, at, box.bottom, colors.grid);
    text(pen, label, at, box.bottom + 16, font, colors.muted);
  }
  pen.textAlign = 'left';
  for (const { value, color } of limits?.lines ?? [])
    line(box.left, y.offset + value * y.factor, box.right, y.offset + value * y.factor, color);
}

interface LegendEntry {
  x: number;
  color: string;
  label: string;
}

/** Entries in rows as wide as the picture. */
function legendRows(
  pen: CanvasRenderingContext2D,
  { columns, looks }: ChartImage,
  shown: readonly number[],
): LegendEntry[][] {
  const newest = columns.latest(2 * usualGapMs(columns));
  const rows: LegendEntry[][] = [];
  let at = WIDTH;
  const add = (label: string, color: string) => {
    const width = pen.measureText(label).width + 36;
    if (at + width > WIDTH - MARGIN) {
      rows.push([]);
      at = MARGIN;
    }
    rows[rows.length - 1].push({ x: at, color, label });
    at += width;
  };
  for (const index of shown.slice(0, MAX_LEGEND))
    add(`${looks[index].label}  ${looks[index].format(newest[index])}`, looks[index].color);
  if (shown.length > MAX_LEGEND) add(`and ${shown.length - MAX_LEGEND} more`, 'transparent');
  return rows;
}

function text(pen: CanvasRenderingContext2D, words: string, x: number, y: number, font: string, color: string): void {
  pen.font = font;
  pen.fillStyle = color;
  pen.fillText(words, x, y);
}

/** Lines of at most so many characters, broken at blanks where there are any. */
export function wrapped(words: string, columns: number): string[] {
  const lines: string[] = [];
  for (let rest = words.replace(/\s+/g, ' ').trim(); rest !== '';) {
    if (rest.length <= columns) {
      lines.push(rest);
      break;
    }
    const blank = rest.lastIndexOf(' ', columns);
    const cut = blank > columns / 2 ? blank : columns;
    lines.push(rest.slice(0, cut).trimEnd());
    rest = rest.slice(cut).trimStart();
  }
  return lines;
}
