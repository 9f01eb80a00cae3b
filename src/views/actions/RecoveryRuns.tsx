import { useState } from 'react';
import { recoveryRuns, type RecoveryRun } from '@observatory/protocol/recovery';
import { failureOf } from '../control/failure.ts';
import { ReasonedButton } from '../control/ReasonedButton.tsx';
import { useViewHost, type Navigation } from '../host/ViewHost.ts';
import { EmptyNotice, ErrorNotice } from '../load/Notice.tsx';
import { logsHref } from '../logs/logs-href.ts';
import { clockText } from '../logs/model/line-text.ts';
import { formatAge } from '../nodes/node.ts';
import { OUTCOMES } from './recovery-words.ts';
import styles from './Actions.module.css';

/** What is looked at before and after a run in logs and audit. */
const AROUND_MS = 5 * 60_000;

interface WaitingRunsProps {
  runs: readonly RecoveryRun[];
  nowMs: number;
  onAnswer: (runs: readonly RecoveryRun[]) => void;
}

/** Actions that wait for a person: what was set off, where and why, and the two answers. */
export function WaitingRuns({ runs, nowMs, onAnswer }: WaitingRunsProps): React.JSX.Element {
  const host = useViewHost();
  const [sending, setSending] = useState('');
  const [fault, setFault] = useState<string>();
  const answer = async (id: string, verb: 'approve' | 'dismiss') => {
    setSending(id);
    setFault(undefined);
    try {
      const path = `control/recovery/${encodeURIComponent(id)}/${verb}`;
      onAnswer((await host.send(path, {}, recoveryRuns)).runs);
    } catch (failure) {
      setFault(failureOf(failure).message);
    }
    setSending('');
  };
  return (
    <section className={styles.waiting} aria-label="Waiting for approval">
      <h2>
        {runs.length} {runs.length === 1 ? 'action waits' : 'actions wait'} for approval
      </h2>
      <ErrorNotice error={fault} />
      <ul>
        {runs.map((run) => (
          <li key={run.id}>
            <div>
              <b>{run.action}</b> on <b>{run.node}</b>, set off by {run.alert}{' '}
              <span className={styles.muted}>{formatAge(run.timeMs, nowMs)}</span>
              <p>{run.detail}</p>
            </div>
            <span className={styles.answers}>
              <ReasonedButton
                primary
                showReason
                reason={sending === run.id ? 'It is being sent.' : host.may('operator').reason}
                label={`Approve: ${run.action} on ${run.node}`}
                onClick={() => void answer(run.id, 'approve')}
              >
                Approve
              </ReasonedButton>
              <ReasonedButton
                reason={sending === run.id ? 'It is being sent.' : host.may('operator').reason}
                label={`Dismiss: ${run.action} on ${run.node}`}
                onClick={() => void answer(run.id, 'dismiss')}
              >
                Dismiss
              </ReasonedButton>
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** What was set off, newest first, with what it led to. */
export function RunHistory({ runs, hours }: { runs: readonly RecoveryRun[]; hours: number }): React.JSX.Element {
  const { navigation } = useViewHost();
  if (runs.length === 0) return <EmptyNotice>Nothing was set off in the {hours} hours that are kept.</EmptyNotice>;
  return (
    <div className={styles.scroll}>
      <table>
        <thead>
          <tr>
            <th scope="col">When</th>
            <th scope="col">Action</th>
            <th scope="col">On</th>
            <th scope="col">Set off by</th>
            <th scope="col">Outcome</th>
            <th scope="col">What was answered</th>
            <th scope="col">See</th>
          </tr>
        </thead>
        <tbody>
          {runs.map((run) => {
            const { says, tone } = OUTCOMES[run.outcome];
            return (
              <tr key={run.id}>
                <td>
                  <time dateTime={new Date(run.timeMs).toISOString()}>{clockText(run.timeMs, true).slice(0, 19)}</time>
                </td>
                <th scope="row">{run.action}</th>
                <td>{run.node}</td>
                <td>{run.alert}</td>
                <td data-tone={tone}>
                  {says}
                  {run.approvedBy !== undefined && <span className={styles.muted}> by {run.approvedBy}</span>}
                </td>
                <td className={styles.wraps}>{run.detail}</td>
                <td>
                  <RunLinks run={run} navigation={navigation} />
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}

function RunLinks({ run, navigation }: { run: RecoveryRun; navigation: Navigation }): React.JSX.Element {
  const { execution, timeMs, endedMs = timeMs, node } = run;
  const around = { fromMs: timeMs - AROUND_MS, toMs: endedMs + AROUND_MS };
  const audit = new URLSearchParams({ from: String(around.fromMs), to: String(around.toMs) });
  if (execution !== undefined) audit.set('execution', execution);
  return (
    <span className={styles.links}>
      {execution !== undefined && (
        <a href={navigation.href({ path: 'services', search: new URLSearchParams({ execution_shown: execution }) })}>
          Execution
        </a>
      )}
      <a href={navigation.href({ path: 'audit', search: audit })}>Audit</a>
      <a href={logsHref(navigation, node.includes('/') ? { ...around, node } : { ...around, nodes: [node] })}>Logs</a>
    </span>
  );
}
