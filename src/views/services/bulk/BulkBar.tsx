import { SERVICE_ACTIONS, type ServiceAction } from '@observatory/protocol/agents';
import type { OperationInfo } from '@observatory/protocol/control';
import { permissionReason } from '../../control/plan-obstacle.ts';
import { ReasonedButton } from '../../control/ReasonedButton.tsx';
import { useViewHost } from '../../host/ViewHost.ts';
import { operationOf } from '../service-reason.ts';
import type { ServiceRow } from '../service-row.ts';
import { titleOf } from '../ServiceRowView.tsx';
import styles from '../Services.module.css';

export interface BulkBarProps {
  selected: readonly ServiceRow[];
  /** A bulk run is under way: one at a time. */
  isRunning: boolean;
  operations: readonly OperationInfo[];
  onAct: (action: ServiceAction) => void;
  onClear: () => void;
}

/** What can be done with the chosen services together. */
export function BulkBar({ selected, isRunning, operations, onAct, onClear }: BulkBarProps): React.JSX.Element {
  const { may } = useViewHost();
  const reason = (action: ServiceAction) => {
    const operation = operations.find(({ id }) => id === operationOf(action));
    if (!operation) return 'The catalogue of operations is not loaded.';
    if (isRunning) return 'A run of several is under way: wait for its end, or stop it.';
    return permissionReason(operation.permission, may(operation.role));
  };
  return (
    <div className={styles.bulk} role="group" aria-label="Chosen services">
      <b>{selected.length} chosen</b>
      {SERVICE_ACTIONS.map((action) => (
        <ReasonedButton
          key={action}
          reason={reason(action)}
          label={`${titleOf(action)} the ${selected.length} chosen services`}
          onClick={() => onAct(action)}
        >
          {titleOf(action)} …
        </ReasonedButton>
      ))}
      <button type="button" onClick={onClear}>
        Choose none
      </button>
    </div>
  );
}
