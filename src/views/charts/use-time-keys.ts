import { useState } from 'react';
import type { TimeWindow } from '../host/ViewHost.ts';

/** Rows of a chart by time, oldest first. */
export interface TimeRows {
  readonly length: number;
  timeAt(row: number): number | undefined;
  /** The row nearest to a time. */
  rowNear(timeMs: number): number | undefined;
}

export interface TimeKeysOptions {
  rows: TimeRows;
  /** Where Home goes: the first row that is shown. */
  firstRow: () => number;
  /** Where the cursor is when the keyboard has not moved it yet. */
  pointedMs: number | undefined;
  onPoint?: (timeMs: number | undefined) => void;
  /** Without it no span can be chosen. */
  onSelectWindow?: (fromMs: number, toMs: number) => void;
}

export interface TimeKeys {
  /** Where the keyboard put the cursor. */
  timeMs: number | undefined;
  /** What Shift and the arrows have chosen so far. */
  span: TimeWindow | undefined;
  /** Takes a key; false when it is none of these. */
  take: (key: string, shift: boolean) => boolean;
}

const STEPS: Readonly<Record<string, number>> = { ArrowLeft: -1, ArrowRight: 1, PageUp: -10, PageDown: 10 };

/**
 * A cursor on a chart's times by keyboard: arrows by one row, Page up and down by ten, Home and End to the edges; with Shift they
 * draw out a span, which Enter selects, as dragging does for the pointer. Escape takes the span, then the cursor away.
 */
export function useTimeKeys({ rows, firstRow, pointedMs, onPoint, onSelectWindow }: TimeKeysOptions): TimeKeys {
  const [timeMs, setTimeMs] = useState<number | undefined>();
  const [anchorMs, setAnchorMs] = useState<number | undefined>();
  const span =
    anchorMs === undefined || timeMs === undefined || anchorMs === timeMs
      ? undefined
      : { fromMs: Math.min(anchorMs, timeMs), toMs: Math.max(anchorMs, timeMs) };

  const take = (key: string, shift: boolean): boolean => {
    const last = rows.length - 1;
    if (last < 0) return false;
    const at = timeMs ?? pointedMs;
    const row = (at === undefined ? undefined : rows.rowNear(at)) ?? last;
    const next = key in STEPS ? row + STEPS[key] : key === 'Home' ? firstRow() : key === 'End' ? last : undefined;
    if (next !== undefined) {
      const nextMs = rows.timeAt(Math.min(last, Math.max(0, next)));
      setAnchorMs(shift && onSelectWindow ? (anchorMs ?? rows.timeAt(row)) : undefined);
      setTimeMs(nextMs);
      onPoint?.(nextMs);
      return true;
    }
    if (key === 'Enter' && span) {
      setAnchorMs(undefined);
      onSelectWindow?.(span.fromMs, span.toMs);
      return true;
    }
    if (key === 'Escape') {
      setAnchorMs(undefined);
      if (span) return true;
      setTimeMs(undefined);
      onPoint?.(undefined);
      return true;
    }
    return false;
  };
  return { timeMs, span, take };
}
