import { useEffect, useRef } from 'react';
import uPlot from 'uplot';
import { tickLabels } from '../live/time-text.ts';
import { formatValue } from '../live/format-value.ts';
import type { ThemeName } from '../theme/series-colors.ts';
import type { GridMark } from '../heatmap/draw-grid.ts';
import type { Tokens } from '../heatmap/use-tokens.ts';
import type { BandColumns } from './band-data.ts';
import { BAND_QUANTILES, quantileName } from './histograms.ts';

export interface LatencyBandsProps {
  columns: BandColumns;
  fromMs: number;
  toMs: number;
  tokens: Tokens;
  theme: ThemeName;
  /** Width of the axis, so that times stand below those of the heatmap. */
  axisWidth: number;
  height: number;
  marks: readonly GridMark[];
  /** Row under the cursor, null when it left. */
  onCursor: (row: number | null) => void;
}

/** Percentiles from p50 to max as nested bands on a logarithmic axis: the outer, the paler. */
export function LatencyBands(props: LatencyBandsProps): React.JSX.Element {
  const { columns, fromMs, toMs, tokens, theme, axisWidth, height, marks } = props;
  const hostRef = useRef<HTMLDivElement>(null);
  const onCursorRef = useRef(props.onCursor);
  useEffect(() => {
    onCursorRef.current = props.onCursor;
  });
  useEffect(() => {
    const host = hostRef.current;
    if (!host) return;
    const axis = { stroke: tokens.muted, grid: { stroke: tokens.grid, width: 1 }, ticks: { show: false } };
    const last = BAND_QUANTILES.length;
    const plot = new uPlot(
      {
        width: host.clientWidth || 300,
        height,
        legend: { show: false },
        padding: [8, 0, 0, 0],
        cursor: { y: false, drag: { x: false, y: false }, points: { size: 5 } },
        scales: { x: { time: true, min: fromMs / 1000, max: toMs / 1000 }, y: { distr: 3, log: 10 } },
        axes: [
          { ...axis, size: 26, space: 80, font: `11px ${tokens.font}`, values: (_plot, ticks) => tickLabels(ticks) },
          {
            ...axis,
            size: axisWidth,
            font: `11px ${tokens.font}`,
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
            points: { show: false },
          })),
        ],
        bands: BAND_QUANTILES.slice(1).map((_, index) => ({
          series: [index + 2, index + 1] as [number, number],
          fill: `color-mix(in srgb, ${tokens.accent} ${Math.round(34 - (26 * index) / last)}%, transparent)`,
        })),
        hooks: {
          setCursor: [(own) => onCursorRef.current(own.cursor.idx ?? null)],
          draw: [(own) => drawMarks(own, marks)],
        },
      },
      columns as uPlot.AlignedData,
      host,
    );
    const observer = new ResizeObserver(() => plot.setSize({ width: host.clientWidth || 300, height }));
    observer.observe(host);
    return () => {
      observer.disconnect();
      plot.destroy();
    };
  }, [columns, fromMs, toMs, tokens, theme, axisWidth, height, marks]);
  return <div ref={hostRef} style={{ height }} aria-hidden="true" />;
}

function drawMarks(plot: uPlot, marks: readonly GridMark[]): void {
  const { ctx, bbox } = plot;
  ctx.save();
  for (const { timeMs, color } of marks) {
    const x = plot.valToPos(timeMs / 1000, 'x', true);
    if (x < bbox.left || x > bbox.left + bbox.width) continue;
    ctx.fillStyle = color;
    ctx.fillRect(Math.round(x), bbox.top, devicePixelRatio || 1, bbox.height);
  }
  ctx.restore();
}
