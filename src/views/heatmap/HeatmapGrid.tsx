import { useCallback, useEffect, useId, useMemo, useRef, useState } from 'react';
import { wordsNear, type TimeMark } from '../charts/time-mark.ts';
import type { ThemeName } from '../theme/series-colors.ts';
import { drawGrid } from './draw-grid.ts';
import { valueAt, type GridCell, type GridData } from './grid-data.ts';
import { cellAt, gridBottom, layoutGrid, moveCell } from './grid-layout.ts';
import { GridTable } from './GridTable.tsx';
import { timeLabels } from './time-label.ts';
import { useTokens, type Tokens } from './use-tokens.ts';
import { useWidth } from './use-width.ts';
import styles from './HeatmapGrid.module.css';

export interface HeatmapGridProps {
  grid: GridData;
  /** Names the picture for who cannot see it. */
  title: string;
  theme: ThemeName;
  /** Fill of a value; undefined leaves the background. Must be stable between renders. */
  color: (value: number, tokens: Tokens) => string | undefined;
  /** A value in words, with its unit: `degraded`, `12 per second`. */
  describe: (value: number) => string;
  /** Text instead of the picture when the grid has no rows or columns. */
  emptyText: string;
  /** Space for the rows' labels, CSS pixels. */
  labelWidth?: number;
  maxHeight?: number;
  /** Row 0 at the bottom. */
  upwards?: boolean;
  marks?: readonly TimeMark[];
  /** A time that another picture points at, ms. */
  pointedMs?: number;
  /** The start of the column that is pointed at here, ms; undefined when the cursor left. */
  onPoint?: (timeMs: number | undefined) => void;
  asTable?: boolean;
  onOpen?: (cell: GridCell) => void;
  onSelectWindow?: (fromMs: number, toMs: number) => void;
}

const AXIS_HEIGHT = 22;

/**
 * A canvas of coloured cells with a tooltip, a keyboard cursor that is spoken, a window chosen by dragging (or Shift and
 * arrows, then Enter) and a table twin.
 */
export function HeatmapGrid(props: HeatmapGridProps): React.JSX.Element {
  const { grid, title, theme, color, describe, emptyText, labelWidth = 150, maxHeight = 480, upwards, asTable } = props;
  const { marks = NO_MARKS, pointedMs, onPoint, onOpen, onSelectWindow } = props;
  const id = useId();
  const [host, setHost] = useState<HTMLDivElement | null>(null);
  const canvasRef = useRef<HTMLCanvasElement>(null);
  const width = useWidth(host);
  const tokens = useTokens(host, theme);
  const [cursor, putCursor] = useState<GridCell | null>(null);
  const [byKeyboard, setByKeyboard] = useState(false);
  const [selection, setSelection] = useState<[number, number] | null>(null);
  const layout = useMemo(
    () => layoutGrid(grid, { width, left: labelWidth, top: 2, maxHeight, upwards }),
    [grid, width, labelWidth, maxHeight, upwards],
  );
  const height = gridBottom(layout) + AXIS_HEIGHT;
  const columns = grid.times.length;
  const timeLabel = useMemo(() => timeLabels(columns * grid.stepMs, grid.stepMs), [columns, grid.stepMs]);
  // A grid that shrank under the cursor leaves it behind.
  const shown = cursor && cursor.row < grid.rows.length && cursor.column < columns ? cursor : null;

  const nearMs = shown ? grid.times[shown.column] + grid.stepMs / 2 : pointedMs;
  const setCursor = (cell: GridCell | null) => {
    putCursor(cell);
    if (cell?.column !== cursor?.column) onPoint?.(cell === null ? undefined : grid.times[cell.column]);
  };

  useEffect(() => {
    const canvas = canvasRef.current;
    const context = canvas?.getContext('2d');
    if (!canvas || !context) return;
    const frame = requestAnimationFrame(() => {
      const ratio = devicePixelRatio || 1;
      canvas.width = Math.round(width * ratio);
      canvas.height = Math.round(height * ratio);
      context.setTransform(ratio, 0, 0, ratio, 0, 0);
      const palette = {
        color: (value: number) => color(value, tokens),
        text: tokens.text,
        muted: tokens.muted,
        grid: tokens.grid,
        cursor: tokens.accent,
        font: tokens.font,
      };
      drawGrid(context, { grid, layout, palette, timeLabel, cursor: shown, selection, marks, pointedMs });
    });
    return () => cancelAnimationFrame(frame);
  }, [grid, layout, width, height, color, tokens, timeLabel, shown, selection, marks, pointedMs, asTable]);

  const choose = useCallback(
    (range: [number, number]) => {
      const [from, to] = range[0] <= range[1] ? range : [range[1], range[0]];
      setSelection(null);
      if (from !== to) onSelectWindow?.(grid.times[from], grid.times[to] + grid.stepMs);
    },
    [grid, onSelectWindow],
  );

  const onKeyDown = (event: React.KeyboardEvent) => {
    if (event.key === 'Escape') {
      setCursor(null);
      setSelection(null);
    } else if (event.key === 'Enter' && shown) {
      if (selection) choose(selection);
      else onOpen?.(shown);
    } else {
      const next = moveCell(layout, shown, event.key);
      if (!next) return;
      event.preventDefault();
      setSelection(event.shiftKey && onSelectWindow && shown ? [selection?.[0] ?? shown.column, next.column] : null);
      setCursor(next);
      setByKeyboard(true);
    }
  };

  const cellOf = (event: React.PointerEvent) => {
    const box = event.currentTarget.getBoundingClientRect();
    return cellAt(layout, event.clientX - box.left, event.clientY - box.top);
  };

  if (grid.rows.length === 0 || columns === 0) return <p className={styles.empty}>{emptyText}</p>;
  if (asTable) return <GridTable grid={grid} title={title} describe={describe} timeLabel={timeLabel} />;
  return (
    // The canvas says nothing to assistive technology: arrow keys move a cursor whose cell is spoken below.
    // eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- role application takes the keys
    <div
      ref={setHost}
      className={styles.host}
      role="application"
      aria-label={`${title}. Arrow keys move between cells, Enter opens one, Escape leaves.`}
      aria-describedby={`${id}-cell`}
      // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- the picture is operated by keyboard
      tabIndex={0}
      onKeyDown={onKeyDown}
      onPointerMove={(event) => {
        const cell = cellOf(event);
        setByKeyboard(false);
        setCursor(cell ?? null);
        if (cell && selection) setSelection([selection[0], cell.column]);
      }}
      onPointerDown={(event) => {
        const cell = cellOf(event);
        if (cell && onSelectWindow && event.button === 0) setSelection([cell.column, cell.column]);
      }}
      onPointerUp={(event) => {
        const cell = cellOf(event);
        if (selection && selection[0] !== selection[1]) choose(selection);
        else if (cell) onOpen?.(cell);
        setSelection(null);
      }}
      onPointerLeave={() => {
        setCursor(null);
        setSelection(null);
      }}
    >
      <canvas ref={canvasRef} style={{ width, height }} aria-hidden="true" />
      <p id={`${id}-cell`} className={styles.cell} aria-live={byKeyboard ? 'polite' : 'off'}>
        {shown === null
          ? ' '
          : `${grid.rows[shown.row].label}, ${timeLabel(grid.times[shown.column])}: ${describe(valueAt(grid, shown))}`}{' '}
        {wordsNear(marks, nearMs, Math.max(grid.stepMs, columns * grid.stepMs * NEAR_SHARE))}
      </p>
    </div>
  );
}

const NO_MARKS: readonly TimeMark[] = [];
/** Marks as near to the cursor as this share of the window are told. */
const NEAR_SHARE = 0.01;
