import { memo, useMemo, useState, useSyncExternalStore } from 'react';
import { useViewHost, type ConnectionState } from '../host/ViewHost.ts';
import type { ChartSpec } from '../live/chart-spec.ts';
import { pageFrames } from '../live/frame-loop.ts';
import { LiveChart } from '../live/LiveChart.tsx';
import { useLiveSeries, type LiveSeriesOptions } from '../live/use-live-series.ts';
import { NodesTable } from '../nodes/NodesTable.tsx';
import { useNodes } from '../nodes/use-nodes.ts';
import type { ThemeName } from '../theme/series-colors.ts';
import { overviewCharts } from './charts.ts';
import { useNow } from './use-now.ts';
import styles from './LiveOverview.module.css';

const WINDOWS: readonly [label: string, windowMs: number, stepMs: number][] = [
  ['5 min', 300_000, 1_000],
  ['30 min', 1_800_000, 5_000],
  ['3 h', 10_800_000, 30_000],
];

/** The first page: which nodes there are and how they do, and what the cluster does right now. */
export function LiveOverview({ theme }: { theme: ThemeName }): React.JSX.Element {
  const host = useViewHost();
  const [windowIndex, setWindowIndex] = useState(0);
  const [pausedAtMs, setPausedAtMs] = useState<number | undefined>();
  const paused = pausedAtMs !== undefined;
  const [selected, setSelected] = useState<string | undefined>();
  const { nodes, error } = useNodes();
  const connection = useSyncExternalStore(host.connection.subscribe, host.connection.get);
  const nowMs = useNow(1000, paused);
  const node = nodes.find(({ id }) => id === selected);
  const charts = useMemo(() => overviewCharts(node?.address), [node?.address]);
  const [, windowMs, stepMs] = WINDOWS[windowIndex];

  return (
    <div className={styles.page}>
      <div className={styles.toolbar}>
        <fieldset className={styles.group}>
          <legend>Time window</legend>
          {WINDOWS.map(([label], index) => (
            <button
              key={label}
              type="button"
              aria-pressed={index === windowIndex}
              onClick={() => setWindowIndex(index)}
            >
              {label}
            </button>
          ))}
        </fieldset>
        <button type="button" aria-pressed={paused} onClick={() => setPausedAtMs(paused ? undefined : Date.now())}>
          {paused ? 'Resume' : 'Pause'}
        </button>
        {node && (
          <span className={styles.selection}>
            Charts show {node.name} only.{' '}
            <button type="button" onClick={() => setSelected(undefined)}>
              Show all
            </button>
          </span>
        )}
        <span className={styles.spacer} />
        <ConnectionBadge connection={connection} paused={paused} />
      </div>
      {error !== undefined && <p role="alert">{error}</p>}
      <NodesTable nodes={nodes} nowMs={nowMs} selected={selected} onSelect={setSelected} />
      <div className={styles.charts}>
        {charts.map((spec) => (
          <ConnectedChart
            key={spec.id}
            spec={spec}
            theme={theme}
            endMs={pausedAtMs}
            stepMs={stepMs}
            windowMs={windowMs}
            paused={paused}
          />
        ))}
      </div>
    </div>
  );
}

interface ConnectedChartProps extends LiveSeriesOptions {
  spec: ChartSpec;
  theme: ThemeName;
  endMs: number | undefined;
}

/** Without a change of its own a chart is not rendered with the page's clock. */
const ConnectedChart = memo(function ConnectedChart(props: ConnectedChartProps): React.JSX.Element {
  const { spec, theme, endMs, stepMs, windowMs, paused } = props;
  const state = useLiveSeries(spec, { stepMs, windowMs, paused });
  return <LiveChart spec={spec} state={state} theme={theme} endMs={endMs} windowMs={windowMs} syncKey="overview" />;
});

const STATUS_TEXT = { connecting: 'Connecting …', live: 'Live', offline: 'Offline, retrying' } as const;

/** Says in words how the stream does: paused, late, or missing parts. */
function ConnectionBadge({ connection, paused }: { connection: ConnectionState; paused: boolean }): React.JSX.Element {
  const { status, transport, lagMs, conflated, dropped } = connection;
  const drawing = useSyncExternalStore(pageFrames.subscribe, pageFrames.state);
  const parts = [paused ? 'Paused' : STATUS_TEXT[status]];
  if (status === 'live' && transport !== '') parts.push(transport);
  if (status === 'live' && lagMs !== undefined) parts.push(`${Math.round(lagMs)} ms behind`);
  if (conflated > 0) parts.push(`${conflated} conflated`);
  if (dropped > 0) parts.push(`${dropped} dropped`);
  if (drawing.isSlowed && drawing.skipped > 0) parts.push(`drawing slowed, ${drawing.skipped} frames left out`);
  return (
    <>
      <span className={styles.connection} data-state={paused ? 'paused' : status}>
        {parts.join(' · ')}
      </span>
      <span className="visually-hidden" role="status">
        {STATUS_TEXT[status]}
      </span>
    </>
  );
}
