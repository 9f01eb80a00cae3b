import { useState } from 'react';
import { auditList, controlStatus, type ControlStatus, type Execution } from '@observatory/protocol/control';
import { isOver } from '../control/execution-words.ts';
import { failureOf } from '../control/failure.ts';
import { ReasonedButton } from '../control/ReasonedButton.tsx';
import { useViewHost } from '../host/ViewHost.ts';
import { ErrorNotice } from '../load/Notice.tsx';
import { useLoad } from '../load/use-load.ts';
import { formatAge } from '../nodes/node.ts';
import styles from './Services.module.css';

export interface StopSwitchProps {
  status: ControlStatus;
  executions: readonly Execution[];
  nowMs: number;
  /** The state of control has to be loaded again. */
  onSwitched: () => void;
}

/** The stop switch of all automation: whether it is on, who set it so and when, and what runs by itself now. */
export function StopSwitch({ status, executions, nowMs, onSwitched }: StopSwitchProps): React.JSX.Element {
  const host = useViewHost();
  const [fault, setFault] = useState<string | undefined>();
  const [sending, setSending] = useState(false);
  const { automation, auditRecords } = status;
  const last = useLoad('audit?action=automation_switched&limit=1', auditList, auditRecords);
  const record = last.data?.records[0];
  const own = executions.filter((each) => each.by.via === 'automation' && !isOver(each));
  const set = async (on: boolean) => {
    setSending(true);
    setFault(undefined);
    try {
      await host.send('control/automation', { automation: on }, controlStatus);
    } catch (error) {
      setFault(failureOf(error).message);
    }
    setSending(false);
    onSwitched();
  };
  return (
    <section className={styles.banner} data-tone={automation ? 'ok' : 'warn'} aria-label="Stop switch">
      <div>
        <p role="status">
          <b>{automation ? 'Automation is on' : 'Automation is stopped'}</b>
          {automation
            ? ': recovery actions may begin by themselves where a policy allows it.'
            : ': nothing begins by itself. What people begin goes on.'}
        </p>
        <p className={styles.count}>
          {record
            ? `Switched ${record.result} by ${record.actor.name} ${formatAge(record.timeMs, nowMs)}. `
            : 'Nobody has switched it yet. '}
          {own.length === 0
            ? 'Nothing runs by itself now.'
            : `Running by itself: ${own.map(({ sentence, by }) => `${sentence} (${by.name})`).join('; ')}.`}
        </p>
        <ErrorNotice error={fault} />
      </div>
      <ReasonedButton
        showReason
        reason={sending ? 'It is being sent.' : host.may('operator').reason}
        onClick={() => void set(!automation)}
      >
        {automation ? 'Stop all automation' : 'Let automation go on'}
      </ReasonedButton>
    </section>
  );
}
