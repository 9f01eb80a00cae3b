import type { Explanation } from '@observatory/protocol/analysis';
import styles from './Explain.module.css';

/** "Nothing explains this" as an answer: what was looked at, and what to try. */
export function NothingFound({ answer, onWiden }: { answer: Explanation; onWiden: () => void }): React.JSX.Element {
  const { symptom, comparisons, rejected } = answer;
  return (
    <section className={`${styles.panel} ${styles.nothing}`} aria-label="No candidate">
      <h2>{symptom ? 'Nothing upstream explains this' : 'Nothing got worse in this window'}</h2>
      <p className={styles.muted}>
        {symptom
          ? `${comparisons.toLocaleString('en')} signals were compared with their baselines. ${
              rejected.length > 0
                ? `${rejected.length} changes were found and rejected; the reasons stand below.`
                : 'None of them left what is usual before the symptom began.'
            }`
          : `${comparisons.toLocaleString('en')} signals stayed within what was usual in the baseline.`}
      </p>
      <ul className={styles.muted}>
        {symptom && <li>What caused it may lie outside of what is scraped: clients, the network, another cluster.</li>}
        <li>A window that begins earlier shows causes that came long before.</li>
        <li>Another baseline may be more usual than this one: the same time a day before.</li>
      </ul>
      <p>
        <button type="button" onClick={onWiden}>
          Look at a window twice as long
        </button>
      </p>
    </section>
  );
}
