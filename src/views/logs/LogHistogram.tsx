import { useRef, useState } from 'react';
import type { LogVolume } from '@observatory/protocol/logs';
import type { TimeWindow } from '../host/ViewHost.ts';
import { timeLabels } from '../heatmap/time-label.ts';
import { useWidth } from '../heatmap/use-width.ts';
import { bucketTotal } from './model/volume.ts';
import styles from './Logs.module.css';

const HEIGHT = 64;
const AXIS = 16;

interface LogHistogramProps {
  volume: LogVolume;
  /** Where the open line lies. */
  markMs?: number | undefined;
  onWindow: (window: TimeWindow) => void;
}

/** Lines by level over time, stacked; dragging over it narrows the time. */
export function LogHistogram({ volume, markMs, onWindow }: LogHistogramProps): React.JSX.Element {
  const [element, setElement] = useState<HTMLDivElement | null>(null);
  const width = useWidth(element);
  const drag = useRef<number | undefined>(undefined);
  const [span, setSpan] = useState<[number, number]>();
  const [hovered, setHovered] = useState<number>();
  const { startMs, stepMs, length, levels, total, truncated, scanned } = volume;
  const label = timeLabels(stepMs * length, stepMs);
  const barWidth = width / length;
  const most = Math.max(1, ...Array.from({ length }, (_, bucket) => bucketTotal(volume, bucket)));
  const bucketAt = (clientX: number) => {
    const left = element?.getBoundingClientRect().left ?? 0;
    return Math.min(length - 1, Math.max(0, Math.floor((clientX - left) / barWidth)));
  };
  const ticks = tickBuckets(length, width).filter((bucket) => width - bucket * barWidth > 60);
  const shown = hovered ?? span?.[1];
  return (
    <figure className={styles.histogram}>
      <figcaption>
        <span>
          <b>{total.toLocaleString('en')}</b> {total === 1 ? 'line' : 'lines'} in {spanText(stepMs)} buckets
          {truncated &&
            `, of the newest ${scanned.toLocaleString('en')} that were looked at: narrow the time to count all`}
        </span>
        <span className={styles.legend}>
          {levels.map(({ level, counts }) => (
            <span key={level}>
              <i data-level={level} aria-hidden="true" /> {level}{' '}
              {counts.reduce((sum, count) => sum + count, 0).toLocaleString('en')}
            </span>
          ))}
        </span>
        <span className={styles.hovered}>
          {shown !== undefined &&
            `${label(startMs + shown * stepMs)}: ${
              levels
                .filter(({ counts }) => counts[shown] > 0)
                .map(({ level, counts }) => `${counts[shown].toLocaleString('en')} ${level}`)
                .join(', ') || 'none'
            }`}
        </span>
      </figcaption>
      <div ref={setElement}>
        <svg
          width={width}
          height={HEIGHT + AXIS}
          role="img"
          aria-label={`Lines over time: ${levels.map(({ level, counts }) => `${counts.reduce((a, b) => a + b, 0)} ${level}`).join(', ') || 'none'}. At most ${most} in ${spanText(stepMs)}.`}
          onPointerDown={(event) => {
            drag.current = bucketAt(event.clientX);
            event.currentTarget.setPointerCapture?.(event.pointerId);
            setSpan([drag.current, drag.current]);
          }}
          onPointerMove={(event) => {
            const at = bucketAt(event.clientX);
            setHovered(at);
            if (drag.current !== undefined) setSpan([Math.min(drag.current, at), Math.max(drag.current, at)]);
          }}
          onPointerUp={() => {
            drag.current = undefined;
            if (span && span[1] > span[0])
              onWindow({ fromMs: startMs + span[0] * stepMs, toMs: startMs + (span[1] + 1) * stepMs });
            setSpan(undefined);
          }}
          onPointerCancel={() => {
            drag.current = undefined;
            setSpan(undefined);
          }}
          onPointerLeave={() => setHovered(undefined)}
        >
          {Array.from({ length }, (_, bucket) => {
            let y = HEIGHT;
            return levels.map(({ level, counts }) => {
              // One error among thousands of lines is what is looked for: it is never thinner than it can be seen.
              const height = counts[bucket] === 0 ? 0 : Math.max(1.5, (counts[bucket] / most) * (HEIGHT - 8));
              if (height === 0) return null;
              y -= height;
              return (
                <rect
                  key={`${bucket} ${level}`}
                  data-level={level}
                  x={bucket * barWidth}
                  y={y}
                  width={Math.max(0.5, barWidth - (barWidth > 3 ? 1 : 0))}
                  height={height}
                />
              );
            });
          })}
          {span && (
            <rect
              className={styles.span}
              x={span[0] * barWidth}
              y={0}
              width={(span[1] - span[0] + 1) * barWidth}
              height={HEIGHT}
            />
          )}
          {markMs !== undefined && markMs >= startMs && markMs < startMs + length * stepMs && (
            <line
              className={styles.mark}
              x1={((markMs - startMs) / stepMs) * barWidth}
              x2={((markMs - startMs) / stepMs) * barWidth}
              y1={0}
              y2={HEIGHT}
            />
          )}
          <line className={styles.axis} x1={0} x2={width} y1={HEIGHT + 0.5} y2={HEIGHT + 0.5} />
          {ticks.map((bucket) => (
            <text key={bucket} x={bucket * barWidth} y={HEIGHT + AXIS - 3}>
              {label(startMs + bucket * stepMs)}
            </text>
          ))}
        </svg>
      </div>
    </figure>
  );
}

/** Buckets with a label: as many as are readable. */
function tickBuckets(length: number, width: number): number[] {
  const every = Math.max(1, Math.ceil(length / Math.max(1, Math.floor(width / 110))));
  return Array.from({ length: Math.ceil(length / every) }, (_, index) => index * every);
}

function spanText(ms: number): string {
  const seconds = ms / 1000;
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3600) return `${Number((seconds / 60).toFixed(1))} min`;
  return `${Number((seconds / 3600).toFixed(1))} h`;
}
