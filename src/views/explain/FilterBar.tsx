import type { Explanation } from '@observatory/protocol/analysis';
import type { ExplainState } from './model/explain-state.ts';
import { kindsIn } from './model/shown.ts';
import { kindWords } from './model/words.ts';
import styles from './Explain.module.css';

interface FilterBarProps {
  answer: Explanation;
  state: Pick<ExplainState, 'kinds' | 'node'>;
  /** Rows that the filters leave out. */
  hidden: number;
  onState: (changes: Pick<ExplainState, 'kinds' | 'node'>) => void;
}

/** Narrows what is shown to kinds of nodes and to a name; pinned candidates stay. */
export function FilterBar({ answer, state, hidden, onState }: FilterBarProps): React.JSX.Element {
  const { kinds, node } = state;
  return (
    <div className={styles.row} role="group" aria-label="Filters">
      <div className={styles.chips}>
        {kindsIn(answer).map(([kind, rows]) => (
          <button
            key={kind}
            type="button"
            aria-pressed={kinds.includes(kind)}
            onClick={() =>
              onState({ node, kinds: kinds.includes(kind) ? kinds.filter((each) => each !== kind) : [...kinds, kind] })
            }
          >
            {kindWords(kind)} ({rows})
          </button>
        ))}
      </div>
      <input
        type="search"
        aria-label="Node"
        placeholder="Node, topic or subscription"
        value={node}
        onChange={(event) => onState({ kinds, node: event.target.value })}
      />
      {hidden > 0 && (
        <>
          <span className={styles.muted}>{hidden} left out</span>
          <button type="button" onClick={() => onState({ kinds: [], node: '' })}>
            Show all
          </button>
        </>
      )}
    </div>
  );
}
