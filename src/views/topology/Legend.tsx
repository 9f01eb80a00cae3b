import type { Health } from '@observatory/protocol/topology';
import { formatValue } from '../live/format-value.ts';
import { HEALTH_GLYPHS, WORST_FIRST } from './model/health.ts';
import type { Measure } from './model/measure.ts';
import type { Scene } from './model/scene.ts';
import styles from './Legend.module.css';

export interface LegendProps {
  scene: Scene;
  without: readonly Health[];
  onWithout: (without: readonly Health[]) => void;
  /** What colours the marks, when it is not their health; `max` is its largest value. */
  color?: { measure: Measure; max: number };
}

/** What colours mean, and how many there are of each; a click on a state takes it away and brings it back. */
export function Legend({ scene, without, onWithout, color }: LegendProps): React.JSX.Element {
  return (
    <div className={styles.legend} role="group" aria-label="Legend">
      {WORST_FIRST.map((health) => {
        const shown = !without.includes(health);
        return (
          <button
            key={health}
            type="button"
            className={styles.state}
            data-health={health}
            aria-pressed={shown}
            title={shown ? `Hide what is ${health}` : `Show what is ${health}`}
            onClick={() => onWithout(shown ? [...without, health] : without.filter((each) => each !== health))}
          >
            <span aria-hidden="true">{HEALTH_GLYPHS[health]}</span> {health}{' '}
            <b>{scene.healths[health].toLocaleString('en')}</b>
          </button>
        );
      })}
      {color && (
        <span className={styles.scale}>
          {color.measure.title} <span>0</span>
          <i aria-hidden="true" />
          <span>{formatValue(color.max, color.measure.unit)}</span>
        </span>
      )}
    </div>
  );
}
