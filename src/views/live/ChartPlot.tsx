import { useEffect, useRef } from 'react';
import uPlot from 'uplot';
import { seriesColor, type ThemeName } from '../theme/series-colors.ts';
import { formatValue, type Unit } from './format-value.ts';
import type { TimeColumns } from './time-columns.ts';

export interface ChartPlotProps {
  columns: TimeColumns;
  /** Grows with every change of `columns`; the plot redraws on the next animation frame. */
  revision: number;
  /** Right edge of the axis in ms: moves with time even when no row arrives, so that silence shows as a gap. */
  nowMs: number;
  windowMs: number;
  unit: Unit;
  theme: ThemeName;
  height: number;
  /** Row under the cursor, or null when it left. */
  onCursor: (row: number | null) => void;
  /** Row that the keyboard selected; draws the cursor there. */
  cursorRow: number | null;
  syncKey: string;
}

/** The canvas of a live chart. Rebuilt when the theme, unit or set of series changes, otherwise fed with setData only. */
export function ChartPlot(props: ChartPlotProps): React.JSX.Element {
  const { columns, revision, nowMs, windowMs, unit, theme, height, cursorRow, syncKey } = props;
  const hostRef = useRef<HTMLDivElement>(null);
  const plotRef = useRef<uPlot | null>(null);
  const onCursorRef = useRef(props.onCursor);
  const seriesKey = columns.series.map(({ key }) => key).join('\u0000');

  useEffect(() => {
    onCursorRef.current = props.onCursor;
  });

  useEffect(() => {
    const host = hostRef.current;
    if (!host) return;
    const options = plotOptions({
      columns,
      unit,
      theme,
      width: host.clientWidth || 300,
      height,
      syncKey,
      style: getComputedStyle(host),
      onCursor: (row) => onCursorRef.current(row),
    });
    const plot = new uPlot(options, columns.toAlignedData() as uPlot.AlignedData, host);
    plotRef.current = plot;
    const observer = new ResizeObserver(() => plot.setSize({ width: host.clientWidth || 300, height }));
    observer.observe(host);
    return () => {
      observer.disconnect();
      plot.destroy();
      plotRef.current = null;
    };
    // A new set of series needs a new plot: seriesKey stands for columns.series.
  }, [columns, seriesKey, unit, theme, height, syncKey]);

  useEffect(() => {
    const frame = requestAnimationFrame(() => {
      const plot = plotRef.current;
      if (!plot || plot.series.length !== columns.series.length + 1) return;
      plot.batch(() => {
        plot.setData(columns.toAlignedData() as uPlot.AlignedData, false);
        plot.setScale('x', { min: (nowMs - windowMs) / 1000, max: nowMs / 1000 });
      });
    });
    return () => cancelAnimationFrame(frame);
  }, [columns, revision, nowMs, windowMs, seriesKey]);

  useEffect(() => {
    const plot = plotRef.current;
    if (!plot || cursorRow === null) return;
    const time = plot.data[0][cursorRow];
    if (time !== undefined) plot.setCursor({ left: plot.valToPos(time, 'x'), top: plot.bbox.height / 4 }, false);
  }, [cursorRow]);

  return <div ref={hostRef} style={{ height }} aria-hidden="true" />;
}

interface PlotOptionsInput {
  columns: TimeColumns;
  unit: Unit;
  theme: ThemeName;
  width: number;
  height: number;
  syncKey: string;
  style: CSSStyleDeclaration;
  onCursor: (row: number | null) => void;
}

const DASHES = [undefined, [6, 3], [2, 3]];

function plotOptions(input: PlotOptionsInput): uPlot.Options {
  const { columns, unit, theme, style } = input;
  const token = (name: string, fallback: string) => style.getPropertyValue(name).trim() || fallback;
  const axis: Partial<uPlot.Axis> = {
    stroke: token('--text-muted', '#888'),
    grid: { stroke: token('--grid', '#8883'), width: 1 },
    ticks: { show: false },
    font: `11px ${token('--font', 'sans-serif')}`,
  };
  return {
    width: input.width,
    height: input.height,
    legend: { show: false },
    padding: [8, 8, 0, 0],
    cursor: {
      y: false,
      drag: { x: false, y: false },
      sync: { key: input.syncKey, setSeries: false },
      points: { size: 6 },
    },
    scales: { x: { time: true }, y: { range: (_plot, min, max) => yRange(min, max) } },
    axes: [
      { ...axis, size: 26, space: 70, values: (_plot, ticks) => tickLabels(ticks) },
      { ...axis, size: 64, values: (_plot, ticks) => ticks.map((tick) => formatValue(tick, unit)) },
    ],
    series: [
      {},
      ...columns.series.map(({ label }, index) => ({
        label,
        stroke: seriesColor(theme, index),
        width: 1.5,
        // Past the ten hues the dash tells series apart, so that colour is never alone.
        dash: DASHES[Math.floor(index / 10) % DASHES.length],
        spanGaps: false,
        points: { show: false },
      })),
    ],
    hooks: { setCursor: [(plot) => input.onCursor(plot.cursor.idx ?? null)] },
  };
}

/** Clock times in 24 hours; seconds only where ticks are closer than a minute, the day where they span more than one. */
export function tickLabels(ticks: number[]): string[] {
  const fine = ticks.length > 1 && ticks[1] - ticks[0] < 60;
  const days = ticks.length > 1 && ticks[ticks.length - 1] - ticks[0] > 86_400;
  const format = new Intl.DateTimeFormat('en-GB', {
    ...(days ? { day: '2-digit', month: 'short' } : {}),
    hour: '2-digit',
    minute: '2-digit',
    second: fine ? '2-digit' : undefined,
  });
  return ticks.map((tick) => format.format(tick * 1000));
}

/** Starts at zero unless there are negative values; never an empty range. */
function yRange(min: number | null, max: number | null): [number, number] {
  const low = Math.min(0, min ?? 0);
  const high = max ?? 1;
  return [low * 1.1, high <= low ? low + 1 : high * 1.1];
}
