import type { Finding } from '@observatory/protocol/control';
import styles from './Control.module.css';

const ORDER: readonly Finding['level'][] = ['blocker', 'warning', 'info'];
const WORDS: Readonly<Record<Finding['level'], string>> = { blocker: 'Blocker', warning: 'Warning', info: 'Note' };

/** What was found while planning, the gravest first. */
export function FindingList({ findings }: { findings: readonly Finding[] }): React.JSX.Element | null {
  if (findings.length === 0) return null;
  return (
    <ul className={styles.list} aria-label="Findings">
      {[...findings]
        .sort((a, b) => ORDER.indexOf(a.level) - ORDER.indexOf(b.level))
        .map(({ level, message }) => (
          <li key={`${level} ${message}`} className={styles.finding} data-level={level}>
            <b>{WORDS[level]}:</b> {message}
          </li>
        ))}
    </ul>
  );
}
