import type { RunFinding } from '@observatory/protocol/run-objects';
import styles from './Runs.module.css';

const WORDS: Readonly<Record<RunFinding['grade'], string>> = { good: 'Good', warn: 'Look', bad: 'Bad', info: 'Note' };

/** What a run's report says in sentences. */
export function FindingList({ findings }: { findings: readonly RunFinding[] }): React.JSX.Element | null {
  if (findings.length === 0) return null;
  return (
    <ul className={styles.findings}>
      {findings.map(({ grade, text }) => (
        <li key={text}>
          <b data-grade={grade}>{WORDS[grade]}.</b> {text}
        </li>
      ))}
    </ul>
  );
}
