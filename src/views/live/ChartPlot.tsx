import { useEffect, useRef } from 'react';
import type { TimeMark } from '../charts/time-mark.ts';
import type { TimeWindow } from '../host/ViewHost.ts';
import type { ThemeName } from '../theme/series-colors.ts';
import { pageFrames, type PainterHandle } from './frame-loop.ts';
import { LivePlot, type YLimits } from './live-plot.ts';
import type { SeriesLook } from './series-look.ts';
import type { TimeColumns } from './time-columns.ts';

export interface ChartPlotProps {
  columns: TimeColumns;
  looks: readonly SeriesLook[];
  /** Names what the looks are made of: another one needs a new plot. */
  looksKey: string;
  /** Grows with changes of `columns` that `onData` does not tell. */
  revision: number;
  onData?: (listener: () => void) => () => void;
  /** Right edge of the axis in ms; undefined: it moves with the clock, so that silence shows as a gap. */
  endMs: number | undefined;
  windowMs: number;
  formatAxis: (value: number) => string;
  binary?: boolean;
  theme: ThemeName;
  height: number;
  /** Time under the pointer, undefined when it left. */
  onCursor: (timeMs: number | undefined) => void;
  /** A window that was dragged. */
  onSelectWindow?: (fromMs: number, toMs: number) => void;
  /** Time that the keyboard, or another chart, points at. */
  cursorMs: number | undefined;
  /** A span that is drawn out by keyboard. */
  span?: TimeWindow;
  syncKey: string;
  isolated?: number;
  exact?: boolean;
  limits?: YLimits;
  marks?: readonly TimeMark[];
}

const MIN_STEP_MS = 16;
/** For who wants no motion: the picture takes a step a second. */
const REDUCED_MOTION_STEP_MS = 1000;

/**
 * The picture of a live chart: rebuilt when its looks or the theme change, otherwise drawn by the page's loop of frames, without
 * React: when data came, and when the window has moved by a pixel. Out of view it costs nothing.
 */
export function ChartPlot(props: ChartPlotProps): React.JSX.Element {
  const { columns, looksKey, revision, onData, endMs, windowMs, theme, height, cursorMs, syncKey, isolated, exact } =
    props;
  const { span, marks } = props;
  const hostRef = useRef<HTMLDivElement>(null);
  const plotRef = useRef<LivePlot | null>(null);
  const handleRef = useRef<PainterHandle | null>(null);
  const latest = useRef(props);
  useEffect(() => {
    latest.current = props;
  });
  useEffect(() => handleRef.current?.invalidate(), [columns, revision, endMs, windowMs, isolated, exact, span, marks]);

  useEffect(() => {
    const host = hostRef.current;
    if (!host) return;
    const { looks, formatAxis, limits, binary } = latest.current;
    const plot = new LivePlot(host, {
      looks,
      formatAxis,
      binary,
      width: host.clientWidth || 300,
      height,
      syncKey,
      style: getComputedStyle(host),
      onCursor: (timeMs) => latest.current.onCursor(timeMs),
      onSelect: latest.current.onSelectWindow && ((fromMs, toMs) => latest.current.onSelectWindow?.(fromMs, toMs)),
      limits,
    });
    plotRef.current = plot;
    const handle = pageFrames.add({
      draw: (nowMs) => {
        const now = latest.current;
        const toMs = now.endMs ?? nowMs;
        plot.draw({
          columns: now.columns,
          fromMs: toMs - now.windowMs,
          toMs,
          isolated: now.isolated,
          exact: now.exact ?? false,
          span: now.span,
          marks: now.marks ?? [],
        });
        if (now.endMs !== undefined) return Infinity;
        const pixelMs = now.windowMs / Math.max(1, plot.plot.bbox.width);
        return nowMs + Math.max(wantsNoMotion() ? REDUCED_MOTION_STEP_MS : MIN_STEP_MS, pixelMs);
      },
    });
    handleRef.current = handle;
    const sizes = new ResizeObserver(() => {
      plot.resize(host.clientWidth || 300, height);
      handle.invalidate();
    });
    sizes.observe(host);
    const sight = globalThis.IntersectionObserver
      ? new IntersectionObserver((entries) => handle.setSeen(entries.some(({ isIntersecting }) => isIntersecting)))
      : undefined;
    sight?.observe(host);
    return () => {
      sight?.disconnect();
      sizes.disconnect();
      handle.remove();
      plot.destroy();
      plotRef.current = handleRef.current = null;
    };
  }, [looksKey, theme, height, syncKey]);

  useEffect(() => onData?.(() => handleRef.current?.invalidate()), [onData]);

  useEffect(() => {
    plotRef.current?.setCursor(cursorMs);
  }, [cursorMs]);

  return <div ref={hostRef} style={{ height }} aria-hidden="true" />;
}

function wantsNoMotion(): boolean {
  return globalThis.matchMedia?.('(prefers-reduced-motion: reduce)').matches ?? false;
}
