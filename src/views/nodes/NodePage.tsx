import { useMemo } from 'react';
import { topicList } from '@observatory/protocol/topics';
import { topologyAnswer, type TopologyNode } from '@observatory/protocol/topology';
import { FrameChart } from '../charts/FrameChart.tsx';
import { ActionsMenu } from '../control/ActionsMenu.tsx';
import { EventList } from '../events/EventList.tsx';
import { useEvents } from '../events/use-events.ts';
import { useViewHost } from '../host/ViewHost.ts';
import { logsHref } from '../logs/logs-href.ts';
import { EmptyNotice, ErrorNotice } from '../load/Notice.tsx';
import { useLoad } from '../load/use-load.ts';
import { Page } from '../page/Page.tsx';
import pageStyles from '../page/Page.module.css';
import { usePageTime } from '../page/use-page-time.ts';
import type { ThemeName } from '../theme/series-colors.ts';
import { TopicTable } from '../topics/TopicTable.tsx';
import { KIND_NAMES } from './node.ts';
import { nodeCharts } from './node-charts.ts';
import styles from './NodePage.module.css';
import { useNodes } from './use-nodes.ts';
import { useVitals } from './use-vitals.ts';
import { vitalFacts } from './vitals-text.ts';

const LIVE_KINDS = 'broker,bookie,bundle,namespace,host,rack,disk,function_worker,cluster';

/** One node: its state and process, what it does, what happened to it, and what is around it. */
export function NodePage({ id, theme }: { id: string; theme: ThemeName }): React.JSX.Element {
  const { navigation } = useViewHost();
  const time = usePageTime();
  const { nodes, error } = useNodes();
  const { vitals } = useVitals(time.revision);
  const node = nodes.find((each) => each.id === id);
  const place = usePlace(id, time.revision);
  const events = useEvents(time.window, { node: place?.node.id ?? id, revision: time.revision });
  const charts = useMemo(
    () => (node ? nodeCharts(node.kind, node.address) : []),
    [node?.kind, node?.address], // eslint-disable-line react-hooks/exhaustive-deps -- the row is a new object with every poll
  );
  const own = vitals.get(id);
  const windowMs = time.window.toMs - time.window.fromMs;
  return (
    <Page
      time={time}
      controls={
        <>
          <a href={navigation.href({ path: 'nodes' })}>All nodes</a>
          <a href={logsHref(navigation, { ...time.window, node: place?.node.id ?? id })}>Logs of this time</a>
        </>
      }
    >
      <ErrorNotice error={error} />
      {!node ? (
        <EmptyNotice>
          {nodes.length === 0 ? 'Loading …' : `No node has the id ${id}. It may have left the cluster for good.`}
        </EmptyNotice>
      ) : (
        <>
          <section className={pageStyles.panel} aria-label={node.name}>
            <h2>
              {node.name} <span className={styles.kind}>{KIND_NAMES[node.kind]}</span>{' '}
              <span className={styles.state} data-state={node.state}>
                {node.state}
              </span>{' '}
              {place && <ActionsMenu targets={[{ id: place.node.id, title: place.node.name }]} />}
            </h2>
            {node.reason !== '' && <ErrorNotice error={node.reason} />}
            {place?.node.reasons.map((reason) => (
              <p key={reason} className={styles.reason}>
                {reason}
              </p>
            ))}
            <dl className={styles.facts}>
              <div>
                <dt>Address</dt>
                <dd>{node.address}</dd>
              </div>
              <div>
                <dt>Cluster</dt>
                <dd>{node.cluster || '–'}</dd>
              </div>
              {(own ? vitalFacts(own) : []).map(([name, text]) => (
                <div key={name}>
                  <dt>{name}</dt>
                  <dd>{text}</dd>
                </div>
              ))}
            </dl>
          </section>
          <div className={styles.charts}>
            {charts.map((spec) => (
              <FrameChart
                key={spec.id}
                spec={spec}
                window={time.window}
                theme={theme}
                revision={time.revision}
                syncKey={id}
              />
            ))}
          </div>
          <section className={pageStyles.panel} aria-label="Events">
            <h2>Events</h2>
            <ErrorNotice error={events.error} />
            <EventList
              events={events.data ?? []}
              windowMs={windowMs}
              emptyText={events.loading ? 'Loading …' : 'Nothing happened to this node in this time.'}
            />
          </section>
          {place && <Neighbours around={place.node.id} neighbours={place.neighbours} />}
          {node.kind === 'broker' && place && <BrokerTopics broker={place.node.name} revision={time.revision} />}
        </>
      )}
    </Page>
  );
}

/** The node's place in the topology, and what is next to it there. */
function usePlace(
  scrapedAs: string,
  revision: number,
): { node: TopologyNode; neighbours: readonly TopologyNode[] } | undefined {
  const all = useLoad('topology?kinds=broker,bookie,function_worker&limit=5000', topologyAnswer, revision);
  const node = all.data?.nodes.find((each) => each.scrapedAs === scrapedAs);
  const around = useLoad(
    node && `topology?depth=1&kinds=${LIVE_KINDS}&limit=300&node=${encodeURIComponent(node.id)}`,
    topologyAnswer,
    revision,
  );
  return node && { node, neighbours: (around.data?.nodes ?? []).filter(({ id }) => id !== node.id) };
}

const MOST_NAMED = 12;

function Neighbours(props: { around: string; neighbours: readonly TopologyNode[] }): React.JSX.Element {
  const { around, neighbours } = props;
  const { navigation } = useViewHost();
  const kinds = [...new Set(neighbours.map(({ kind }) => kind))];
  return (
    <section className={pageStyles.panel} aria-label="Around it">
      <h2>
        Around it{' '}
        <a href={navigation.href({ path: 'topology', search: new URLSearchParams({ selected: around }) })}>
          show in the topology
        </a>
      </h2>
      {kinds.length === 0 && <EmptyNotice>Nothing is known to be connected with it.</EmptyNotice>}
      <dl className={styles.facts}>
        {kinds.map((kind) => {
          const own = neighbours.filter((each) => each.kind === kind);
          return (
            <div key={kind}>
              <dt>{kind.replaceAll('_', ' ')}</dt>
              <dd>
                {own
                  .slice(0, MOST_NAMED)
                  .map(({ name, health }) =>
                    health === 'healthy' || health === 'unknown' ? name : `${name} (${health})`,
                  )
                  .join(', ')}
                {own.length > MOST_NAMED && ` and ${own.length - MOST_NAMED} more`}
              </dd>
            </div>
          );
        })}
      </dl>
    </section>
  );
}

function BrokerTopics({ broker, revision }: { broker: string; revision: number }): React.JSX.Element {
  const path = `topics?by=partition&sort=rate_in&limit=10&broker=${encodeURIComponent(broker)}`;
  const { data, error, loading } = useLoad(path, topicList, revision);
  return (
    <section className={pageStyles.panel} aria-label="Busiest topics">
      <h2>Busiest topics {data && data.total > 10 && `(10 of ${data.total.toLocaleString('en')})`}</h2>
      <ErrorNotice error={error} />
      <TopicTable rows={data?.rows ?? []} emptyText={loading ? 'Loading …' : 'It serves no topic now.'} />
    </section>
  );
}
