import { useState } from 'react';
import { OperationDialog } from './OperationDialog.tsx';
import { useOperationPlace } from './use-operation-place.ts';
import styles from './Control.module.css';

export interface ActionTarget {
  /** Topology id, or `agents/<agent>/<service>`. */
  id: string;
  /** What it is called in the list of targets. */
  title: string;
}

/** The way to the operations of a node, and of what belongs to it. It shows the dialog itself: one to a page is enough. */
export function ActionsMenu({ targets }: { targets: readonly ActionTarget[] }): React.JSX.Element | null {
  const [, go] = useOperationPlace();
  const [chosen, setChosen] = useState('');
  const target = targets.find(({ id }) => id === chosen) ?? targets[0];
  if (!target) return null;
  return (
    <span className={styles.menu}>
      {targets.length > 1 && (
        <select aria-label="Act on" value={target.id} onChange={(event) => setChosen(event.target.value)}>
          {targets.map(({ id, title }) => (
            <option key={id} value={id}>
              {title}
            </option>
          ))}
        </select>
      )}
      <button type="button" onClick={() => go({ target: target.id })}>
        Actions …
      </button>
      <OperationDialog />
    </span>
  );
}
