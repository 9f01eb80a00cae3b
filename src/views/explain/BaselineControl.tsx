import { timeLabels } from '../heatmap/time-label.ts';
import type { TimeWindow } from '../host/ViewHost.ts';
import { BASELINE_NAMES, baselineOf, faultOfBaseline } from './model/baseline.ts';
import { BASELINE_CHOICES, type ExplainState } from './model/explain-state.ts';
import { WindowFields } from './WindowFields.tsx';
import styles from './Explain.module.css';

interface BaselineControlProps {
  state: ExplainState & { window: TimeWindow };
  /** What the answer was compared with: the sidecar may have shortened it. */
  used: TimeWindow | undefined;
  onChange: (changes: Pick<ExplainState, 'baseline' | 'own'>) => void;
}

/** Says what the window is compared with, and changes it. */
export function BaselineControl({ state, used, onChange }: BaselineControlProps): React.JSX.Element {
  const { window, baseline, own } = state;
  const span = baselineOf(window, baseline, own);
  const fault = faultOfBaseline(span, window);
  return (
    <div className={styles.row}>
      <label>
        Compared with{' '}
        <select
          value={baseline}
          onChange={(event) => {
            const chosen = BASELINE_CHOICES.find((each) => each === event.target.value) ?? 'before';
            onChange({ baseline: chosen, own: chosen === 'own' ? span : undefined });
          }}
        >
          {BASELINE_CHOICES.map((each) => (
            <option key={each} value={each}>
              {BASELINE_NAMES[each]}
            </option>
          ))}
        </select>
      </label>
      {baseline === 'own' && (
        <WindowFields
          label="Baseline"
          action="Compare"
          window={span}
          onChange={(chosen) => onChange({ baseline: 'own', own: chosen })}
        />
      )}
      <span className={styles.muted}>{spanWords(used ?? span)}</span>
      {fault !== undefined && (
        <span role="alert" className={styles.fault}>
          {fault}
        </span>
      )}
    </div>
  );
}

/** `14:05:00 to 14:20:00`, with the day where it is not today's. */
export function spanWords({ fromMs, toMs }: TimeWindow): string {
  const isToday = new Date(fromMs).toDateString() === new Date().toDateString();
  const label = timeLabels(isToday ? 0 : 2 * 86_400_000, 1000);
  return `${label(fromMs)} to ${timeLabels(0, 1000)(toMs)}`;
}
