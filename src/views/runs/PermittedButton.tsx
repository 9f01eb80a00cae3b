import { useId } from 'react';
import type { Permission } from '../host/ViewHost.ts';
import styles from './Runs.module.css';

export interface PermittedButtonProps {
  permission: Permission;
  busy?: boolean;
  submit?: boolean;
  onClick?: () => void;
  children: React.ReactNode;
}

/** A button that, where one may not use it, stays reachable and says why. */
export function PermittedButton(props: PermittedButtonProps): React.JSX.Element {
  const { permission, busy = false, submit = false, onClick, children } = props;
  const id = useId();
  const off = !permission.allowed || busy;
  return (
    <span className={styles.permitted}>
      <button
        type={submit ? 'submit' : 'button'}
        aria-disabled={off}
        aria-describedby={permission.allowed ? undefined : id}
        onClick={(event) => {
          if (off) event.preventDefault();
          else onClick?.();
        }}
      >
        {children}
      </button>
      {!permission.allowed && (
        <span id={id} className={styles.muted}>
          {permission.reason}
        </span>
      )}
    </span>
  );
}
