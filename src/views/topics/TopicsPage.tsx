import { useEffect, useState } from 'react';
import {
  MEASURES,
  subscriptionList,
  subscriptionVerdict,
  topicList,
  type Measure,
  type TopicReading,
} from '@observatory/protocol/topics';
import { useViewHost } from '../host/ViewHost.ts';
import { ErrorNotice } from '../load/Notice.tsx';
import { useLoad } from '../load/use-load.ts';
import { Page } from '../page/Page.tsx';
import pageStyles from '../page/Page.module.css';
import { useLocation, useSearchParam, useSetSearch } from '../page/use-location.ts';
import { usePageTime } from '../page/use-page-time.ts';
import type { ThemeName } from '../theme/series-colors.ts';
import { MEASURE_NAMES } from './measure-names.ts';
import { SubscriptionTable } from './SubscriptionTable.tsx';
import { TopicPage } from './TopicPage.tsx';
import { TopicTable } from './TopicTable.tsx';
import styles from './TopicTable.module.css';

const PAGE_SIZE = 25;
const BY = ['topic', 'partition', 'namespace', 'group'] as const;

/** `topics`: the largest by any measure, and the subscriptions that need a look; `topics/<name>`: one topic. */
export function TopicsPage({ theme }: { theme: ThemeName }): React.JSX.Element {
  const { path } = useLocation();
  const name = path.startsWith('topics/') ? path.slice('topics/'.length) : '';
  return name === '' ? <AllTopics /> : <TopicPage key={name} encodedName={name} theme={theme} />;
}

function AllTopics(): React.JSX.Element {
  const { navigation } = useViewHost();
  const time = usePageTime();
  const setSearch = useSetSearch();
  const [by] = useSearchParam('by', 'topic');
  const [sort] = useSearchParam('sort', 'rate_in');
  const [search] = useSearchParam('search');
  const [offset] = useSearchParam('offset', '0');
  const [verdict, setVerdict] = useSearchParam('verdict', 'stuck,blocked_on_unacked,redelivery_storm,orphan,growing');
  const query = new URLSearchParams({ by, sort, limit: String(PAGE_SIZE), offset });
  if (search !== '') query.set('search', search);
  const topics = useLoad(`topics?${query}`, topicList, time.revision);
  const subscriptionQuery = new URLSearchParams({ limit: '50' });
  if (verdict !== 'all') subscriptionQuery.set('verdict', verdict);
  if (search !== '') subscriptionQuery.set('search', search);
  const subscriptions = useLoad(`subscriptions?${subscriptionQuery}`, subscriptionList, time.revision);
  const openTopic = (topic: string, cluster: string) =>
    navigation.go({
      path: `topics/${encodeURIComponent(topic)}`,
      search: new URLSearchParams(cluster === '' ? {} : { cluster }),
    });
  const total = topics.data?.total ?? 0;
  const first = Number(offset) || 0;
  return (
    <Page
      time={time}
      controls={<SearchBox value={search} onChange={(text) => setSearch({ search: text, offset: undefined }, true)} />}
    >
      <Readings readings={topics.data?.readings ?? []} />
      <section className={pageStyles.panel} aria-label="Largest">
        <div className={styles.toolbar}>
          <label>
            Show{' '}
            <select value={by} onChange={(event) => setSearch({ by: event.target.value, offset: undefined })}>
              {BY.map((each) => (
                <option key={each} value={each}>
                  {each === 'topic' ? 'topics, partitions summed' : `${each}s`}
                </option>
              ))}
            </select>
          </label>
          <label>
            largest by{' '}
            <select value={sort} onChange={(event) => setSearch({ sort: event.target.value, offset: undefined })}>
              {MEASURES.map((measure) => (
                <option key={measure} value={measure}>
                  {MEASURE_NAMES[measure].title}
                </option>
              ))}
            </select>
          </label>
        </div>
        <ErrorNotice error={topics.error} />
        <TopicTable
          rows={topics.data?.rows ?? []}
          emptyText={
            topics.loading
              ? 'Loading …'
              : search === ''
                ? 'No topic was read yet: a cluster with admin_urls must be configured, and its brokers must answer broker-stats/topics.'
                : `Nothing matches ${search}.`
          }
          sort={sort as Measure}
          onSort={(measure) => setSearch({ sort: measure, offset: undefined })}
          onOpen={by === 'topic' || by === 'partition' ? (row) => openTopic(row.name, row.cluster) : undefined}
        />
        {total > PAGE_SIZE && (
          <p className={styles.pager}>
            <button
              type="button"
              disabled={first === 0}
              onClick={() => setSearch({ offset: String(Math.max(0, first - PAGE_SIZE)) })}
            >
              Before
            </button>
            <button
              type="button"
              disabled={first + PAGE_SIZE >= total}
              onClick={() => setSearch({ offset: String(first + PAGE_SIZE) })}
            >
              After
            </button>
            {first + 1} to {Math.min(total, first + PAGE_SIZE)} of {total.toLocaleString('en')}
          </p>
        )}
      </section>
      <section className={pageStyles.panel} aria-label="Subscriptions">
        <h2>Subscriptions</h2>
        <div className={styles.toolbar} role="group" aria-label="Verdicts">
          {['all', ...subscriptionVerdict.options].map((each) => {
            const count = each === 'all' ? undefined : (subscriptions.data?.verdicts[each as 'stuck'] ?? 0);
            const on = each === 'all' ? verdict === 'all' : verdict.split(',').includes(each);
            return (
              <button key={each} type="button" aria-pressed={on} onClick={() => setVerdict(toggled(verdict, each))}>
                {each.replaceAll('_', ' ')}
                {count !== undefined && ` ${count.toLocaleString('en')}`}
              </button>
            );
          })}
        </div>
        <ErrorNotice error={subscriptions.error} />
        <SubscriptionTable
          rows={subscriptions.data?.subscriptions ?? []}
          emptyText={subscriptions.loading ? 'Loading …' : 'No subscription has one of these verdicts.'}
          onOpenTopic={(row) => openTopic(row.topic, row.cluster)}
        />
      </section>
    </Page>
  );
}

/** Verdicts chosen one by one; the last one taken away shows all. */
function toggled(current: string, verdict: string): string {
  if (verdict === 'all' || current === 'all') return verdict;
  const chosen = new Set(current.split(',').filter(Boolean));
  if (chosen.has(verdict)) chosen.delete(verdict);
  else chosen.add(verdict);
  return chosen.size === 0 ? 'all' : [...chosen].join(',');
}

const TYPING_MS = 300;

/** Asks when typing rests, so that not every letter is a request. */
function SearchBox(props: { value: string; onChange: (text: string) => void }): React.JSX.Element {
  const { value, onChange } = props;
  const [text, setText] = useState(value);
  useEffect(() => {
    if (text === value) return;
    const timer = setTimeout(() => onChange(text), TYPING_MS);
    return () => clearTimeout(timer);
    // Only what is typed asks; the callback is new in every render.
  }, [text]); // eslint-disable-line react-hooks/exhaustive-deps -- see above
  return (
    <input
      type="search"
      aria-label="Search topics"
      placeholder="Part of a topic’s name"
      value={text}
      onChange={(event) => setText(event.target.value)}
    />
  );
}

/** What the figures rest on, when that is not good. */
function Readings({ readings }: { readings: readonly TopicReading[] }): React.JSX.Element | null {
  const failing = readings.filter(({ lastError }) => lastError !== '');
  const stretched = readings.filter((reading) => reading.stretched);
  if (failing.length === 0 && stretched.length === 0) return null;
  return (
    <div>
      {failing.map(({ broker, lastError }) => (
        <ErrorNotice key={broker} error={`${broker} could not be read: ${lastError}`} />
      ))}
      {stretched.length > 0 && (
        <p className={styles.stale}>
          {stretched.length} of {readings.length} brokers are read less often than configured, to stay within their
          budget of bytes (clusters: budget).
        </p>
      )}
    </div>
  );
}
