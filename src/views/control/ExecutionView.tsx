import { useState } from 'react';
import { execution as schema, type Execution, type OperationInfo } from '@observatory/protocol/control';
import { CopyButton } from '../explain/CopyButton.tsx';
import { useViewHost } from '../host/ViewHost.ts';
import { clockText } from '../live/time-text.ts';
import { EmptyNotice, ErrorNotice } from '../load/Notice.tsx';
import { BlastList } from './BlastList.tsx';
import { ExecutionLinks } from './ExecutionLinks.tsx';
import { ExecutionState } from './ExecutionState.tsx';
import { ExecutionSteps } from './ExecutionSteps.tsx';
import { isOver, lastingText, STATE_WORDS, verificationText } from './execution-words.ts';
import { failureOf } from './failure.ts';
import { actingPath } from './rank-path.ts';
import { ReasonedButton } from './ReasonedButton.tsx';
import { useClock } from './use-clock.ts';
import { useExecution } from './use-execution.ts';
import styles from './Control.module.css';

export interface ExecutionViewProps {
  id: string;
  /** What is known of it already. */
  first?: Execution;
  /** Role that approving it takes. */
  role?: OperationInfo['role'];
  /** Address of this view, for a second person. */
  href: string;
  /** Offered once it has ended. */
  children?: React.ReactNode;
}

/** One execution from its beginning to its end: progress, the stop button, the approval, the result with its verification. */
export function ExecutionView(props: ExecutionViewProps): React.JSX.Element {
  const { id, first, role = 'operator', href, children } = props;
  const { execution, error, take } = useExecution(id, first);
  const nowMs = useClock(execution === undefined || !isOver(execution));
  const [doing, act, fault] = useActs(id, take);
  const { may } = useViewHost();
  if (!execution) return error === undefined ? <EmptyNotice>Loading …</EmptyNotice> : <ErrorNotice error={error} />;
  const { state, by, approvedBy, startedMs, endedMs, deadlineMs, steps, blast, result } = execution;
  const over = isOver(execution);
  const waits = state === 'awaiting_approval';
  return (
    <>
      <div className={styles.row} role="status">
        <ExecutionState state={state} />
        <span>
          {by.name} ({by.role}) at {clockText(startedMs)}
          {approvedBy && `, approved by ${approvedBy.name}`}
          {over && `, took ${lastingText((endedMs ?? startedMs) - startedMs)}`}
        </span>
      </div>
      <ErrorNotice error={error ?? fault} />
      {over && (
        <p className={styles.result} data-tone={STATE_WORDS[state].tone}>
          {verificationText(execution)}
        </p>
      )}
      {!over && result !== '' && <p>{result}</p>}
      {waits && (
        <section className={styles.section} aria-label="Approval">
          <p>
            It begins when a second person has approved it, until {clockText(deadlineMs)} at the latest. Somebody else
            opens <a href={href}>this address</a> and approves it.
          </p>
          <div className={styles.row}>
            <ReasonedButton
              primary
              showReason
              reason={doing !== '' ? 'It is being sent.' : may(role).reason}
              onClick={() => act('approve')}
            >
              Approve
            </ReasonedButton>
            <CopyButton text={new URL(href, document.baseURI).href} what="the address" />
          </div>
        </section>
      )}
      <ExecutionSteps steps={steps} nowMs={nowMs} />
      {!over && (
        <div className={styles.row}>
          <ReasonedButton
            showReason
            reason={
              state === 'stopping'
                ? 'It is stopping: no further step begins.'
                : doing !== ''
                  ? 'It is being sent.'
                  : may('operator').reason
            }
            onClick={() => act('stop')}
          >
            Stop
          </ReasonedButton>
          <span className={styles.muted}>
            {lastingText(Math.max(0, nowMs - startedMs))} of at most {lastingText(deadlineMs - startedMs)}. It goes on
            without this window.
          </span>
        </div>
      )}
      <details>
        <summary>What the plan said it touches</summary>
        <BlastList items={blast} />
      </details>
      <ExecutionLinks execution={execution} />
      {over && children}
    </>
  );
}

/** Stops or approves; what is refused is said in the server's words. */
function useActs(
  id: string,
  take: (execution: Execution) => void,
): [doing: string, act: (what: 'stop' | 'approve') => void, fault: string | undefined] {
  const host = useViewHost();
  const [doing, setDoing] = useState('');
  const [fault, setFault] = useState<string | undefined>();
  const act = async (what: 'stop' | 'approve') => {
    setDoing(what);
    setFault(undefined);
    try {
      take(await host.send(actingPath(host, `executions/${encodeURIComponent(id)}/${what}`), {}, schema));
    } catch (error) {
      setFault(failureOf(error).message);
    }
    setDoing('');
  };
  return [doing, (what) => void act(what), fault];
}
