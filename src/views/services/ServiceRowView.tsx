import { SERVICE_ACTIONS, type ServiceAction, type ServiceState } from '@observatory/protocol/agents';
import { ReasonedButton } from '../control/ReasonedButton.tsx';
import { useViewHost } from '../host/ViewHost.ts';
import { formatAge } from '../nodes/node.ts';
import { formatSpan } from '../nodes/vitals-text.ts';
import { nameOf } from '../topology/model/node-name.ts';
import type { ServiceRow } from './service-row.ts';
import styles from './Services.module.css';

/** Shape and word with every colour. */
const MARKS: Readonly<Record<ServiceState, string>> = {
  running: '●',
  starting: '◐',
  stopping: '◐',
  stopped: '○',
  error: '✕',
  unknown: '?',
};

export interface ServiceRowViewProps {
  row: ServiceRow;
  nowMs: number;
  /** Its controls take part in the order of Tab: one row of the table does. */
  reachable: boolean;
  onFocus: () => void;
  /** Of its controls: the arrows go to other rows. */
  onKeyDown: (event: React.KeyboardEvent) => void;
  selected: boolean;
  onSelect: (selected: boolean) => void;
  reason: (action: ServiceAction) => string;
  onAct: (action: ServiceAction) => void;
}

/** One service: what it does, on whose word, and what can be done with it. */
export function ServiceRowView(props: ServiceRowViewProps): React.JSX.Element {
  const { row, nowMs, reachable, onFocus, onKeyDown, selected, onSelect, reason, onAct } = props;
  const { navigation } = useViewHost();
  const { name, agent, host, manager, state, node, run, sinceMs, restarts, detail } = row;
  const tabIndex = reachable ? 0 : -1;
  return (
    <tr data-selected={selected} onFocus={onFocus} onKeyDown={onKeyDown}>
      <td>
        <input
          type="checkbox"
          tabIndex={tabIndex}
          checked={selected}
          aria-label={`Choose ${name} on ${agent}`}
          onChange={(event) => onSelect(event.target.checked)}
        />
      </td>
      <td>
        <span className={styles.state} data-state={state}>
          <span aria-hidden="true">{MARKS[state]}</span> {state}
        </span>
      </td>
      <th scope="row">{name}</th>
      <td className={styles.agent}>
        {agent}
        <span className={styles.count}>
          {host !== '' && host !== agent && ` ${host}`}
          {row.info?.statistics && ` every ${formatSpan(row.info.statistics.current_interval)}`}
        </span>
        {connectionText(row, nowMs) !== '' && <div className={styles.old}>{connectionText(row, nowMs)}</div>}
      </td>
      <td>
        {node === undefined ? (
          '–'
        ) : (
          <a
            tabIndex={tabIndex}
            href={navigation.href({ path: 'topology', search: new URLSearchParams({ selected: node }) })}
          >
            {nameOf(node)}
          </a>
        )}
      </td>
      <td>{manager}</td>
      <td
        className={styles.number}
        title={sinceMs === undefined ? undefined : new Date(sinceMs).toLocaleString('en-GB')}
      >
        {sinceMs === undefined ? '–' : formatSpan(Math.max(0, nowMs - sinceMs) / 1000)}
      </td>
      <td className={styles.number}>{restarts ?? '–'}</td>
      <td className={styles.detail}>
        {detail}
        {run !== undefined && <div title="Names this run: another value means that it was started again">{run}</div>}
      </td>
      <td>
        <div className={styles.actions}>
          {SERVICE_ACTIONS.map((action) => (
            <ReasonedButton
              key={action}
              tabIndex={tabIndex}
              reason={reason(action)}
              label={`${titleOf(action)} ${name} on ${agent}`}
              onClick={() => onAct(action)}
            >
              {titleOf(action)}
            </ReasonedButton>
          ))}
        </div>
      </td>
    </tr>
  );
}

export const titleOf = (action: ServiceAction): string => `${action[0].toUpperCase()}${action.slice(1)}`;

/** What makes the row less sure; empty when its agent is connected and lost nothing. */
function connectionText({ agentConnected, info }: ServiceRow, nowMs: number): string {
  const dropped = info?.statistics?.dropped_lines ?? 0;
  return [
    agentConnected ? '' : `not connected, seen ${formatAge(info?.lastSeenMs, nowMs)}: last known state`,
    agentConnected && info?.state === 'stale' ? 'connected, but its reports are late' : '',
    dropped > 0 ? `${dropped.toLocaleString('en')} log lines dropped` : '',
  ]
    .filter(Boolean)
    .join('; ');
}
