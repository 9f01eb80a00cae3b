import { useState } from 'react';
import type { ActionTarget } from './action-target.ts';
import { OperationDialog } from './OperationDialog.tsx';
import { useNodeServices } from './use-node-services.ts';
import { useOperationPlace } from './use-operation-place.ts';
import styles from './Control.module.css';

export interface ActionsMenuProps {
  targets: readonly ActionTarget[];
  /** The page shows the dialog itself, for targets of other pieces, too. */
  withoutDialog?: boolean;
}

/** The way to the operations of a node, of what belongs to it, and of the service that an agent says it is. */
export function ActionsMenu({ targets, withoutDialog = false }: ActionsMenuProps): React.JSX.Element | null {
  const [, go] = useOperationPlace();
  const [chosen, setChosen] = useState('');
  const services = useNodeServices(targets);
  const all = [...targets, ...services];
  const target = all.find(({ id }) => id === chosen) ?? all[0];
  if (!target) return null;
  return (
    <span className={styles.menu}>
      {all.length > 1 && (
        <select aria-label="Act on" value={target.id} onChange={(event) => setChosen(event.target.value)}>
          {all.map(({ id, title }) => (
            <option key={id} value={id}>
              {title}
            </option>
          ))}
        </select>
      )}
      <button type="button" onClick={() => go({ target: target.id })}>
        Actions …
      </button>
      {!withoutDialog && <OperationDialog />}
    </span>
  );
}
