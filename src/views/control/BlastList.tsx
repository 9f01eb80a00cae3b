import type { BlastItem } from '@observatory/protocol/control';
import styles from './Control.module.css';

const WORDS: Readonly<Record<BlastItem['certainty'], string>> = {
  measured: 'measured',
  estimate: 'estimated',
  unknown: 'cannot be known',
};

/** What an operation touches: how many, what of them, and how sure that is. */
export function BlastList({ items }: { items: readonly BlastItem[] }): React.JSX.Element {
  if (items.length === 0) return <p className={styles.muted}>Nothing else is touched, as far as the cluster tells.</p>;
  return (
    <ul className={styles.list}>
      {items.map(({ kind, count, sentence, certainty, examples }) => (
        <li key={`${kind} ${sentence}`} className={styles.blast}>
          <span className={styles.count}>{count === null ? '?' : count.toLocaleString('en')}</span>
          <span>
            {withoutCount(sentence, count)}
            <span className={styles.certainty} data-certainty={certainty}>
              {WORDS[certainty]}
            </span>
          </span>
          {examples.length > 0 && <span className={styles.examples}>such as {examples.join(', ')}</span>}
        </li>
      ))}
    </ul>
  );
}

/** Sentences of the sidecar say their count, too, which stands in front here. */
function withoutCount(sentence: string, count: number | null): string {
  return count !== null && sentence.startsWith(`${count} `) ? sentence.slice(`${count} `.length) : sentence;
}
