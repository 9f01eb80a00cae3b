import { useEffect, useId, useRef } from 'react';
import styles from './Modal.module.css';

export interface ModalProps {
  title: string;
  /** Under the title: what it is about. */
  subject?: React.ReactNode;
  /** When it changes, the content is another: the focus goes to the title, as what had it is gone. */
  stage?: string;
  onClose: () => void;
  children: React.ReactNode;
}

/** A modal dialog of the browser's own: the rest of the page is inert, Escape closes it, and the focus goes back. */
export function Modal({ title, subject, stage = '', onClose, children }: ModalProps): React.JSX.Element {
  const ref = useRef<HTMLDialogElement>(null);
  const headingRef = useRef<HTMLHeadingElement>(null);
  const id = useId();
  useEffect(() => {
    const dialog = ref.current;
    if (dialog && !dialog.open) dialog.showModal();
    return () => dialog?.close();
  }, []);
  useEffect(() => headingRef.current?.focus(), [stage]);
  return (
    <dialog
      ref={ref}
      className={styles.dialog}
      aria-labelledby={id}
      onCancel={(event) => {
        // Closing is the owner's: the address says whether it is open.
        event.preventDefault();
        onClose();
      }}
    >
      <header className={styles.header}>
        <div>
          <h2 ref={headingRef} id={id} tabIndex={-1}>
            {title}
          </h2>
          {subject !== undefined && <p className={styles.subject}>{subject}</p>}
        </div>
        <button type="button" onClick={onClose}>
          Close
        </button>
      </header>
      <div className={styles.body}>{children}</div>
    </dialog>
  );
}
