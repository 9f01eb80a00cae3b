import type { StepProgress } from '@observatory/protocol/control';
import { clockText } from '../live/time-text.ts';
import { lastingText, STEP_WORDS } from './execution-words.ts';
import styles from './Control.module.css';

/** The steps of an execution: each with its state, the exact call, what was answered, when it began and how long it took. */
export function ExecutionSteps({ steps, nowMs }: { steps: readonly StepProgress[]; nowMs: number }): React.JSX.Element {
  return (
    <ol className={styles.progress} aria-label="Steps">
      {steps.map(({ id, title, call, state, startedMs, endedMs, note }) => {
        const { word, mark, tone } = STEP_WORDS[state];
        return (
          <li key={id} data-tone={tone}>
            <span className={styles.mark} aria-hidden="true">
              {mark}
            </span>
            <span>
              {title} <span className={styles.muted}>{word}</span>
              <br />
              <code className={styles.code}>{call}</code>
            </span>
            <span className={styles.lasted}>
              {startedMs !== undefined &&
                `${clockText(startedMs)}, ${lastingText((endedMs ?? Math.max(nowMs, startedMs)) - startedMs)}`}
            </span>
            {note !== '' && <span className={styles.note}>{note}</span>}
          </li>
        );
      })}
    </ol>
  );
}
