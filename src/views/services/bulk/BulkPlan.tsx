import { useId, useState } from 'react';
import type { AgentService, ServiceAction } from '@observatory/protocol/agents';
import { BlastList } from '../../control/BlastList.tsx';
import controlStyles from '../../control/Control.module.css';
import { FindingList } from '../../control/FindingList.tsx';
import { ReasonedButton } from '../../control/ReasonedButton.tsx';
import { targetName } from '../../control/target-name.ts';
import { useClock } from '../../control/use-clock.ts';
import type { ServiceRow } from '../service-row.ts';
import { titleOf } from '../ServiceRowView.tsx';
import styles from '../Services.module.css';
import { isPossible, reasonLeftOut, type BulkItem } from './bulk-item.ts';
import { sharedFate } from './shared-fate.ts';
import { sumBlast, sumFindings } from './sum-blast.ts';

export interface BulkPlanProps {
  action: ServiceAction;
  items: readonly BulkItem[];
  /** When the plans were here, by this browser's clock. */
  arrivedMs: number;
  services: readonly ServiceRow[];
  all: readonly AgentService[];
  onBegin: (items: readonly BulkItem[], atOnce: number) => void;
  onAgain: () => void;
}

const AT_ONCE = [1, 2, 4, 8] as const;
/** As long as the first of the plans lives, less what sending takes. */
const LIFE_MS = 110_000;

/** Several plans as one: what they touch together, who is left out and why, how they go, and one confirmation. */
export function BulkPlan(props: BulkPlanProps): React.JSX.Element {
  const { action, items, arrivedMs, services, all, onBegin, onAgain } = props;
  const id = useId();
  const [atOnce, setAtOnce] = useState(1);
  const [typed, setTyped] = useState('');
  const [read, setRead] = useState(false);
  const nowMs = useClock(true);
  const possible = items.filter(isPossible);
  const leftOut = items.filter((item) => !isPossible(item));
  const plans = possible.map(({ plan }) => plan);
  const chosen = services.filter((service) => possible.some(({ target }) => target === service.id));
  const findings = [...sharedFate(chosen, all, action, atOnce), ...sumFindings(plans)];
  const hasWarnings = findings.some(({ level }) => level === 'warning');
  const isTyped = plans.some(({ confirmation }) => confirmation.kind === 'typed');
  const expired = nowMs - arrivedMs > LIFE_MS;
  const obstacle =
    plans.length === 0
      ? 'None of them can be done now.'
      : expired
        ? 'The plans are older than two minutes: look again.'
        : hasWarnings && !read
          ? 'Say that you read the warnings.'
          : isTyped && typed.trim() !== String(plans.length)
            ? `Type ${plans.length}, how many are acted on.`
            : '';
  const begin = () => {
    if (obstacle === '') onBegin(items, atOnce);
  };
  return (
    <>
      <section className={`${controlStyles.section} ${controlStyles.consequences}`} aria-label="What they touch">
        <h3>What they touch together</h3>
        <BlastList items={sumBlast(plans)} />
      </section>
      <FindingList findings={findings} />
      {leftOut.length > 0 && (
        <section className={controlStyles.section} aria-label="Left out">
          <h3>{leftOut.length} left out</h3>
          <ul className={styles.items}>
            {leftOut.map((item) => (
              <li key={item.target}>
                <b>{targetName(item.target)}</b>
                <span>{reasonLeftOut(item)}</span>
              </li>
            ))}
          </ul>
        </section>
      )}
      <details>
        <summary>The {plans.length} that are acted on, in this order</summary>
        <ol className={controlStyles.steps}>
          {plans.map((plan) => (
            <li key={plan.id}>
              {plan.sentence} on {plan.target.split('/')[1]}
              <br />
              <code>{plan.steps.map(({ call }) => call).join('; ')}</code>
            </li>
          ))}
        </ol>
      </details>
      <form
        className={controlStyles.confirm}
        onSubmit={(event) => {
          event.preventDefault();
          begin();
        }}
      >
        <fieldset className={styles.choice}>
          <legend>How</legend>
          {AT_ONCE.map((count) => (
            <label key={count}>
              <input type="radio" name={`${id}-how`} checked={atOnce === count} onChange={() => setAtOnce(count)} />
              {count === 1 ? 'One after the other' : `${count} at a time`}
            </label>
          ))}
        </fieldset>
        <p className={controlStyles.muted}>
          Each goes to its end, with its verification, before another takes its place. The first that does not succeed
          lets none further begin. This page does it: closed, it lets none further begin either.
        </p>
        {hasWarnings && (
          <label>
            <input type="checkbox" checked={read} onChange={(event) => setRead(event.target.checked)} />I have read the
            warnings.
          </label>
        )}
        {isTyped && plans.length > 0 && (
          <label htmlFor={`${id}-count`}>
            Type <code className={controlStyles.code}>{plans.length}</code>, how many are acted on
            <input
              id={`${id}-count`}
              type="text"
              inputMode="numeric"
              autoComplete="off"
              value={typed}
              onChange={(event) => setTyped(event.target.value)}
            />
          </label>
        )}
        <div className={controlStyles.row}>
          <ReasonedButton primary showReason reason={obstacle} onClick={begin}>
            {titleOf(action)} {plans.length} services
          </ReasonedButton>
          <button type="button" onClick={onAgain}>
            Look again
          </button>
        </div>
      </form>
    </>
  );
}
