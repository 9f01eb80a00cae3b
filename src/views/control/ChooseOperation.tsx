import type { OperationInfo } from '@observatory/protocol/control';
import { useViewHost } from '../host/ViewHost.ts';
import { EmptyNotice } from '../load/Notice.tsx';
import { permissionReason } from './plan-obstacle.ts';
import { ReasonedButton } from './ReasonedButton.tsx';
import styles from './Control.module.css';

export interface ChooseOperationProps {
  /** Those that fit the target. */
  operations: readonly OperationInfo[];
  onChoose: (operation: OperationInfo) => void;
}

/** The operations of a target: what each does and how grave it is; one that one may not use says why, and can be planned. */
export function ChooseOperation({ operations, onChoose }: ChooseOperationProps): React.JSX.Element {
  const { may } = useViewHost();
  if (operations.length === 0) return <EmptyNotice>The catalogue has no operation for this kind of node.</EmptyNotice>;
  return (
    <ul className={styles.choices}>
      {operations.map((operation) => (
        <li key={operation.id} aria-label={operation.title}>
          <ReasonedButton
            showReason
            reason={permissionReason(operation.permission, may(operation.role))}
            onClick={() => onChoose(operation)}
          >
            {operation.title}
          </ReasonedButton>
          {!operation.permission.allowed && (
            <button type="button" onClick={() => onChoose(operation)}>
              Only show what it would do
            </button>
          )}
          <span className={styles.risk} data-risk={operation.risk}>
            risk {operation.risk}
          </span>
          <p>{operation.summary}</p>
        </li>
      ))}
    </ul>
  );
}
