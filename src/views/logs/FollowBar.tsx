import { useSyncExternalStore } from 'react';
import type { AgentInfo } from '@observatory/protocol/agents';
import type { StoredLogLine } from '@observatory/protocol/logs';
import { useViewHost } from '../host/ViewHost.ts';
import { saveFile } from '../page/save-file.ts';
import type { LogFeedState } from './log-feed.ts';
import { linesFile } from './model/line-text.ts';
import styles from './Logs.module.css';

interface FollowBarProps {
  feed: LogFeedState;
  agents: readonly AgentInfo[];
  isLive: boolean;
  isPaused: boolean;
  sticks: boolean;
  /** Lines that came while the user looks at older ones. */
  below: number;
  onLive: (isLive: boolean) => void;
  onPause: (isPaused: boolean) => void;
  onNewest: () => void;
}

/** Whether lines are followed, how late they come, and what was lost on the way; the lines as a file. */
export function FollowBar(props: FollowBarProps): React.JSX.Element {
  const { feed, agents, isLive, isPaused, sticks, below, onLive, onPause, onNewest } = props;
  const { connection } = useViewHost();
  const { status, transport, lagMs } = useSyncExternalStore(connection.subscribe, connection.get);
  const losing = agents.filter(({ statistics }) => (statistics?.dropped_lines ?? 0) > 0);
  const lost = losing.reduce((sum, { statistics }) => sum + (statistics?.dropped_lines ?? 0), 0);
  return (
    <div className={styles.bar} role="group" aria-label="Follow">
      <button type="button" aria-pressed={isLive} onClick={() => onLive(!isLive)}>
        Follow
      </button>
      {isLive && (
        <button type="button" aria-pressed={isPaused} onClick={() => onPause(!isPaused)}>
          {isPaused ? `Go on${feed.held > 0 ? ` (${feed.held.toLocaleString('en')} new)` : ''}` : 'Pause'}
        </button>
      )}
      <button type="button" onClick={onNewest} disabled={sticks}>
        {below > 0 ? `${below.toLocaleString('en')} newer: jump to the newest` : 'Jump to the newest'}
      </button>
      <span className={styles.status} role="status" data-tone={isLive && status !== 'live' ? 'warn' : undefined}>
        {statusText()}
      </span>
      {feed.refilled > 0 && (
        <span className={styles.status}>
          {feed.refilled.toLocaleString('en')} left out by the stream, loaded afterwards
        </span>
      )}
      {feed.incomplete && (
        <span className={styles.status} data-tone="warn">
          more lines came at once than can be loaded: some are missing, reload or narrow the filters
        </span>
      )}
      {lost > 0 && (
        <span
          className={styles.status}
          data-tone="warn"
          title={losing.map(({ id, statistics }) => `${id}: ${statistics?.dropped_lines}`).join(', ')}
        >
          {lost.toLocaleString('en')} lines were dropped by buffers of{' '}
          {losing.length === 1 ? losing[0].id : `${losing.length} agents`}
        </span>
      )}
      <span className={styles.export}>
        {feed.lines.length.toLocaleString('en')} lines{' '}
        <button type="button" disabled={feed.lines.length === 0} onClick={() => exportLines(feed.lines, 'text')}>
          Text
        </button>
        <button type="button" disabled={feed.lines.length === 0} onClick={() => exportLines(feed.lines, 'ndjson')}>
          NDJSON
        </button>
      </span>
    </div>
  );

  function statusText(): string {
    if (!isLive) return 'Not followed: lines of the chosen time';
    if (status === 'offline') return 'The connection to the sidecar is lost: what is missed is loaded when it is back';
    if (status === 'connecting') return 'Connecting …';
    return `${isPaused ? 'Held back' : 'Live'} over ${transport}${lagMs === undefined ? '' : `, ${Math.max(0, Math.round(lagMs))} ms behind`}`;
  }
}

function exportLines(lines: readonly StoredLogLine[], format: 'text' | 'ndjson'): void {
  const at = new Date(lines[lines.length - 1].timeMs).toISOString().slice(0, 19).replaceAll(':', '');
  saveFile(
    `logs-${at}.${format === 'text' ? 'log' : 'ndjson'}`,
    linesFile(lines, format),
    format === 'text' ? 'text/plain' : 'application/x-ndjson',
  );
}
