import { useId } from 'react';
import { locationUtil } from '@grafana/data';
import { Badge, Checkbox, type BadgeColor } from '@grafana/ui';
import { testIds } from '../../components/test-ids.ts';
import { plainSummary } from './plain-summary.ts';
import type { RuleState } from './rule-states.ts';
import styles from './rules.module.css';

const STATUS: Readonly<Record<RuleState['status'], { text: string; color: BadgeColor }>> = {
  available: { text: 'Not installed', color: 'darkgrey' },
  installed: { text: 'Installed', color: 'green' },
  update: { text: 'Update available', color: 'orange' },
  file: { text: 'From a file', color: 'blue' },
};

interface RulesTableProps {
  states: readonly RuleState[];
  selected: ReadonlySet<string>;
  onSelect: (names: ReadonlySet<string>) => void;
}

/** The shipped rules by group, each to be chosen; those from files cannot be. */
export function RulesTable({ states, selected, onSelect }: RulesTableProps): React.JSX.Element {
  const groups = [...new Set(states.map(({ group }) => group))];
  return (
    <>
      {groups.map((group) => (
        <GroupTable
          key={group}
          group={group}
          states={states.filter((state) => state.group === group)}
          selected={selected}
          onSelect={onSelect}
        />
      ))}
    </>
  );
}

function GroupTable({ group, states, selected, onSelect }: RulesTableProps & { group: string }): React.JSX.Element {
  const headingId = useId();
  const choosable = states.filter(({ status }) => status !== 'file').map(({ name }) => name);
  const isAll = choosable.length > 0 && choosable.every((name) => selected.has(name));
  const isSome = choosable.some((name) => selected.has(name));
  const toggle = (names: readonly string[], on: boolean) => {
    const next = new Set(selected);
    for (const name of names) {
      if (on) next.add(name);
      else next.delete(name);
    }
    onSelect(next);
  };
  return (
    <section className={styles.group} aria-labelledby={headingId}>
      <table>
        <caption id={headingId}>{group}</caption>
        <thead>
          <tr>
            <th scope="col">
              <Checkbox
                aria-label={`All rules of ${group}`}
                value={isAll}
                indeterminate={isSome && !isAll}
                disabled={choosable.length === 0}
                onChange={(event) => toggle(choosable, event.currentTarget.checked)}
              />
            </th>
            <th scope="col">Rule</th>
            <th scope="col">Severity</th>
            <th scope="col">For</th>
            <th scope="col">State</th>
          </tr>
        </thead>
        <tbody>
          {states.map((state) => (
            <tr key={state.name} data-testid={testIds.rules.rule(state.name)}>
              <td>
                <Checkbox
                  aria-label={`Choose ${state.name}`}
                  value={selected.has(state.name)}
                  disabled={state.status === 'file'}
                  onChange={(event) => toggle([state.name], event.currentTarget.checked)}
                />
              </td>
              <th scope="row">
                {state.installed ? (
                  <a href={locationUtil.assureBaseUrl(`/alerting/grafana/${state.installed.uid}/view`)}>{state.name}</a>
                ) : (
                  state.name
                )}
                <span className={styles.summary}>{plainSummary(state.summary)}</span>
              </th>
              <td>{state.severity}</td>
              <td>{state.shipped.for}</td>
              <td>
                <Badge {...STATUS[state.status]} />
                {state.edited && <span className={styles.summary}>edited by you</span>}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
