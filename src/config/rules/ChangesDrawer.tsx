import { useState } from 'react';
import { Button, Checkbox, Drawer, Stack } from '@grafana/ui';
import { ViewsRoot } from '../../components/views-root/ViewsRoot.tsx';
import type { ChangeKind } from './merge-rule.ts';
import type { RuleState } from './rule-states.ts';
import styles from './rules.module.css';

interface ChangesDrawerProps {
  states: readonly RuleState[];
  onClose: () => void;
  onUpdate: (overwrite: boolean) => void;
}

/** What an update would change in each rule, and which of the user's edits it leaves. */
export function ChangesDrawer({ states, onClose, onUpdate }: ChangesDrawerProps): React.JSX.Element {
  const [overwrite, setOverwrite] = useState(false);
  const hasConflicts = states.some(({ changes }) => changes.some(({ kind }) => kind === 'conflict'));
  return (
    <Drawer title="Update rules" size="lg" onClose={onClose}>
      <ViewsRoot>
        <Stack direction="column" gap={2}>
          {states.map((state) => (
            <RuleChanges key={state.name} state={state} overwrite={overwrite} />
          ))}
          {hasConflicts && (
            <Checkbox
              label="Take the shipped value also where both of us changed it"
              value={overwrite}
              onChange={(event) => setOverwrite(event.currentTarget.checked)}
            />
          )}
          <Stack direction="row" gap={1}>
            <Button onClick={() => onUpdate(overwrite)}>{`Update ${states.length}`}</Button>
            <Button variant="secondary" onClick={onClose}>
              Cancel
            </Button>
          </Stack>
        </Stack>
      </ViewsRoot>
    </Drawer>
  );
}

function RuleChanges({ state, overwrite }: { state: RuleState; overwrite: boolean }): React.JSX.Element {
  return (
    <table className={styles.changes}>
      <caption>{state.name}</caption>
      <thead>
        <tr>
          <th scope="col">Field</th>
          <th scope="col">Now</th>
          <th scope="col">Shipped</th>
          <th scope="col">What happens</th>
        </tr>
      </thead>
      <tbody>
        {state.changes.map(({ field, kind, installed, shipped }) => (
          <tr key={field}>
            <th scope="row">{field}</th>
            <td>
              <code>{installed ?? 'none'}</code>
            </td>
            <td>
              <code>{shipped ?? 'none'}</code>
            </td>
            <td>{outcome(kind, overwrite)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function outcome(kind: ChangeKind, overwrite: boolean): string {
  if (kind === 'take') return 'Becomes the shipped value';
  if (kind === 'keep') return 'Your edit stays';
  return overwrite ? 'Your edit is replaced' : 'Both changed: your edit stays';
}
