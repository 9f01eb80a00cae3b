import { useState } from 'react';
import { runInfo, type RunInfo, type RunStop } from '@observatory/protocol/run-objects';
import { ReasonedButton } from '../control/ReasonedButton.tsx';
import { useViewHost } from '../host/ViewHost.ts';
import { ErrorNotice } from '../load/Notice.tsx';
import { SENDING } from './run-words.ts';
import styles from './Runs.module.css';

/** Ends a run that goes on: in order, or because it makes no sense to go on. */
export function EndRun({ run, onDone }: { run: RunInfo; onDone: () => void }): React.JSX.Element | null {
  const { send, may } = useViewHost();
  const [why, setWhy] = useState('');
  const [error, setError] = useState<string>();
  const [sending, setSending] = useState(false);
  if (run.state !== 'running') return null;
  const end = async (state: RunStop['state']) => {
    setSending(true);
    try {
      await send(`control/runs/${encodeURIComponent(run.id)}/stop`, { state, reason: why } satisfies RunStop, runInfo);
      setError(undefined);
      onDone();
    } catch (failure) {
      setError(failure instanceof Error ? failure.message : String(failure));
    }
    setSending(false);
  };
  const reason = sending ? SENDING : may('operator').reason;
  return (
    <div className={styles.toolbar} role="group" aria-label="End the run">
      <label>
        Reason <input value={why} onChange={(event) => setWhy(event.target.value)} maxLength={2000} />
      </label>
      <ReasonedButton reason={reason} onClick={() => void end('finished')}>
        End in order
      </ReasonedButton>
      <ReasonedButton reason={reason} showReason onClick={() => void end('aborted')}>
        Abort
      </ReasonedButton>
      <ErrorNotice error={error} />
    </div>
  );
}
