import { drawTimeMarks, type TimeMark } from '../charts/time-mark.ts';
import type { GridCell, GridData } from './grid-data.ts';
import { columnLeft, gridBottom, rowTop, type GridLayout } from './grid-layout.ts';

export interface GridPalette {
  /** Fill of a value; undefined leaves the background. */
  color: (value: number) => string | undefined;
  text: string;
  muted: string;
  grid: string;
  cursor: string;
  font: string;
}

export interface GridDrawing {
  grid: GridData;
  layout: GridLayout;
  palette: GridPalette;
  timeLabel: (timeMs: number) => string;
  cursor: GridCell | null;
  /** Columns selected with the pointer, both inclusive. */
  selection: [from: number, to: number] | null;
  marks: readonly TimeMark[];
  /** A time that somebody else points at. */
  pointedMs: number | undefined;
}

const LABEL_HEIGHT = 11;
const TICK_SPACE = 80;

/** Draws everything; the context's units are CSS pixels. Neighbouring cells of one colour are one rectangle. */
export function drawGrid(context: CanvasRenderingContext2D, drawing: GridDrawing): void {
  const { grid, layout, palette } = drawing;
  context.clearRect(0, 0, context.canvas.width, context.canvas.height);
  drawCells(context, drawing);
  drawRowLabels(context, drawing);
  drawTimes(context, drawing);
  const place = {
    xOf: (timeMs: number) => columnLeft(layout, (timeMs - grid.times[0]) / grid.stepMs),
    ...{ left: layout.left, width: layout.width, top: layout.top, height: gridBottom(layout) - layout.top },
    lineWidth: 1,
  };
  drawTimeMarks(context, drawing.marks, place);
  if (drawing.pointedMs !== undefined && !drawing.cursor)
    drawTimeMarks(context, [{ timeMs: drawing.pointedMs, color: palette.muted }], place);
  if (drawing.selection) {
    const [from, to] = drawing.selection;
    const left = columnLeft(layout, Math.min(from, to));
    context.strokeStyle = palette.cursor;
    context.globalAlpha = 0.2;
    context.fillStyle = palette.cursor;
    context.fillRect(
      left,
      layout.top,
      columnLeft(layout, Math.max(from, to) + 1) - left,
      gridBottom(layout) - layout.top,
    );
    context.globalAlpha = 1;
  }
  if (drawing.cursor) {
    const { row, column } = drawing.cursor;
    const left = columnLeft(layout, column);
    context.strokeStyle = palette.cursor;
    context.lineWidth = 2;
    context.strokeRect(
      left - 1,
      rowTop(layout, row) - 1,
      Math.max(3, columnLeft(layout, column + 1) - left) + 2,
      layout.rowHeight + 2,
    );
  }
}

function drawCells(context: CanvasRenderingContext2D, { grid, layout, palette }: GridDrawing): void {
  const { columns } = layout;
  // A hairline between rows as long as they are thick enough to lose one.
  const height = layout.rowHeight > 5 ? layout.rowHeight - 1 : layout.rowHeight;
  for (let row = 0; row < layout.rows; row++) {
    const top = rowTop(layout, row);
    for (let column = 0; column < columns;) {
      const color = palette.color(grid.values[row * columns + column]);
      let end = column + 1;
      while (end < columns && palette.color(grid.values[row * columns + end]) === color) end++;
      if (color !== undefined) {
        const left = columnLeft(layout, column);
        context.fillStyle = color;
        context.fillRect(left, top, columnLeft(layout, end) - left, height);
      }
      column = end;
    }
  }
}

/** As many labels as fit, the first of each group in the text colour. */
function drawRowLabels(context: CanvasRenderingContext2D, { grid, layout, palette }: GridDrawing): void {
  const every = Math.max(1, Math.ceil((LABEL_HEIGHT + 2) / layout.rowHeight));
  context.font = `${LABEL_HEIGHT}px ${palette.font}`;
  context.textAlign = 'right';
  context.textBaseline = 'middle';
  for (let row = 0; row < layout.rows; row += every) {
    context.fillStyle = grid.rows[row].group !== grid.rows[row - every]?.group ? palette.text : palette.muted;
    context.fillText(
      shorten(context, grid.rows[row].label, layout.left - 10),
      layout.left - 6,
      rowTop(layout, row) + layout.rowHeight / 2,
    );
  }
}

/** Cuts a label in its middle: ids differ at both ends. */
function shorten(context: CanvasRenderingContext2D, text: string, width: number): string {
  if (context.measureText(text).width <= width) return text;
  for (let keep = text.length - 2; keep > 2; keep -= 2) {
    const head = Math.ceil(keep / 2);
    const short = `${text.slice(0, head)}…${text.slice(text.length - (keep - head))}`;
    if (context.measureText(short).width <= width) return short;
  }
  return '…';
}

function drawTimes(context: CanvasRenderingContext2D, { grid, layout, palette, timeLabel }: GridDrawing): void {
  if (layout.columns === 0) return;
  const every = Math.max(1, Math.ceil((TICK_SPACE * layout.columns) / layout.width));
  context.fillStyle = palette.muted;
  context.textAlign = 'left';
  context.textBaseline = 'top';
  const bottom = gridBottom(layout);
  for (let column = 0; column < layout.columns; column += every) {
    const x = columnLeft(layout, column);
    if (x + TICK_SPACE / 2 > layout.left + layout.width) break;
    context.fillRect(x, bottom, 1, 4);
    context.fillText(timeLabel(grid.times[column]), x + 3, bottom + 4);
  }
}
