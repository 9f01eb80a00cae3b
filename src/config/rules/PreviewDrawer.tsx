import { useEffect, useState } from 'react';
import { Drawer } from '@grafana/ui';
import { ViewsRoot } from '../../components/views-root/ViewsRoot.tsx';
import { evaluateRule, type Verdict } from './provisioning-api.ts';
import { ruleFields } from './rule-fields.ts';
import type { RuleState } from './rule-states.ts';
import styles from './rules.module.css';

/** Rules that Grafana evaluates at the same time for a preview. */
const PARALLEL = 4;

type Outcome = { verdict: Verdict } | { error: string };

/** Each chosen rule as it would be installed, and how Grafana judges it at this moment. */
export function PreviewDrawer({
  states,
  onClose,
}: {
  states: readonly RuleState[];
  onClose: () => void;
}): React.JSX.Element {
  const [shown] = useState(states);
  const outcomes = useOutcomes(shown);
  return (
    <Drawer title="Preview" subtitle="Evaluated by Grafana now, without the wait of “for”" size="lg" onClose={onClose}>
      <ViewsRoot>
        <table className={styles.changes}>
          <thead>
            <tr>
              <th scope="col">Rule</th>
              <th scope="col">Query and condition</th>
              <th scope="col">Now</th>
            </tr>
          </thead>
          <tbody>
            {shown.map(({ name, shipped }) => {
              const fields = ruleFields(shipped);
              return (
                <tr key={name}>
                  <th scope="row">{name}</th>
                  <td>
                    <code>{fields.get('query')}</code>
                    <code>{judgement(shipped.data[1]?.model)}</code>
                  </td>
                  <td>{words(outcomes.get(name))}</td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </ViewsRoot>
    </Drawer>
  );
}

function useOutcomes(states: readonly RuleState[]): ReadonlyMap<string, Outcome> {
  const [outcomes, setOutcomes] = useState<ReadonlyMap<string, Outcome>>(new Map());
  useEffect(() => {
    let isOpen = true;
    const waiting = [...states];
    const work = async () => {
      for (let state = waiting.shift(); state && isOpen; state = waiting.shift()) {
        const { name, shipped } = state;
        const outcome: Outcome = await evaluateRule(shipped).then(
          (verdict) => ({ verdict }),
          (failure: unknown) => ({ error: failure instanceof Error ? failure.message : String(failure) }),
        );
        if (isOpen) setOutcomes((known) => new Map(known).set(name, outcome));
      }
    };
    for (let index = 0; index < PARALLEL; index++) void work();
    return () => {
      isOpen = false;
    };
  }, [states]);
  return outcomes;
}

const SIGNS: Readonly<Record<string, string>> = { gt: '>', gte: '≥', lt: '<', lte: '≤', eq: '=', ne: '≠' };

function judgement(model: Record<string, unknown> | undefined): string {
  const [condition] = (model?.conditions ?? []) as { evaluator: { type: string; params: number[] } }[];
  if (!condition) return 'fires for each series';
  const { type, params } = condition.evaluator;
  return `fires when ${SIGNS[type] ?? type} ${params.join(', ')}`;
}

function words(outcome: Outcome | undefined): string {
  if (!outcome) return '…';
  if ('error' in outcome) return outcome.error;
  const { firing, instances } = outcome.verdict;
  if (firing > 0) return `${firing} of ${instances} would fire`;
  return instances === 0 ? 'quiet: no series' : `quiet: ${instances} well`;
}
