import { useMemo } from 'react';
import { subscriptionList } from '@observatory/protocol/topics';
import { topologyAnswer } from '@observatory/protocol/topology';
import { seriesOfFrames } from '../frames/frame-series.ts';
import { useFrames } from '../frames/use-frames.ts';
import { useViewHost } from '../host/ViewHost.ts';
import { ErrorNotice } from '../load/Notice.tsx';
import { useLoad } from '../load/use-load.ts';
import type { NodeRow } from '../nodes/node.ts';
import { attentionItems } from './attention.ts';
import styles from './Attention.module.css';

const BAD_VERDICTS = 'stuck,blocked_on_unacked,redelivery_storm,orphan';

/** Is all well, and if not, what needs me: one sentence, then a line for each thing with a way to it. */
export function Attention(props: { nodes: readonly NodeRow[]; nowMs: number; revision: number }): React.JSX.Element {
  const { nodes, nowMs, revision } = props;
  const { navigation } = useViewHost();
  const alerts = useFrames(
    {
      queries: [{ refId: 'A', expr: 'ALERTS{alertstate="firing"}', kind: 'instant', fromMs: nowMs, toMs: nowMs }],
    },
    revision,
  );
  const topology = useLoad(
    'topology?health=down,degraded&kinds=broker,bookie,bundle,function_worker,function,disk&limit=200',
    topologyAnswer,
    revision,
  );
  const subscriptions = useLoad(`subscriptions?verdict=${BAD_VERDICTS}&limit=50`, subscriptionList, revision);
  const items = useMemo(
    () =>
      attentionItems({
        nodes,
        alerts: seriesOfFrames(alerts.results.A?.frames ?? []),
        topology: topology.data,
        subscriptions: subscriptions.data,
      }),
    [nodes, alerts.results, topology.data, subscriptions.data],
  );
  const known = nodes.length > 0 && topology.data !== undefined;
  return (
    <section className={styles.attention} aria-labelledby="attention-title">
      <h2
        id="attention-title"
        data-state={items[0]?.severity ?? (known && nodes.every(({ state }) => state === 'up') ? 'well' : 'unknown')}
      >
        {items.length > 0 ? headline(items) : known ? wellWords(nodes) : 'Looking …'}
      </h2>
      <ErrorNotice error={topology.error ?? subscriptions.error ?? alerts.error} />
      {items.length > 0 && (
        <ul>
          {items.map(({ key, severity, text, path, search }) => (
            <li key={key} data-severity={severity}>
              <span className={styles.severity}>{severity}</span>{' '}
              <a href={navigation.href({ path, search: new URLSearchParams(search) })}>{text}</a>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

/** What was not scraped yet is not called up. */
function wellWords(nodes: readonly NodeRow[]): string {
  const up = nodes.filter(({ state }) => state === 'up').length;
  return up === nodes.length
    ? `All is well: ${up} nodes are up, nothing fires.`
    : `Nothing fires; ${up} of ${nodes.length} nodes are up, the others were not scraped yet.`;
}

function headline(items: readonly { severity: string }[]): string {
  const critical = items.filter(({ severity }) => severity === 'critical').length;
  if (critical === 0) return `${items.length} ${items.length === 1 ? 'thing needs' : 'things need'} a look.`;
  const of = critical === items.length ? '' : ` of ${items.length}`;
  return `${critical}${of} ${items.length === 1 ? 'thing is' : 'things are'} critical.`;
}
