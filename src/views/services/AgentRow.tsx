import { useState } from 'react';
import {
  MAX_INTERVAL_SECONDS,
  MIN_INTERVAL_SECONDS,
  reporterStatistics,
  type AgentInfo,
  type ReporterCommand,
  type ReporterStatistics,
} from '@observatory/protocol/agents';
import * as z from 'zod';
import { failureOf } from '../control/failure.ts';
import { ReasonedButton } from '../control/ReasonedButton.tsx';
import { useViewHost } from '../host/ViewHost.ts';
import { formatAge } from '../nodes/node.ts';
import { formatSpan } from '../nodes/vitals-text.ts';
import { RevokeAgent } from './RevokeAgent.tsx';
import styles from './Services.module.css';

const done = z.object({ done: z.boolean() });

export interface AgentRowProps {
  agent: AgentInfo;
  nowMs: number;
  onChanged: () => void;
}

/** One agent with its reporter's statistics and commands. */
export function AgentRow({ agent, nowMs, onChanged }: AgentRowProps): React.JSX.Element {
  const { navigation } = useViewHost();
  const { id, state, host, platform, version, cluster, lastSeenMs, statistics, services, kid } = agent;
  return (
    <tr>
      <td>
        <span className={styles.state} data-state={state}>
          {state}
        </span>
      </td>
      <th scope="row">
        {id}{' '}
        <a href={navigation.href({ path: 'logs', search: new URLSearchParams({ node: id }) })}>
          logs<span className="visually-hidden"> of {id}</span>
        </a>
        <div className={styles.count} title={`key ${kid}`}>
          {[cluster, version].filter(Boolean).join(', ')}
        </div>
      </th>
      <td>
        {host || '–'}
        <div className={styles.count}>{platform}</div>
      </td>
      <td className={styles.number}>{formatAge(lastSeenMs, nowMs)}</td>
      <td className={styles.number}>
        {statistics ? (statistics.running ? formatSpan(statistics.current_interval) : 'stopped') : '–'}
      </td>
      <td className={styles.number} title={statistics && reportsText(statistics)}>
        {statistics ? `${statistics.total_reports.toLocaleString('en')} (${successText(statistics)})` : '–'}
      </td>
      <td className={styles.number}>{statistics?.dropped_lines.toLocaleString('en') ?? '–'}</td>
      <td className={styles.number}>{services}</td>
      <td>
        <AgentCommands agent={agent} onChanged={onChanged} />
      </td>
    </tr>
  );
}

const successText = ({ success_rate_percent: percent }: ReporterStatistics): string =>
  `${percent.toFixed(percent === 100 ? 0 : 1)} % arrived`;

function reportsText({ total_reports, failed_reports, last_report_status }: ReporterStatistics): string {
  return `${total_reports} reports, ${failed_reports} failed, the last: ${last_report_status}`;
}

/** What the reporter can be told, and what is done with its key. */
function AgentCommands({ agent, onChanged }: Pick<AgentRowProps, 'agent' | 'onChanged'>): React.JSX.Element {
  const host = useViewHost();
  const { id, state, statistics } = agent;
  const [said, setSaid] = useState('');
  const [sending, setSending] = useState(false);
  const [interval, setInterval] = useState(String(statistics?.current_interval ?? MIN_INTERVAL_SECONDS));
  const isLinked = state === 'connected' || state === 'stale';
  const reason = (role: 'operator' | 'admin') =>
    host.may(role).reason || (!isLinked ? `The agent is ${state}.` : sending ? 'It is being sent.' : '');
  const send = async (what: () => Promise<string>) => {
    setSending(true);
    setSaid('');
    try {
      setSaid(await what());
      onChanged();
    } catch (error) {
      setSaid(failureOf(error).message);
    }
    setSending(false);
  };
  const tell = (command: ReporterCommand, answer: string) =>
    void send(async () => {
      const path = `control/agents/${encodeURIComponent(id)}/reporter`;
      const now = await host.send(path, command, reporterStatistics);
      return `${answer}: ${reportsText(now)}, every ${now.current_interval} s`;
    });
  const rotate = () =>
    void send(async () => {
      const { done: asked } = await host.send(`admin/agents/${encodeURIComponent(id)}/rotate`, {}, done);
      return asked ? 'It was asked to change its key.' : 'It is not connected: its key stays.';
    });
  const seconds = Number(interval);
  const isInterval = Number.isInteger(seconds) && seconds >= MIN_INTERVAL_SECONDS && seconds <= MAX_INTERVAL_SECONDS;
  return (
    <details>
      <summary>Commands</summary>
      <div className={styles.actions}>
        <ReasonedButton
          reason={reason('operator')}
          label={`Report now: ${id}`}
          onClick={() => tell({ command: 'report_now' }, 'Reported')}
        >
          Report now
        </ReasonedButton>
        <ReasonedButton
          reason={reason('operator')}
          onClick={() =>
            tell(
              { command: statistics?.running === false ? 'start' : 'stop' },
              statistics?.running === false ? 'Reporting' : 'Reports stopped',
            )
          }
        >
          {statistics?.running === false ? 'Start reports' : 'Stop reports'}
        </ReasonedButton>
        <label>
          every{' '}
          <input
            type="number"
            min={MIN_INTERVAL_SECONDS}
            max={MAX_INTERVAL_SECONDS}
            value={interval}
            aria-label={`Seconds between reports of ${id}`}
            onChange={(event) => setInterval(event.target.value)}
          />{' '}
          s
        </label>
        <ReasonedButton
          reason={
            reason('operator') ||
            (isInterval ? '' : `Between ${MIN_INTERVAL_SECONDS} and ${MAX_INTERVAL_SECONDS} seconds.`)
          }
          onClick={() => tell({ command: 'set_interval', intervalSeconds: seconds }, 'Set')}
        >
          Set
        </ReasonedButton>
        <ReasonedButton reason={reason('admin')} onClick={rotate}>
          Change its key
        </ReasonedButton>
        <RevokeAgent agent={agent} onRevoked={onChanged} />
      </div>
      <p className={styles.count} role="status">
        {said}
      </p>
    </details>
  );
}
