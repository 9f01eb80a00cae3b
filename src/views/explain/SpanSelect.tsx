import { useRef, useState } from 'react';
import type { TimeWindow } from '../host/ViewHost.ts';
import styles from './SpanSelect.module.css';

export interface SpanSelectProps {
  /** The time from the left to the right edge of the chart inside. */
  window: TimeWindow;
  onSelect: (span: TimeWindow) => void;
  children: React.ReactNode;
}

/** Less is a click with an unsteady hand. */
const MIN_PX = 4;

interface Drag {
  /** Left edge of the plot, from that of this element, and its width. */
  plot: { left: number; top: number; width: number; height: number };
  from: number;
  to: number;
}

/** Lets the pointer draw over a span of the uPlot chart inside; the chart itself knows nothing of it. */
export function SpanSelect({ window, onSelect, children }: SpanSelectProps): React.JSX.Element {
  const hostRef = useRef<HTMLDivElement>(null);
  const [drag, setDrag] = useState<Drag | null>(null);
  const shown = drag && { left: Math.min(drag.from, drag.to), width: Math.abs(drag.to - drag.from) };
  const xOf = (event: React.PointerEvent, { left, width }: Drag['plot']) => {
    const host = hostRef.current?.getBoundingClientRect();
    return Math.min(width, Math.max(0, event.clientX - (host?.left ?? 0) - left));
  };
  return (
    // A way for the pointer only: the same windows are reached by the time fields of the page.
    <div
      ref={hostRef}
      className={styles.host}
      onPointerDown={(event) => {
        const over = event.target instanceof Element ? event.target.closest('.u-over') : null;
        const host = hostRef.current?.getBoundingClientRect();
        if (!over || !host || event.button !== 0) return;
        const box = over.getBoundingClientRect();
        const plot = { left: box.left - host.left, top: box.top - host.top, width: box.width, height: box.height };
        const at = xOf(event, plot);
        event.currentTarget.setPointerCapture?.(event.pointerId);
        setDrag({ plot, from: at, to: at });
      }}
      onPointerMove={(event) => {
        if (drag) setDrag({ ...drag, to: xOf(event, drag.plot) });
      }}
      onPointerUp={() => {
        setDrag(null);
        if (!drag || !shown || shown.width < MIN_PX) return;
        const at = (x: number) => window.fromMs + (x / drag.plot.width) * (window.toMs - window.fromMs);
        onSelect({ fromMs: at(shown.left), toMs: at(shown.left + shown.width) });
      }}
      onPointerCancel={() => setDrag(null)}
    >
      {children}
      {drag && shown && (
        <div
          className={styles.span}
          style={{
            left: drag.plot.left + shown.left,
            width: shown.width,
            top: drag.plot.top,
            height: drag.plot.height,
          }}
        />
      )}
    </div>
  );
}
