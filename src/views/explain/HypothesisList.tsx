import type { RejectedHypothesis } from '@observatory/protocol/analysis';
import { timeLabels } from '../heatmap/time-label.ts';
import { keyOf } from './model/shown.ts';
import { kindWords } from './model/words.ts';
import styles from './Explain.module.css';

const FIRST = 6;

interface HypothesisListProps {
  rows: readonly RejectedHypothesis[];
  /** Grey: looked at and not believed. */
  rejected?: boolean;
}

/** What was found and is no candidate, each with the reason. */
export function HypothesisList({ rows, rejected = false }: HypothesisListProps): React.JSX.Element | null {
  const clock = timeLabels(0, 1000);
  const row = (each: RejectedHypothesis, index: number) => (
    <li key={`${keyOf(each)} ${index}`}>
      {each.onset !== undefined && <time dateTime={each.onset}>{clock(Date.parse(each.onset))}</time>}{' '}
      <span className={styles.kind}>{kindWords(each.node.kind)}</span> {each.change.text}
      <span className={styles.reason}>{each.reason}</span>
    </li>
  );
  if (rows.length === 0) return null;
  return (
    <div className={rejected ? styles.rejected : undefined}>
      <ol className={styles.hypotheses}>{rows.slice(0, FIRST).map(row)}</ol>
      {rows.length > FIRST && (
        <details>
          <summary>{rows.length - FIRST} more</summary>
          <ol className={styles.hypotheses}>{rows.slice(FIRST).map(row)}</ol>
        </details>
      )}
    </div>
  );
}
