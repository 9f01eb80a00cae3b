import { useState } from 'react';
import type { TimeWindow } from '../host/ViewHost.ts';
import type { SeriesLook } from './series-look.ts';
import { clockText } from './time-text.ts';
import styles from './LiveChart.module.css';

export interface ChartLegendProps {
  id: string;
  looks: readonly SeriesLook[];
  /** Of the row under the cursor, or the newest ones. */
  values: readonly (number | undefined)[];
  timeMs: number | undefined;
  /** What is drawn out by keyboard, and waits for Enter. */
  span?: TimeWindow;
  /** What happened near the cursor. */
  words?: string;
  /** The series that arrow keys chose. */
  active: number | undefined;
  isolated: number | undefined;
  onIsolate: (index: number | undefined) => void;
  /** Speaks changes; off while data moves by itself. */
  speaks: boolean;
}

const MAX_SHORT = 8;

/** Names and values; a click shows one series alone. Long lists begin short. */
export function ChartLegend(props: ChartLegendProps): React.JSX.Element {
  const { id, looks, values, timeMs, span, words = '', active, isolated, onIsolate, speaks } = props;
  const [isLong, setLong] = useState(false);
  const shown = isLong ? looks.length : MAX_SHORT;
  return (
    <div className={isLong ? styles.longLegend : styles.legend} id={id} aria-live={speaks ? 'polite' : 'off'}>
      <span className={styles.time}>
        {span ? `${clockText(span.fromMs)} to ${clockText(span.toMs)}` : timeMs === undefined ? '' : clockText(timeMs)}
      </span>
      {words !== '' && <span className={styles.words}>{words}</span>}
      {looks.slice(0, Math.max(shown, (active ?? 0) + 1)).map(({ label, color, format }, index) => (
        <button
          // Two series may have the same name.
          key={index}
          type="button"
          className={styles.entry}
          title={`${label}: ${isolated === index ? 'show all' : 'show alone'}`}
          aria-pressed={isolated === index}
          data-faded={isolated !== undefined && isolated !== index}
          data-active={active === index}
          onClick={() => onIsolate(isolated === index ? undefined : index)}
        >
          <i className={styles.swatch} style={{ background: color }} />
          <span className={styles.label}>{label}</span> <b>{format(values[index])}</b>
        </button>
      ))}
      {looks.length > MAX_SHORT && (
        <button type="button" className={styles.entry} aria-expanded={isLong} onClick={() => setLong(!isLong)}>
          {isLong ? 'fewer' : `and ${looks.length - MAX_SHORT} more`}
        </button>
      )}
    </div>
  );
}
