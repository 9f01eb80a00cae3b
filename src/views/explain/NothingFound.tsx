import type { Explanation } from '@observatory/protocol/analysis';
import styles from './Explain.module.css';

interface NothingFoundProps {
  answer: Explanation;
  /** A query was given, which is not what got worse. */
  asked: boolean;
  onWiden: () => void;
  /** Looks for the symptom in the same window. */
  onFind: () => void;
}

/** "Nothing explains this" as an answer: what was looked at, and what to try. */
export function NothingFound({ answer, asked, onWiden, onFind }: NothingFoundProps): React.JSX.Element {
  const { symptom, effects, rejected } = answer;
  const others = effects.length + rejected.length;
  return (
    <section className={`${styles.panel} ${styles.nothing}`} aria-label="No candidate">
      <h2>{titleOf(answer, asked)}</h2>
      <p className={styles.muted}>
        {answer.comparisons.toLocaleString('en')} signals were compared with their baselines.{' '}
        {others === 0
          ? 'All stayed within what was usual.'
          : symptom
            ? `${others} left what is usual and were rejected; the reasons stand below.`
            : `${others} left what is usual; they stand below.`}
      </p>
      <ul className={styles.muted}>
        {symptom && <li>What caused it may lie outside of what is scraped: clients, the network, another cluster.</li>}
        <li>A window that begins earlier shows causes that came long before.</li>
        <li>Another baseline may be more usual than this one: the same time a day before.</li>
      </ul>
      <p className={styles.row}>
        <button type="button" onClick={onWiden}>
          Look at a window twice as long
        </button>
        {asked && (
          <button type="button" onClick={onFind}>
            Find what got worse in this window
          </button>
        )}
      </p>
    </section>
  );
}

function titleOf({ symptom }: Explanation, asked: boolean): string {
  if (symptom) return 'Nothing upstream explains this';
  return asked ? 'What you asked about did not get worse' : 'Nothing got worse in this window';
}
