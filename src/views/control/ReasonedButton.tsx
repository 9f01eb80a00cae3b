import { useId } from 'react';
import styles from './Control.module.css';

export interface ReasonedButtonProps {
  /** Why it cannot be used now; empty when it can. */
  reason: string;
  /** Not needed by a button that submits its form. */
  onClick?: () => void;
  submit?: boolean;
  children: React.ReactNode;
  /** Looks like the button that goes on. */
  primary?: boolean;
  /** The reason stands beside it, rather than for those only who point at it or hear it. */
  showReason?: boolean;
  /** Instead of what stands on it, where that alone does not say what it acts on. */
  label?: string;
  tabIndex?: number;
}

/** A button that one may not use stays in reach of the keyboard and says why: `aria-disabled`, described by its reason. */
export function ReasonedButton(props: ReasonedButtonProps): React.JSX.Element {
  const { reason, onClick, children, primary = false, showReason = false, submit = false, label, tabIndex } = props;
  const id = useId();
  const isOff = reason !== '';
  return (
    <span className={styles.reasoned}>
      <button
        type={submit ? 'submit' : 'button'}
        className={primary ? styles.primary : undefined}
        aria-disabled={isOff}
        aria-describedby={isOff ? id : undefined}
        aria-label={label}
        tabIndex={tabIndex}
        title={isOff && !showReason ? reason : undefined}
        onClick={(event) => {
          if (isOff) event.preventDefault();
          else onClick?.();
        }}
      >
        {children}
      </button>
      {isOff && (
        <span id={id} className={showReason ? styles.reason : 'visually-hidden'}>
          {reason}
        </span>
      )}
    </span>
  );
}
