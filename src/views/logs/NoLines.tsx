import type { AgentInfo } from '@observatory/protocol/agents';
import type { LogSources } from '@observatory/protocol/logs';
import styles from './Logs.module.css';

interface NoLinesProps {
  agents: readonly AgentInfo[];
  sources: LogSources;
  isFiltered: boolean;
  isLive: boolean;
  onClear: () => void;
}

const TOKEN = `curl -X POST -H "Authorization: Bearer $ADMIN" -H 'Content-Type: application/json' \\
  -d '{"agent":"worker-1"}' https://sidecar:7480/api/observatory/v1/admin/agents/tokens`;
const AGENT = `# agent.yaml, on the worker host
agent: worker-1
url: https://sidecar:7480
token_file: enrol.token        # the token of the answer
logs:
  files: [{ path: /var/log/pulsar/broker.log, source: broker }]`;
const LOGS = `logs:
  files: [{ path: /var/log/pulsar/broker.log, source: broker }]
  journald: { units: [pulsar-broker.service] }`;

/** Why there are no lines, and what to do about it. */
export function NoLines({ agents, sources, isFiltered, isLive, onClear }: NoLinesProps): React.JSX.Element {
  const connected = agents.filter(({ state }) => state === 'connected');
  if (agents.length === 0 && sources.nodes.length === 0)
    return (
      <div className={styles.nothing}>
        <h2>No agent is enrolled</h2>
        <p>Log lines come from agents on the worker hosts. Get a one-time token (as an administrator):</p>
        <pre>{TOKEN}</pre>
        <p>
          then write the agent’s configuration, and start <code>observatory agent --config agent.yaml</code>:
        </p>
        <pre>{AGENT}</pre>
      </div>
    );
  if (sources.nodes.length === 0)
    return (
      <div className={styles.nothing}>
        <h2>No agent has sent a line</h2>
        <p>
          {connected.length === 0
            ? `${agents.length === 1 ? `${agents[0].id} is` : `${agents.length} agents are`} enrolled, none is connected: start ${agents.length === 1 ? 'it' : 'them'} (observatory agent --config agent.yaml).`
            : `${connected
                .map(({ id }) => id)
                .slice(0, 5)
                .join(
                  ', ',
                )}${connected.length > 5 ? ` and ${connected.length - 5} more` : ''} ${connected.length === 1 ? 'is' : 'are'} connected. Tell the agents what to follow:`}
        </p>
        {connected.length > 0 && <pre>{LOGS}</pre>}
      </div>
    );
  return (
    <div className={styles.nothing}>
      <h2>{isFiltered ? 'No line in this time matches the filters' : 'No line was written in this time'}</h2>
      <p>
        {sources.nodes.slice(0, 8).join(', ')}
        {sources.nodes.length > 8 && ` and ${sources.nodes.length - 8} more`}{' '}
        {sources.nodes.length === 1 ? 'has' : 'have'} sent lines at some time.
        {isLive && ' New ones appear here as they come.'}
      </p>
      {isFiltered && (
        <button type="button" onClick={onClear}>
          Clear the filters
        </button>
      )}
    </div>
  );
}
