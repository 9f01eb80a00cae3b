import { useMemo } from 'react';
import { topicAnswer } from '@observatory/protocol/topics';
import { FrameChart } from '../charts/FrameChart.tsx';
import { ActionsMenu } from '../control/ActionsMenu.tsx';
import { topicTargets } from '../control/topic-targets.ts';
import { useViewHost } from '../host/ViewHost.ts';
import type { ChartSpec } from '../live/chart-spec.ts';
import { EmptyNotice, ErrorNotice } from '../load/Notice.tsx';
import { useLoad } from '../load/use-load.ts';
import { Page } from '../page/Page.tsx';
import pageStyles from '../page/Page.module.css';
import { useSearchParam } from '../page/use-location.ts';
import { usePageTime } from '../page/use-page-time.ts';
import type { ThemeName } from '../theme/series-colors.ts';
import { SubscriptionTable } from './SubscriptionTable.tsx';
import { TopicTable } from './TopicTable.tsx';

/** One topic: its figures, its subscriptions with their verdicts, its partitions, and its history where brokers expose it. */
export function TopicPage(props: { encodedName: string; theme: ThemeName }): React.JSX.Element {
  const { encodedName, theme } = props;
  const { navigation } = useViewHost();
  const time = usePageTime();
  const [cluster] = useSearchParam('cluster');
  const query = cluster === '' ? '' : `?cluster=${encodeURIComponent(cluster)}`;
  const { data, error, loading } = useLoad(`topics/${asSegment(encodedName)}${query}`, topicAnswer, time.revision);
  const charts = useMemo(() => (data ? topicCharts(data.topic.name) : []), [data?.topic.name]); // eslint-disable-line react-hooks/exhaustive-deps -- the name is all that charts depend on
  return (
    <Page time={time} controls={<a href={navigation.href({ path: 'topics' })}>All topics</a>}>
      <ErrorNotice error={error} />
      {!data ? (
        <EmptyNotice>{loading ? 'Loading …' : 'The sidecar knows no such topic.'}</EmptyNotice>
      ) : (
        <>
          <section className={pageStyles.panel} aria-label="Topic">
            <h2>
              {data.topic.name} <ActionsMenu targets={topicTargets(data)} />
            </h2>
            <TopicTable rows={[data.topic]} emptyText="" />
            {data.topic.brokers && <p>Served by {data.topic.brokers.join(', ')}</p>}
          </section>
          <section className={pageStyles.panel} aria-label="Subscriptions">
            <h2>Subscriptions</h2>
            <SubscriptionTable rows={data.subscriptions} emptyText="It has no subscription." />
          </section>
          {charts.map((spec) => (
            <FrameChart
              key={spec.id}
              spec={spec}
              window={time.window}
              theme={theme}
              revision={time.revision}
              syncKey="topic"
            />
          ))}
          {data.partitions.length > 0 && (
            <section className={pageStyles.panel} aria-label="Partitions">
              <h2>Partitions</h2>
              <TopicTable rows={data.partitions} emptyText="" />
            </section>
          )}
        </>
      )}
    </Page>
  );
}

/** History of a topic and its partitions; brokers expose it with exposeTopicLevelMetricsInPrometheus. */
function topicCharts(topic: string): ChartSpec[] {
  // RE2 has no special meaning for what a name may hold but for these.
  const own = `{topic=~${JSON.stringify(`${topic.replace(/[.+*?()[\]{}|\\^$]/g, '\\$&')}(-partition-[0-9]+)?`)}}`;
  const direction = (name: string, metric: string) =>
    `label_replace(sum(rate(${metric}${own}[$__rate_interval])), "direction", "${name}", "", "")`;
  return [
    {
      id: 'rates',
      title: 'Messages',
      query: `${direction('in', 'pulsar_in_messages_total')} or ${direction('out', 'pulsar_out_messages_total')}`,
      unit: 'msgps',
      legend: ['direction'],
    },
    {
      id: 'backlog',
      title: 'Backlog by subscription',
      query: `sum by (subscription) (pulsar_subscription_back_log${own})`,
      unit: 'msg',
      legend: ['subscription'],
    },
  ];
}

/** Grafana's router gives the rest of an address decoded; one that is encoded has no slash. */
function asSegment(name: string): string {
  return name.includes('/') ? encodeURIComponent(name) : name;
}
