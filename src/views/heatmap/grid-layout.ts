import type { GridCell, GridData } from './grid-data.ts';

/** Where the cells of a grid are on its canvas; CSS pixels from the top left. */
export interface GridLayout {
  left: number;
  top: number;
  width: number;
  rowHeight: number;
  rows: number;
  columns: number;
  /** Row 0 at the bottom, as an axis of values wants it. */
  upwards: boolean;
}

/** Rows are never thinner than this: below it nobody hits one. */
const MIN_ROW_HEIGHT = 3;
const MAX_ROW_HEIGHT = 28;

/** Fits a grid into a width; its height follows from the rows, bounded by `maxHeight`. */
export function layoutGrid(
  grid: GridData,
  space: { width: number; left: number; top: number; maxHeight: number; upwards?: boolean },
): GridLayout {
  const rows = grid.rows.length;
  const rowHeight = Math.max(MIN_ROW_HEIGHT, Math.min(MAX_ROW_HEIGHT, Math.floor(space.maxHeight / Math.max(1, rows))));
  return {
    left: space.left,
    top: space.top,
    width: Math.max(1, space.width - space.left),
    rowHeight,
    rows,
    columns: grid.times.length,
    upwards: space.upwards ?? false,
  };
}

/** Top edge of a row. */
export function rowTop({ top, rows, rowHeight, upwards }: GridLayout, row: number): number {
  return top + (upwards ? rows - 1 - row : row) * rowHeight;
}

/** Left edge of a column; the right one is that of the next. Whole pixels, so that neighbours neither overlap nor part. */
export function columnLeft({ left, width, columns }: GridLayout, column: number): number {
  return left + Math.round((column * width) / columns);
}

/** Bottom edge of all rows. */
export function gridBottom({ top, rows, rowHeight }: GridLayout): number {
  return top + rows * rowHeight;
}

/** The cell under a point; undefined beside the grid. */
export function cellAt(layout: GridLayout, x: number, y: number): GridCell | undefined {
  const { left, top, width, rowHeight, rows, columns, upwards } = layout;
  const fromTop = Math.floor((y - top) / rowHeight);
  const column = Math.floor(((x - left) * columns) / width);
  if (columns === 0 || fromTop < 0 || fromTop >= rows || column < 0 || column >= columns) return undefined;
  return { row: upwards ? rows - 1 - fromTop : fromTop, column };
}

/** Where a key moves the cursor; undefined when the key moves nothing. `null` for a cursor that is nowhere yet. */
export function moveCell(layout: GridLayout, from: GridCell | null, key: string): GridCell | undefined {
  const { rows, columns, upwards } = layout;
  if (rows === 0 || columns === 0) return undefined;
  const down = upwards ? -1 : 1;
  const steps: Record<string, [rows: number, columns: number]> = {
    ArrowUp: [-down, 0],
    ArrowDown: [down, 0],
    ArrowLeft: [0, -1],
    ArrowRight: [0, 1],
    PageUp: [-down * 10, 0],
    PageDown: [down * 10, 0],
    Home: [0, -columns],
    End: [0, columns],
  };
  const step = Object.hasOwn(steps, key) ? steps[key] : undefined;
  if (!step) return undefined;
  if (from === null) return { row: upwards ? rows - 1 : 0, column: columns - 1 };
  const clamp = (value: number, limit: number) => Math.min(limit - 1, Math.max(0, value));
  return { row: clamp(from.row + step[0], rows), column: clamp(from.column + step[1], columns) };
}
