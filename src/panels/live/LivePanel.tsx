import { useMemo, useRef, useState } from 'react';
import { usePluginContext, type PanelProps } from '@grafana/data';
import { PanelDataErrorView } from '@grafana/runtime';
import { useTheme2 } from '@grafana/ui';
import { ViewsRoot } from '../../components/views-root/ViewsRoot.tsx';
import { ChartBody } from '../../views/live/ChartBody.tsx';
import { saveChartPng } from '../../views/live/save-chart.ts';
import { openLink } from '../shared/open-link.ts';
import { annotationMarks } from '../shared/annotation-marks.ts';
import { useSharedCursor } from '../shared/use-shared-cursor.ts';
import { fieldLimits, fieldLooks } from './field-looks.ts';
import { FrameColumns, liveFields, rowAt } from './frame-columns.ts';
import styles from './LivePanel.module.css';
import type { LivePanelOptions } from './options.ts';

/** Height of the legend below the picture, and of the line of tools above it. */
const LEGEND_PX = 44;
const TOOLS_PX = 26;
const MIN_PLOT_PX = 60;

/** Time series of queries and of Grafana Live, drawn as the app's own live charts are. */
export function LivePanel(props: PanelProps<LivePanelOptions>): React.JSX.Element {
  const { data, options, width, height, timeRange, title, id, fieldConfig, eventBus, onChangeTimeRange } = props;
  const theme = useTheme2();
  const version = usePluginContext()?.meta.info.version;
  const [pointedMs, tellCursor] = useSharedCursor(eventBus);
  const [isolated, setIsolated] = useState<number | undefined>();
  const [pausedAtMs, setPausedAtMs] = useState<number | undefined>();
  const [isHovered, setHovered] = useState(false);
  const root = useRef<HTMLDivElement>(null);
  const fromMs = timeRange.from.valueOf();
  const toMs = timeRange.to.valueOf();
  const [store] = useState(() => new FrameColumns());
  // Grafana renders panels far more often than their data changes.
  const { fields, revision } = useMemo(
    () => ({ revision: store.take(data.series, toMs - fromMs), fields: liveFields(data.series) }),
    [store, data.series, toMs, fromMs],
  );
  const looks = useMemo(() => fieldLooks(fields, data.series, theme), [fields, data.series, theme]);
  const marks = useMemo(() => annotationMarks(data.annotations), [data.annotations]);
  const limits = useMemo(
    () => fieldLimits(fields, theme, options.showThresholds),
    [fields, theme, options.showThresholds],
  );
  if (fields.length === 0)
    return <PanelDataErrorView panelId={id} fieldConfig={fieldConfig} data={data} needsTimeField needsNumberField />;

  const moves = options.move === 'smooth' && timeRange.raw.to === 'now';
  const endMs = pausedAtMs ?? (moves && !(options.pauseOnHover && isHovered) ? undefined : toMs);
  const only = isolated !== undefined && isolated < looks.length ? isolated : undefined;
  const links =
    only === undefined
      ? []
      : (fields[only].field.getLinks?.({ valueRowIndex: Math.max(0, fields[only].times.length - 1) }) ?? []);
  const columns = store.columns;
  const savePng = () => {
    if (!root.current) return;
    const rightMs = endMs ?? Date.now();
    const window = { fromMs: rightMs - (toMs - fromMs), toMs: rightMs };
    const maker = `Pulsar Observatory${version === undefined ? '' : ` ${version}`}`;
    const query = (data.request?.targets ?? []).map((target) => (target as { expr?: string }).expr ?? '').join(' ; ');
    saveChartPng(
      {
        title: title || 'Live',
        query,
        maker,
        columns,
        looks,
        ...window,
        formatAxis: (value) => looks[0].format(value),
        isolated: only,
        limits,
      },
      root.current,
    );
  };
  return (
    <ViewsRoot fill>
      <div
        ref={root}
        className={styles.panel}
        style={{ width, height }}
        onPointerEnter={() => setHovered(true)}
        onPointerLeave={() => setHovered(false)}
      >
        <div className={styles.tools} role="group" aria-label={`${title || 'Live'}: tools`}>
          {links.map((link) => (
            <button key={link.href} type="button" onClick={() => openLink(link)}>
              {link.title}
            </button>
          ))}
          {pausedAtMs !== undefined && <span>Paused</span>}
          {moves && (
            <button
              type="button"
              aria-pressed={pausedAtMs !== undefined}
              onClick={() => setPausedAtMs(pausedAtMs === undefined ? Date.now() : undefined)}
            >
              {pausedAtMs === undefined ? 'Pause' : 'Resume'}
            </button>
          )}
          <button type="button" onClick={savePng} title="Save as a picture; values are in Inspect, Data">
            PNG
          </button>
        </div>
        <ChartBody
          title={title || 'Live'}
          columns={columns}
          revision={revision}
          looks={looks}
          endMs={endMs}
          windowMs={toMs - fromMs}
          formatAxis={(value) => looks[0].format(value)}
          binary={/^(bytes|binBps|[kmgtp]bytes)$/.test(fields[0].field.config.unit ?? '')}
          theme={theme.isDark ? 'dark' : 'light'}
          height={Math.max(MIN_PLOT_PX, height - TOOLS_PX - (options.showLegend ? LEGEND_PX : 0))}
          syncKey={`observatory-live-${id}`}
          asTable={options.asTable}
          emptyText=""
          showLegend={options.showLegend}
          exact={options.detail === 'all'}
          limits={limits}
          marks={marks}
          isolated={only}
          onIsolate={setIsolated}
          pointedMs={pointedMs}
          onPoint={tellCursor}
          onSelectWindow={(from, to) => onChangeTimeRange({ from, to })}
          onOpen={(series, row) => {
            const live = fields[series];
            const link = live?.field.getLinks?.({ valueRowIndex: rowAt(live, columns.timeAt(row) ?? toMs) })[0];
            if (link) openLink(link);
            else setIsolated(only === series ? undefined : series);
          }}
        />
      </div>
    </ViewsRoot>
  );
}
