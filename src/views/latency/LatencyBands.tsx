import { useEffect, useId, useRef, useState } from 'react';
import uPlot from 'uplot';
import { drawTimeMarks, type TimeMark } from '../charts/time-mark.ts';
import { useTimeKeys } from '../charts/use-time-keys.ts';
import type { Tokens } from '../heatmap/use-tokens.ts';
import { formatValue } from '../live/format-value.ts';
import { tickLabels } from '../live/time-text.ts';
import type { ThemeName } from '../theme/series-colors.ts';
import { rowFrom, rowNear, type BandColumns } from './band-data.ts';
import { BAND_QUANTILES, quantileName } from './histograms.ts';
import styles from './LatencyView.module.css';

export interface LatencyBandsProps {
  columns: BandColumns;
  fromMs: number;
  toMs: number;
  title: string;
  tokens: Tokens;
  theme: ThemeName;
  /** Width of the axis, so that times stand below those of the heatmap. */
  axisWidth: number;
  height: number;
  marks: readonly TimeMark[];
  /** A line across: the latency that is aimed at, ms. */
  objectiveMs?: number;
  /** A time that somebody else points at. */
  pointedMs?: number;
  /** The time that is pointed at here, undefined when the cursor left. */
  onPoint: (timeMs: number | undefined) => void;
  onSelectWindow?: (fromMs: number, toMs: number) => void;
}

/** Less is a click. */
const MIN_DRAG_PX = 5;

/**
 * Percentiles from p50 to max as nested bands on a logarithmic axis: the outer, the paler. Arrow keys move a cursor, whose
 * percentiles stand below; with Shift they draw out a span, as dragging does.
 */
export function LatencyBands(props: LatencyBandsProps): React.JSX.Element {
  const { columns, fromMs, toMs, tokens, theme, axisWidth, height, marks, objectiveMs, pointedMs, onSelectWindow } =
    props;
  const hostRef = useRef<HTMLDivElement>(null);
  const [plot, setPlot] = useState<uPlot | undefined>();
  const id = useId();
  const [times] = columns;
  const keys = useTimeKeys({
    rows: {
      length: times.length,
      timeAt: (row) => times[row] * 1000,
      rowNear: (timeMs) => rowNear(times, timeMs / 1000),
    },
    firstRow: () => rowFrom(times, fromMs / 1000),
    pointedMs,
    onPoint: props.onPoint,
    onSelectWindow,
  });
  const latest = useRef(props);
  useEffect(() => {
    latest.current = props;
  });
  useEffect(() => {
    const host = hostRef.current;
    if (!host) return;
    const axis = { stroke: tokens.muted, grid: { stroke: tokens.grid, width: 1 }, ticks: { show: false } };
    const font = `11px ${tokens.font}`;
    const last = BAND_QUANTILES.length;
    const made = new uPlot(
      {
        width: host.clientWidth || 300,
        height,
        legend: { show: false },
        padding: [8, 0, 0, 0],
        cursor: { y: false, drag: { x: true, y: false, setScale: false }, points: { size: 5 } },
        scales: { x: { time: true, min: fromMs / 1000, max: toMs / 1000 }, y: { distr: 3, log: 10 } },
        axes: [
          { ...axis, size: 26, space: 80, font, values: timesWithin },
          {
            ...axis,
            size: axisWidth,
            font,
            values: (_plot, ticks) => ticks.map((tick) => (tick === null ? '' : formatValue(tick, 'ms'))),
          },
        ],
        series: [
          {},
          ...BAND_QUANTILES.map((quantile, index) => ({
            label: quantileName(quantile),
            stroke: quantile === 1 ? tokens.bad : tokens.accent,
            dash: quantile === 1 ? [4, 3] : undefined,
            width: quantile === 0.5 || quantile === 0.99 ? 2 : 1,
            alpha: 1 - index * 0.08,
            // A line needs two: what stands alone is a dot.
            points: { show: true, size: 4, filter: (own: uPlot, series: number) => lonelyRows(own.data[series]) },
          })),
        ],
        bands: BAND_QUANTILES.slice(1).map((_, index) => ({
          series: [index + 2, index + 1] as [number, number],
          fill: `color-mix(in srgb, ${tokens.accent} ${Math.round(34 - (26 * index) / last)}%, transparent)`,
        })),
        hooks: {
          setCursor: [
            ({ cursor: { left }, posToVal }) =>
              latest.current.onPoint(left == null || left < 0 ? undefined : posToVal(left, 'x') * 1000),
          ],
          setSelect: [
            (own) => {
              const { left, width } = own.select;
              if (width >= MIN_DRAG_PX)
                latest.current.onSelectWindow?.(own.posToVal(left, 'x') * 1000, own.posToVal(left + width, 'x') * 1000);
              own.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
            },
          ],
          draw: [
            (own) => {
              const lineWidth = globalThis.devicePixelRatio || 1;
              drawTimeMarks(own.ctx, marks, {
                ...own.bbox,
                xOf: (timeMs) => own.valToPos(timeMs / 1000, 'x', true),
                lineWidth,
              });
              if (objectiveMs !== undefined) drawObjective(own, objectiveMs, tokens.warn, lineWidth);
            },
          ],
        },
      },
      columns as uPlot.AlignedData,
      host,
    );
    setPlot(made);
    const observer = new ResizeObserver(() => made.setSize({ width: host.clientWidth || 300, height }));
    observer.observe(host);
    return () => {
      observer.disconnect();
      made.destroy();
      setPlot(undefined);
    };
  }, [columns, fromMs, toMs, tokens, theme, axisWidth, height, marks, objectiveMs]);

  const cursorMs = keys.timeMs ?? pointedMs;
  const { span } = keys;
  useEffect(() => {
    if (!plot) return;
    const at = cursorMs === undefined ? -10 : plot.valToPos(cursorMs / 1000, 'x');
    // Without the hook: whoever pointed has told it already.
    plot.setCursor({ left: at, top: at < 0 ? -10 : plot.over.clientHeight / 2 }, false);
  }, [plot, cursorMs]);
  useEffect(() => {
    if (!plot || !span) return;
    const [left, right] = [plot.valToPos(span.fromMs / 1000, 'x'), plot.valToPos(span.toMs / 1000, 'x')];
    plot.setSelect({ left, top: 0, width: right - left, height: plot.over.clientHeight }, false);
    return () => plot.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
  }, [plot, span?.fromMs, span?.toMs]); // eslint-disable-line react-hooks/exhaustive-deps -- the span is a new object each time

  return (
    // The canvas says nothing to assistive technology: arrow keys move a cursor whose percentiles are spoken below.
    // eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- role application takes the keys
    <div
      className={styles.bands}
      role="application"
      aria-label={`${props.title}: percentiles. Left and right move the cursor${
        onSelectWindow ? ', with Shift they draw out a span, Enter selects it' : ''
      }, Escape leaves.`}
      aria-describedby={span ? `${id}-span` : undefined}
      // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- the picture is operated by keyboard
      tabIndex={0}
      onKeyDown={(event) => {
        if (keys.take(event.key, event.shiftKey)) event.preventDefault();
      }}
    >
      <div ref={hostRef} style={{ height }} aria-hidden="true" />
      {span && (
        <span id={`${id}-span`} className="visually-hidden" role="status">
          {tickLabels([span.fromMs, span.toMs], 1).join(' to ')}
        </span>
      )}
    </div>
  );
}

/** Half of a label's width, px. */
const LABEL_PX = 18;

/** Labels of times; none where the right edge would cut it, for the edge is that of the heatmap above. */
function timesWithin(plot: uPlot, ticks: number[]): string[] {
  const right = plot.over.clientWidth;
  return tickLabels(ticks).map((label, index) => (plot.valToPos(ticks[index], 'x') > right - LABEL_PX ? '' : label));
}

/** Rows with a value between two that have none. */
function lonelyRows(values: ArrayLike<number | null | undefined> | undefined): number[] {
  const rows: number[] = [];
  for (let row = 0; row < (values?.length ?? 0); row++)
    if (values?.[row] != null && values[row - 1] == null && values[row + 1] == null) rows.push(row);
  return rows;
}

function drawObjective({ ctx, bbox, valToPos }: uPlot, objectiveMs: number, color: string, lineWidth: number): void {
  const y = Math.round(valToPos(objectiveMs, 'y', true));
  if (y < bbox.top || y > bbox.top + bbox.height) return;
  ctx.save();
  ctx.fillStyle = color;
  for (let x = bbox.left; x < bbox.left + bbox.width; x += 10 * lineWidth) ctx.fillRect(x, y, 6 * lineWidth, lineWidth);
  ctx.restore();
}
