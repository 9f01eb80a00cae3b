import { useMemo, useRef, useState } from 'react';
import { agentList } from '@observatory/protocol/agents';
import { logSources } from '@observatory/protocol/logs';
import { ErrorNotice } from '../load/Notice.tsx';
import { useLoad } from '../load/use-load.ts';
import { Page } from '../page/Page.tsx';
import pageStyles from '../page/Page.module.css';
import { isRelative } from '../page/time-range.ts';
import { usePageTime } from '../page/use-page-time.ts';
import { FollowBar } from './FollowBar.tsx';
import { LogDetails } from './LogDetails.tsx';
import { LogFilterBar } from './LogFilters.tsx';
import { LogHistogram } from './LogHistogram.tsx';
import { LogRows } from './LogRows.tsx';
import { MAX_LINES } from './model/line-buffer.ts';
import { filterParams, hasFilters, NO_FILTERS } from './model/logs-state.ts';
import { NoLines } from './NoLines.tsx';
import { useLogFeed } from './use-log-feed.ts';
import { useLogKeys } from './use-log-keys.ts';
import { useLogsState } from './use-logs-state.ts';
import { useResolvedNode } from './use-resolved-node.ts';
import styles from './Logs.module.css';

/** Lines of all agents, filtered and followed; the address holds the view. */
export function LogsPage(): React.JSX.Element {
  const time = usePageTime();
  const [state, setState] = useLogsState();
  const [reloads, setReloads] = useState(0);
  const [isPaused, setPaused] = useState(false);
  const { range, window } = time;
  const endsNow = isRelative({ from: 'x', to: range.to });
  const isLive = state.isLive && endsNow;
  const params = filterParams(state).toString();
  const key = `${params} ${range.from} ${range.to} ${state.atMs ?? ''} ${reloads}`;
  // The window of the time at which the key began to hold: it does not move with the clock, new lines are added instead.
  const held = useMemo(() => window, [key]); // eslint-disable-line react-hooks/exhaustive-deps -- see above
  const sources = useLoad('logs/sources', logSources, time.revision);
  const agents = useLoad('agents', agentList, time.revision);
  const feed = useLogFeed({
    filters: state,
    window: held,
    aroundMs: state.atMs,
    key,
    isLive,
    isPaused,
    revision: time.revision,
  });
  const unresolved = useResolvedNode(state, sources.data, setState);
  const { lines } = feed;

  // A link to a line begins at that line, not at the newest.
  const [place, setPlace] = useState<{ sticks: boolean; seenId?: string }>({ sticks: state.line === '' });
  const { sticks, seenId } = place;
  const newest = lines.at(-1)?.id;
  const setSticks = (next: boolean) =>
    setPlace((before) =>
      before.sticks === next ? before : next ? { sticks: true } : { sticks: false, seenId: newest },
    );
  const below = useMemo(() => {
    const seen = seenId === undefined ? -1 : lines.findIndex(({ id }) => id === seenId);
    return seen < 0 ? 0 : lines.length - 1 - seen;
  }, [lines, seenId]);

  const textField = useRef<HTMLInputElement>(null);
  const choose = (line: string) => {
    setState({ line });
    if (line !== '') setSticks(false);
  };
  useLogKeys({ lines, chosen: state.line, choose, textField, onNewest: () => setSticks(true) });
  const chosen = useMemo(() => lines.find(({ id }) => id === state.line), [lines, state.line]);
  const ready = !feed.loading && sources.data !== undefined && agents.data !== undefined;
  return (
    <Page
      time={{
        ...time,
        refreshNow: () => {
          time.refreshNow();
          setReloads(reloads + 1);
        },
      }}
    >
      <section className={`${pageStyles.panel} ${styles.logs}`} aria-label="Logs">
        <LogFilterBar ref={textField} filters={state} sources={sources.data} onChange={setState} />
        <ErrorNotice error={feed.error ?? sources.error ?? agents.error} />
        <ErrorNotice error={feed.streamError} />
        {unresolved !== undefined && <p className={styles.note}>{unresolved}</p>}
        {feed.volume && feed.volume.total > 0 && (
          <LogHistogram volume={feed.volume} markMs={chosen?.timeMs} onWindow={time.setWindow} />
        )}
        {feed.error === undefined && <ErrorNotice error={feed.volumeError} />}
        <FollowBar
          feed={feed}
          agents={agents.data?.agents ?? []}
          isLive={isLive}
          isPaused={isPaused}
          sticks={sticks}
          below={below}
          onLive={(next) => {
            if (next && !endsNow) time.setRange({ from: 'now-15m', to: 'now' });
            setState({ isLive: next });
            setPaused(false);
            if (next) setSticks(true);
          }}
          onPause={setPaused}
          onNewest={() => setSticks(true)}
        />
        {feed.loading && !feed.hasOlder && !feed.hasNewer && (
          <p className={styles.note} role="status">
            Loading the lines of this time …
          </p>
        )}
        {(feed.hasOlder || feed.hasNewer) && lines.length > 0 && (
          <p className={styles.note}>
            {lines.length >= MAX_LINES ? (
              `${MAX_LINES.toLocaleString('en')} lines are loaded, the most this page holds: narrow the time or the filters to see others.`
            ) : (
              <>
                There are more lines in this time.{' '}
                {feed.hasOlder && (
                  <button type="button" disabled={feed.loading} onClick={feed.loadOlder}>
                    {feed.loading ? 'Loading …' : 'Load older lines'}
                  </button>
                )}{' '}
                {feed.hasNewer && (
                  <button type="button" disabled={feed.loading} onClick={feed.loadNext}>
                    {feed.loading ? 'Loading …' : 'Load newer lines'}
                  </button>
                )}
              </>
            )}
          </p>
        )}
        {feed.evicted > 0 && (
          <p className={styles.note}>
            {feed.evicted.toLocaleString('en')} older lines left the page to make room. The sidecar has them.
          </p>
        )}
        {lines.length > 0 ? (
          <LogRows
            lines={lines}
            chosen={state.line}
            onChoose={(id) => choose(id === state.line ? '' : id)}
            sticks={sticks}
            onStick={setSticks}
            onOldest={feed.loadOlder}
            lookedFor={state.isRegex ? '' : state.text}
            withDay={held.toMs - held.fromMs > 86_400_000}
          />
        ) : (
          ready &&
          feed.error === undefined &&
          sources.data &&
          agents.data && (
            <NoLines
              agents={agents.data.agents}
              sources={sources.data}
              isFiltered={hasFilters(state)}
              isLive={isLive}
              onClear={() => setState(NO_FILTERS)}
            />
          )
        )}
        {chosen ? (
          <LogDetails line={chosen} onFilter={setState} onClose={() => setState({ line: '' })} />
        ) : (
          state.line !== '' &&
          ready && (
            <p className={styles.note}>
              The line of this address is not among those that are shown: retention took it, or the filters do.
            </p>
          )
        )}
      </section>
    </Page>
  );
}
