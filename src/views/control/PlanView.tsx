import type { Plan } from '@observatory/protocol/control';
import { BlastList } from './BlastList.tsx';
import { FindingList } from './FindingList.tsx';
import styles from './Control.module.css';

/** A plan, complete: what follows from it first, then what speaks against it, then what is done, and how it ends. */
export function PlanView({ plan }: { plan: Plan }): React.JSX.Element {
  const parameters = Object.entries(plan.parameters);
  return (
    <>
      <section className={`${styles.section} ${styles.consequences}`} aria-label="What it touches">
        <h3>What it touches</h3>
        <BlastList items={plan.blast} />
      </section>
      <FindingList findings={plan.findings} />
      <section className={styles.section} aria-label="Steps">
        <h3>{plan.steps.length === 1 ? 'What is done' : `What is done, in ${plan.steps.length} steps`}</h3>
        <ol className={styles.steps}>
          {plan.steps.map(({ id, title, call }) => (
            <li key={id}>
              {title}
              <br />
              <code>{call}</code>
            </li>
          ))}
        </ol>
      </section>
      <dl className={styles.facts}>
        {parameters.length > 0 && (
          <>
            <dt>Parameters</dt>
            <dd>{parameters.map(([name, value]) => `${name} = ${String(value)}`).join(', ')}</dd>
          </>
        )}
        <dt>Verified by</dt>
        <dd>{plan.verification}</dd>
        <dt>Stops by itself</dt>
        <dd>
          {plan.stopsOn.length === 0
            ? 'at a step that fails, and at its deadline'
            : `when ${plan.stopsOn.join('; when ')}; at a step that fails, and at its deadline`}
        </dd>
        <dt>Undo</dt>
        <dd>{plan.undo}</dd>
        <dt>Plan</dt>
        <dd>
          <code className={styles.code} title={plan.hash}>
            {plan.hash.slice(0, 12)}
          </code>{' '}
          <span className={styles.muted}>as the audit will name it</span>
        </dd>
      </dl>
    </>
  );
}
