import type { ExecutionState as State } from '@observatory/protocol/control';
import { STATE_WORDS } from './execution-words.ts';
import styles from './Control.module.css';

/** The state of an execution as a badge: shape, word and colour. */
export function ExecutionState({ state }: { state: State }): React.JSX.Element {
  const { word, mark, tone } = STATE_WORDS[state];
  return (
    <span className={styles.state} data-tone={tone}>
      <span aria-hidden="true">{mark}</span> {word}
    </span>
  );
}
