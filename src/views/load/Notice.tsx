import styles from './Notice.module.css';

/** An error as a sentence, spoken when it appears; nothing when there is none. */
export function ErrorNotice({ error }: { error: string | undefined }): React.JSX.Element | null {
  return error === undefined ? null : (
    <p role="alert" className={styles.error}>
      {error}
    </p>
  );
}

/** Why a place is empty, and what to do about it. */
export function EmptyNotice({ children }: { children: React.ReactNode }): React.JSX.Element {
  return <p className={styles.empty}>{children}</p>;
}
