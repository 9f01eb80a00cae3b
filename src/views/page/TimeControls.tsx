import { useId, useState } from 'react';
import { localText, typedWindow } from './local-time.ts';
import { absoluteRange, RANGE_PRESETS, REFRESH_INTERVALS, shiftWindow, zoomOut } from './time-range.ts';
import type { PageTime } from './use-page-time.ts';
import styles from './TimeControls.module.css';

/** Chooses what time a page shows: presets, an absolute range, steps back and forth, and how often it refreshes. */
export function TimeControls({ time }: { time: PageTime }): React.JSX.Element {
  const { range, window, setRange, setWindow, refresh, setRefresh, refreshNow } = time;
  const [custom, setCustom] = useState(false);
  const preset = RANGE_PRESETS.findIndex(({ from, to }) => from === range.from && to === range.to);
  return (
    <div className={styles.controls} role="group" aria-label="Time range">
      <button type="button" aria-label="Earlier" title="Earlier" onClick={() => setWindow(shiftWindow(window, -1))}>
        ‹
      </button>
      <select
        aria-label="Time range"
        value={custom || preset < 0 ? 'custom' : String(preset)}
        onChange={(event) => {
          const chosen = event.target.value;
          setCustom(chosen === 'custom');
          if (chosen !== 'custom') {
            const { from, to } = RANGE_PRESETS[Number(chosen)];
            setRange({ from, to });
          }
        }}
      >
        {RANGE_PRESETS.map(({ title }, index) => (
          <option key={title} value={index}>
            {title}
          </option>
        ))}
        <option value="custom">From … to …</option>
      </select>
      <button type="button" aria-label="Later" title="Later" onClick={() => setWindow(shiftWindow(window, 1))}>
        ›
      </button>
      <button type="button" aria-label="Zoom out" title="Zoom out" onClick={() => setWindow(zoomOut(window))}>
        −
      </button>
      {(custom || preset < 0) && <AbsoluteRange time={time} onDone={() => setCustom(false)} />}
      <label className={styles.refresh}>
        <span className="visually-hidden">Refresh interval</span>
        <select value={refresh} onChange={(event) => setRefresh(event.target.value)}>
          {REFRESH_INTERVALS.map(({ word, title }) => (
            <option key={word} value={word}>
              {title}
            </option>
          ))}
        </select>
      </label>
      <button type="button" aria-label="Refresh now" title="Refresh now" onClick={refreshNow}>
        ⟳
      </button>
    </div>
  );
}

/** Two fields for local times; what cannot be a range says so and changes nothing. */
function AbsoluteRange({ time, onDone }: { time: PageTime; onDone: () => void }): React.JSX.Element {
  const id = useId();
  const [from, setFrom] = useState(() => localText(time.window.fromMs));
  const [to, setTo] = useState(() => localText(time.window.toMs));
  const { fromMs, toMs, fault } = typedWindow(from, to);
  return (
    <form
      className={styles.absolute}
      onSubmit={(event) => {
        event.preventDefault();
        if (fault !== '') return;
        time.setRange(absoluteRange({ fromMs, toMs }));
        onDone();
      }}
    >
      <label>
        From <input type="datetime-local" step="1" value={from} onChange={(event) => setFrom(event.target.value)} />
      </label>
      <label>
        to{' '}
        <input
          type="datetime-local"
          step="1"
          value={to}
          aria-invalid={fault !== ''}
          aria-describedby={`${id}-fault`}
          onChange={(event) => setTo(event.target.value)}
        />
      </label>
      <button type="submit" disabled={fault !== ''}>
        Show
      </button>
      <span id={`${id}-fault`} className={styles.fault} role="status">
        {fault}
      </span>
    </form>
  );
}
