import { useState } from 'react';
import { auditVerification } from '@observatory/protocol/control';
import { CopyButton } from '../explain/CopyButton.tsx';
import { EmptyNotice, ErrorNotice } from '../load/Notice.tsx';
import { useLoad } from '../load/use-load.ts';
import styles from './Audit.module.css';

/** Whether the record is whole: the sidecar reads its log from the disk and checks each link of the chain. */
export function Verification(): React.JSX.Element {
  const [attempt, setAttempt] = useState(0);
  const { data, error, loading } = useLoad('audit/verify', auditVerification, attempt);
  // The time belongs to the answer, not to the render.
  const [seen, setSeen] = useState<{ data: typeof data; at: Date } | undefined>();
  if (data !== seen?.data) setSeen({ data, at: new Date() });
  return (
    <section className={styles.verdict} data-tone={data?.ok === false ? 'bad' : 'ok'} aria-label="Verification">
      <ErrorNotice error={error} />
      {!data && loading && <EmptyNotice>Reading the log from the disk …</EmptyNotice>}
      {data && (
        <p role="status">
          <b>{data.ok ? 'The record is whole.' : 'The record is not whole.'}</b>{' '}
          {data.ok
            ? `${data.records.toLocaleString('en')} records, each with the hash of the one before`
            : `${data.problem}. Nothing is carried out until that is cleared up`}
          ; checked {seen?.at.toLocaleString('en-GB')}.
        </p>
      )}
      {data && data.lastSeq > 0 && (
        <p>
          Hash of record {data.lastSeq}: <code className={styles.hash}>{data.lastHash}</code>
        </p>
      )}
      <div className={styles.row}>
        <button type="button" onClick={() => setAttempt(attempt + 1)} aria-disabled={loading}>
          Check again
        </button>
        {data && data.lastSeq > 0 && <CopyButton text={`${data.lastSeq} ${data.lastHash}`} what="number and hash" />}
        <span className={styles.muted}>
          Kept somewhere else, the hash also shows a log that somebody wrote anew as a whole.
        </span>
      </div>
    </section>
  );
}
