import type { AgentInfo } from '@observatory/protocol/agents';
import { EmptyNotice } from '../load/Notice.tsx';
import pageStyles from '../page/Page.module.css';
import { AgentRow } from './AgentRow.tsx';
import { EnrolAgent } from './EnrolAgent.tsx';
import styles from './Services.module.css';

export interface AgentsPanelProps {
  agents: readonly AgentInfo[];
  loaded: boolean;
  nowMs: number;
  /** An agent was changed: the list has to be loaded again. */
  onChanged: () => void;
}

/** The agents: whether each is connected, how it reports, what it lost, and how one more is taken in. */
export function AgentsPanel({ agents, loaded, nowMs, onChanged }: AgentsPanelProps): React.JSX.Element {
  const { compare } = new Intl.Collator('en', { numeric: true });
  const sorted = [...agents].sort((a, b) => compare(a.id, b.id));
  const connected = agents.filter(({ state }) => state === 'connected').length;
  return (
    <section className={pageStyles.panel} aria-label="Agents">
      <div className={styles.head}>
        <h2>Agents</h2>
        <span className={styles.count}>
          {connected} of {agents.length} connected
        </span>
      </div>
      {sorted.length === 0 ? (
        <EmptyNotice>{loaded ? 'No agent is enrolled.' : 'Loading …'}</EmptyNotice>
      ) : (
        <div className={styles.scroll} role="region" aria-label="Table of agents">
          <table>
            <thead>
              <tr>
                <th scope="col">State</th>
                <th scope="col">Agent</th>
                <th scope="col">Host</th>
                <th scope="col" className={styles.number}>
                  Seen
                </th>
                <th scope="col" className={styles.number}>
                  Interval
                </th>
                <th scope="col" className={styles.number}>
                  Reports
                </th>
                <th scope="col" className={styles.number}>
                  Lines dropped
                </th>
                <th scope="col" className={styles.number}>
                  Services
                </th>
                <th scope="col">Reporter and key</th>
              </tr>
            </thead>
            <tbody>
              {sorted.map((agent) => (
                <AgentRow key={agent.id} agent={agent} nowMs={nowMs} onChanged={onChanged} />
              ))}
            </tbody>
          </table>
        </div>
      )}
      <EnrolAgent />
    </section>
  );
}
