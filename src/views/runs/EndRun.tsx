import { useState } from 'react';
import { runInfo, type RunInfo, type RunStop } from '@observatory/protocol/run-objects';
import { useViewHost } from '../host/ViewHost.ts';
import { ErrorNotice } from '../load/Notice.tsx';
import { PermittedButton } from './PermittedButton.tsx';
import styles from './Runs.module.css';

/** Ends a run that goes on: in order, or because it makes no sense to go on. */
export function EndRun({ run, onDone }: { run: RunInfo; onDone: () => void }): React.JSX.Element | null {
  const { send, may } = useViewHost();
  const [reason, setReason] = useState('');
  const [error, setError] = useState<string>();
  const [sending, setSending] = useState(false);
  if (run.state !== 'running') return null;
  const end = async (state: RunStop['state']) => {
    setSending(true);
    try {
      await send(`control/runs/${encodeURIComponent(run.id)}/stop`, { state, reason } satisfies RunStop, runInfo);
      setError(undefined);
      onDone();
    } catch (failure) {
      setError(failure instanceof Error ? failure.message : String(failure));
    }
    setSending(false);
  };
  const permission = may('operator');
  return (
    <div className={styles.toolbar} role="group" aria-label="End the run">
      <label>
        Reason <input value={reason} onChange={(event) => setReason(event.target.value)} maxLength={2000} />
      </label>
      <PermittedButton permission={permission} busy={sending} onClick={() => void end('finished')}>
        End in order
      </PermittedButton>
      <PermittedButton permission={permission} busy={sending} onClick={() => void end('aborted')}>
        Abort
      </PermittedButton>
      <ErrorNotice error={error} />
    </div>
  );
}
