import uPlot from 'uplot';
import { drawTimeMarks, type TimeMark } from '../charts/time-mark.ts';
import type { TimeWindow } from '../host/ViewHost.ts';
import { drawLine, linearScale } from './line-path.ts';
import { PlotReducer, usualGapMs, type PlotData } from './plot-data.ts';
import type { SeriesLook } from './series-look.ts';
import type { TimeColumns } from './time-columns.ts';
import { tickLabels } from './time-text.ts';

export interface LivePlotOptions {
  width: number;
  height: number;
  looks: readonly SeriesLook[];
  formatAxis: (value: number) => string;
  /** Ticks at multiples of powers of two. */
  binary?: boolean;
  /** Charts with the same key share the cursor. */
  syncKey: string;
  /** Where design tokens are read. */
  style: CSSStyleDeclaration;
  /** Time under the pointer, undefined when it left. */
  onCursor: (timeMs: number | undefined) => void;
  /** A window that was dragged; without it nothing can be dragged. */
  onSelect?: (fromMs: number, toMs: number) => void;
  /** Seen at any place: of a range, of thresholds. */
  limits?: YLimits;
}

/** What is fixed of the axis of values, and lines across it. */
export interface YLimits {
  min?: number;
  max?: number;
  lines?: readonly { value: number; color: string }[];
}

export interface LiveView {
  columns: TimeColumns;
  fromMs: number;
  toMs: number;
  /** The only series that is shown, undefined for all. */
  isolated: number | undefined;
  exact: boolean;
  /** Shown as chosen; undefined: nothing is. */
  span: TimeWindow | undefined;
  marks: readonly TimeMark[];
}

/** Less is a click. */
const MIN_DRAG_PX = 5;
/** A DOM element a series for the mark below the cursor is much, beyond this many. */
const MAX_CURSOR_POINTS = 24;

/** The canvas of a chart: uPlot's axes, cursor and canvas, with lines drawn from typed arrays at the level of detail that is seen. */
export class LivePlot {
  readonly plot: uPlot;
  private readonly reducer = new PlotReducer();
  private readonly looks: readonly SeriesLook[];
  private readonly limits: YLimits;
  private data: PlotData = EMPTY;
  private marks: readonly TimeMark[] = [];
  private spanned = false;
  private size: { width: number; height: number };

  constructor(host: HTMLElement, options: LivePlotOptions) {
    this.looks = options.looks;
    this.limits = options.limits ?? {};
    this.size = { width: options.width, height: options.height };
    this.plot = new uPlot(this.plotOptions(options), [[], ...options.looks.map(() => [])], host);
  }

  /** The size it takes with the next drawing. */
  resize(width: number, height: number): void {
    this.size = { width, height };
  }

  /** Draws a window; columns with another number of series than there are looks need another plot. */
  draw({ columns, fromMs, toMs, isolated, exact, span, marks }: LiveView): void {
    const { plot, reducer, size } = this;
    if (columns.series.length !== this.looks.length) return;
    if (plot.width !== size.width || plot.height !== size.height) plot.setSize(size);
    reducer.exact = exact;
    this.marks = marks;
    const pixels = Math.max(1, Math.round(plot.bbox.width));
    this.data = reducer.reduce(columns, { fromMs, toMs, pixels, only: isolated }, usualGapMs(columns));
    const { times, values, min, max } = this.data;
    plot.batch(() => {
      for (let index = 0; index < this.looks.length; index++) {
        const show = isolated === undefined || isolated === index;
        if (plot.series[index + 1].show !== show) plot.setSeries(index + 1, { show });
      }
      plot.setData([times, ...values], false);
      plot.setScale('x', { min: fromMs, max: toMs });
      const [low, high] = yRange(min, max, this.limits);
      plot.setScale('y', { min: low, max: high });
    });
    this.showSpan(span);
  }

  /** The span in the place it has now; a drag of the pointer is left alone. */
  private showSpan(span: TimeWindow | undefined): void {
    const { plot } = this;
    if (!span && !this.spanned) return;
    this.spanned = span !== undefined;
    const width = plot.over.clientWidth;
    const place = (timeMs: number) => Math.min(width, Math.max(0, plot.valToPos(timeMs, 'x')));
    const [left, right] = span ? [place(span.fromMs), place(span.toMs)] : [0, 0];
    plot.setSelect({ left, top: 0, width: right - left, height: span ? plot.over.clientHeight : 0 }, false);
  }

  /** Puts the cursor on a time, or takes it away. */
  setCursor(timeMs: number | undefined): void {
    const { plot } = this;
    const { min, max } = plot.scales.x;
    const inside = timeMs !== undefined && min != null && max != null && timeMs >= min && timeMs <= max;
    plot.setCursor(
      { left: inside ? plot.valToPos(timeMs, 'x') : -10, top: inside ? plot.over.clientHeight / 2 : -10 },
      false,
    );
  }

  destroy(): void {
    this.plot.destroy();
  }

  private plotOptions({
    width,
    height,
    looks,
    formatAxis,
    binary,
    syncKey,
    style,
    onCursor,
    onSelect,
  }: LivePlotOptions): uPlot.Options {
    const token = (name: string, fallback: string) => style.getPropertyValue(name).trim() || fallback;
    const axis: Partial<uPlot.Axis> = {
      stroke: token('--text-muted', '#888'),
      grid: { stroke: token('--grid', '#8883'), width: 1 },
      ticks: { show: false },
      font: `11px ${token('--font', 'sans-serif')}`,
    };
    return {
      width,
      height,
      ms: 1,
      legend: { show: false },
      padding: [8, 8, 0, 0],
      cursor: {
        y: false,
        drag: { x: onSelect !== undefined, y: false, setScale: false },
        // The cursor is shared, a drag is not: each chart would select what was dragged in one.
        sync: {
          key: syncKey,
          setSeries: false,
          filters: { pub: (type) => type !== 'mousedown' && type !== 'mouseup' },
        },
        points: { show: looks.length <= MAX_CURSOR_POINTS, size: 6 },
        // No mark where a series has no value.
        dataIdx: (plot, series, index) => (Number.isNaN(plot.data[series]?.[index] ?? NaN) ? null : index) as number,
      },
      scales: {
        x: { time: true, auto: false },
        y: { auto: false, range: (_plot, min, max) => [min ?? 0, max ?? 1] },
      },
      axes: [
        { ...axis, size: 26, space: 70, values: (_plot, ticks) => tickLabels(ticks, 1) },
        {
          ...axis,
          size: (_plot, labels) => axisWidth(labels),
          incrs: binary ? BINARY_STEPS : undefined,
          values: (_plot, ticks) => ticks.map(formatAxis),
        },
      ],
      series: [
        {},
        ...looks.map(({ label, color, dash, width: lineWidth }) => ({
          label,
          stroke: color,
          width: lineWidth,
          dash,
          auto: false,
          points: { show: false },
          paths: (plot: uPlot, series: number) => this.path(plot, series),
        })),
      ],
      hooks: {
        setCursor: [
          ({ cursor: { left }, posToVal }) => onCursor(left == null || left < 0 ? undefined : posToVal(left, 'x')),
        ],
        setSelect: [
          (plot) => {
            const { left, width: dragged } = plot.select;
            if (dragged < MIN_DRAG_PX) return;
            onSelect?.(plot.posToVal(left, 'x'), plot.posToVal(left + dragged, 'x'));
            plot.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
          },
        ],
        draw: [
          (plot) => {
            this.drawMarks(plot);
            this.drawLimits(plot);
          },
        ],
      },
    };
  }

  private path({ bbox, scales: { x, y } }: uPlot, series: number): uPlot.Series.Paths {
    const stroke = new Path2D();
    drawLine(stroke, this.data.times, this.data.values[series - 1], {
      x: linearScale(x.min ?? 0, x.max ?? 1, bbox.left, bbox.left + bbox.width),
      y: linearScale(y.min ?? 0, y.max ?? 1, bbox.top + bbox.height, bbox.top),
      gapMs: this.data.gapMs,
      dot: 2 * (globalThis.devicePixelRatio || 1),
    });
    return { stroke, fill: null, clip: null, band: null, flags: 0 };
  }

  private drawMarks(plot: uPlot): void {
    drawTimeMarks(plot.ctx, this.marks, {
      ...plot.bbox,
      xOf: (timeMs) => plot.valToPos(timeMs, 'x', true),
      lineWidth: globalThis.devicePixelRatio || 1,
    });
  }

  private drawLimits(plot: uPlot): void {
    const { ctx, bbox } = plot;
    ctx.save();
    ctx.setLineDash([6, 4]);
    for (const { value, color } of this.limits.lines ?? []) {
      const y = Math.round(plot.valToPos(value, 'y', true)) + 0.5;
      if (y < bbox.top || y > bbox.top + bbox.height) continue;
      ctx.strokeStyle = color;
      ctx.beginPath();
      ctx.moveTo(bbox.left, y);
      ctx.lineTo(bbox.left + bbox.width, y);
      ctx.stroke();
    }
    ctx.restore();
  }
}

const LEAST_AXIS_PX = 64;
/** Of a digit at 11 px, and what lies between label and plot. */
const [CHARACTER_PX, AXIS_GAP_PX] = [6.3, 14];

/** As wide as the longest label wants it, so that none is cut off; not narrower than usual, so that charts stand in line. */
function axisWidth(labels: readonly (string | null)[] | null): number {
  const longest = (labels ?? []).reduce((most, label) => Math.max(most, label?.length ?? 0), 0);
  return Math.max(LEAST_AXIS_PX, Math.ceil(longest * CHARACTER_PX) + AXIS_GAP_PX);
}

/** 1, 2, 4 … up to an exbibyte, and halves of the first for what is smaller. */
const BINARY_STEPS = Array.from({ length: 63 }, (_, index) => 2 ** (index - 2));

const EMPTY: PlotData = { times: new Float64Array(0), values: [], gapMs: Infinity, min: Infinity, max: -Infinity };

/** Starts at zero unless there are negative values; never an empty range; what is fixed stays. */
export function yRange(min: number, max: number, limits: YLimits = {}): [number, number] {
  const low = Math.min(0, min) * 1.1;
  const high = Number.isFinite(max) ? max : 1;
  const from = limits.min ?? (Number.isFinite(low) ? low : 0);
  const to = limits.max ?? (high <= from ? from + 1 : high + 0.1 * Math.abs(high));
  return [from, to > from ? to : from + 1];
}
