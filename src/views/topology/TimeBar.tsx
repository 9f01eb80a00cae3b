import type { MapState } from './model/map-state.ts';
import styles from './TimeBar.module.css';

export interface TimeBarProps {
  state: Pick<MapState, 'atMs' | 'baseMs'>;
  onState: (next: Partial<Pick<MapState, 'atMs' | 'baseMs'>>) => void;
  /** The oldest time there is; undefined before anything is known. */
  startMs: number | undefined;
  nowMs: number;
  /** What the comparison found, in words. */
  difference: string | undefined;
}

const AGO: readonly [label: string, ms: number][] = [
  ['5 min before', 300_000],
  ['15 min before', 900_000],
  ['1 h before', 3_600_000],
  ['6 h before', 21_600_000],
  ['24 h before', 86_400_000],
];
const STEP_MS = 5_000;

/** The time of the picture: now, or any past moment; and the time it is compared with. */
export function TimeBar({ state, onState, startMs, nowMs, difference }: TimeBarProps): React.JSX.Element | null {
  if (startMs === undefined) return null;
  const shownMs = state.atMs ?? nowMs;
  const offsets = AGO.filter(([, ms]) => shownMs - ms >= startMs);
  const chosen = state.baseMs === undefined ? '' : 'custom';
  return (
    <div className={styles.bar} role="group" aria-label="Time of the map">
      <button type="button" aria-pressed={state.atMs === undefined} onClick={() => onState({ atMs: undefined })}>
        Now
      </button>
      <input
        type="range"
        aria-label="Time"
        aria-valuetext={state.atMs === undefined ? 'now' : new Date(shownMs).toLocaleString('en-GB')}
        min={Math.ceil(startMs / STEP_MS) * STEP_MS}
        max={nowMs}
        step={STEP_MS}
        value={shownMs}
        onChange={({ target }) => {
          const atMs = Number(target.value);
          onState({ atMs: atMs >= nowMs - STEP_MS ? undefined : atMs });
        }}
      />
      <input
        type="datetime-local"
        aria-label="Date and time"
        step={1}
        min={localInput(startMs)}
        max={localInput(nowMs)}
        value={localInput(shownMs)}
        onChange={({ target }) => {
          const atMs = Date.parse(target.value);
          if (!Number.isNaN(atMs)) onState({ atMs: Math.min(nowMs, Math.max(startMs, atMs)) });
        }}
      />
      <label>
        Compare with{' '}
        <select
          value={chosen}
          onChange={({ target }) =>
            onState({
              baseMs:
                target.value === '' ? undefined : target.value === 'start' ? startMs : shownMs - Number(target.value),
            })
          }
        >
          <option value="">nothing</option>
          {state.baseMs !== undefined && <option value="custom">{clock(state.baseMs)}</option>}
          {offsets.map(([label, ms]) => (
            <option key={ms} value={ms}>
              {label}
            </option>
          ))}
          <option value="start">the oldest, {clock(startMs)}</option>
        </select>
      </label>
      {difference !== undefined && (
        <span className={styles.difference} role="status">
          {difference}
        </span>
      )}
    </div>
  );
}

function clock(timeMs: number): string {
  return new Date(timeMs).toLocaleString('en-GB', {
    day: '2-digit',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  });
}

/** What `datetime-local` wants: local time without a zone. */
function localInput(timeMs: number): string {
  const local = new Date(timeMs - new Date(timeMs).getTimezoneOffset() * 60_000);
  return local.toISOString().slice(0, 19);
}
