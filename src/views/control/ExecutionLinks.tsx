import { agentList } from '@observatory/protocol/agents';
import type { Execution } from '@observatory/protocol/control';
import { useViewHost } from '../host/ViewHost.ts';
import { useLoad } from '../load/use-load.ts';
import { serviceOf } from './target-name.ts';
import styles from './Control.module.css';

/** How long before and after an execution its logs are looked at. */
const AROUND_MS = 60_000;

/** Where an execution goes on: its records in the audit, and the logs of its host around it. */
export function ExecutionLinks({ execution }: { execution: Execution }): React.JSX.Element {
  const { navigation } = useViewHost();
  const { id, target, startedMs, endedMs, deadlineMs } = execution;
  const service = serviceOf(target);
  const agents = useLoad(service ? undefined : 'agents', agentList);
  const agent = service?.agent ?? agents.data?.agents.find(({ nodes }) => nodes.includes(target))?.id;
  const around = { from: String(startedMs - AROUND_MS), to: String((endedMs ?? deadlineMs) + AROUND_MS) };
  const audit = new URLSearchParams({ execution: id, from: around.from, to: around.to });
  return (
    <p className={styles.row}>
      <a href={navigation.href({ path: 'audit', search: audit })}>Its records in the audit</a>
      {agent !== undefined && (
        <a href={navigation.href({ path: 'logs', search: new URLSearchParams({ node: agent, ...around }) })}>
          Logs of {agent} around it
        </a>
      )}
    </p>
  );
}
