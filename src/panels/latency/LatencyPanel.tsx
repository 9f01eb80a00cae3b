import { useMemo, useState } from 'react';
import { FieldColorModeId, type PanelProps } from '@grafana/data';
import { PanelDataErrorView } from '@grafana/runtime';
import { useTheme2 } from '@grafana/ui';
import { ViewsRoot } from '../../components/views-root/ViewsRoot.tsx';
import { useTokens } from '../../views/heatmap/use-tokens.ts';
import { bandColumns } from '../../views/latency/band-data.ts';
import { latencyGrid } from '../../views/latency/latency-grid.ts';
import { LatencyPicture } from '../../views/latency/LatencyPicture.tsx';
import { annotationMarks } from '../shared/annotation-marks.ts';
import { openLink } from '../shared/open-link.ts';
import { useSharedCursor } from '../shared/use-shared-cursor.ts';
import { bucketLink, countWords } from './bucket-field.ts';
import type { LatencyPanelOptions } from './options.ts';
import { panelBuckets, stepOf } from './panel-buckets.ts';

const MIN_PICTURE_PX = 70;
/** Below the heatmap: its times and the line under the cursor; below the bands: the percentiles as numbers. */
const HEATMAP_FOOT_PX = 48;
const BANDS_FOOT_PX = 44;

/** Latency from the buckets of one histogram: a heatmap, percentile bands, or both. */
export function LatencyPanel(props: PanelProps<LatencyPanelOptions>): React.JSX.Element {
  const { data, options, width, height, timeRange, title, id, fieldConfig, eventBus, onChangeTimeRange } = props;
  const [pointedMs, tellCursor] = useSharedCursor(eventBus);
  const theme = useTheme2();
  const themeName = theme.isDark ? 'dark' : 'light';
  const [host, setHost] = useState<HTMLElement | null>(null);
  const tokens = useTokens(host, themeName);
  const fromMs = timeRange.from.valueOf();
  const toMs = timeRange.to.valueOf();
  const buckets = useMemo(() => panelBuckets(data.series, options.unit), [data.series, options.unit]);
  const grid = useMemo(
    () => latencyGrid(buckets, { fromMs, toMs, stepMs: buckets ? stepOf(buckets, toMs - fromMs) : 1 }),
    [buckets, fromMs, toMs],
  );
  const columns = useMemo(() => bandColumns(buckets), [buckets]);
  const marks = useMemo(() => annotationMarks(data.annotations), [data.annotations]);
  const describe = useMemo(() => countWords(data.series), [data.series]);
  const { mode, fixedColor } = fieldConfig.defaults.color ?? {};
  const hue =
    mode === FieldColorModeId.Fixed && fixedColor ? theme.visualization.getColorByName(fixedColor) : undefined;
  const heatmapHeight = Math.max(
    MIN_PICTURE_PX,
    options.show === 'heatmap'
      ? height - HEATMAP_FOOT_PX
      : Math.round((height - HEATMAP_FOOT_PX - BANDS_FOOT_PX) * 0.5),
  );
  const above = options.show === 'both' ? heatmapHeight + HEATMAP_FOOT_PX : 0;
  const bandsHeight = Math.max(MIN_PICTURE_PX, height - above - BANDS_FOOT_PX);
  if (!buckets) {
    return (
      <PanelDataErrorView
        panelId={id}
        fieldConfig={fieldConfig}
        data={data}
        message={
          data.series.every(({ length }) => length === 0)
            ? undefined
            : 'This panel draws classic histogram buckets: ask for sum by (le) (rate(x_bucket[2m])) and choose the format “heatmap”.'
        }
      />
    );
  }
  return (
    <ViewsRoot fill>
      {/* The colour is a token, which the pictures read when they are made. */}
      <div
        key={hue}
        ref={setHost}
        style={
          { width, height, overflowY: 'auto', ...(hue !== undefined && { '--accent': hue }) } as React.CSSProperties
        }
      >
        <LatencyPicture
          grid={grid}
          columns={columns}
          window={{ fromMs, toMs }}
          title={title || 'Latency'}
          theme={themeName}
          tokens={tokens}
          emptyText="Nothing was counted in this time range."
          asTable={options.asTable}
          marks={marks}
          show={options.show}
          heatmapHeight={heatmapHeight}
          bandsHeight={bandsHeight}
          objectiveMs={options.objectiveMs}
          describe={describe}
          pointedMs={pointedMs}
          onPoint={tellCursor}
          onOpen={(row, timeMs) =>
            openLink(bucketLink(data.series, { unit: options.unit, bound: Number(grid.rows[row].id), timeMs }))
          }
          onSelectWindow={(from, to) => onChangeTimeRange({ from, to })}
        />
      </div>
    </ViewsRoot>
  );
}
