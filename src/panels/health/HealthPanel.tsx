import { useMemo } from 'react';
import { FieldType, type PanelProps } from '@grafana/data';
import { PanelDataErrorView } from '@grafana/runtime';
import { useTheme2 } from '@grafana/ui';
import { ViewsRoot } from '../../components/views-root/ViewsRoot.tsx';
import { STATE_SCALE } from '../../views/health/cell-scale.ts';
import { HealthHeatmap } from '../../views/health/HealthHeatmap.tsx';
import { rowLink } from './row-link.ts';
import { openLink } from '../shared/open-link.ts';
import { useSharedCursor } from '../shared/use-shared-cursor.ts';
import { annotationMarks } from '../shared/annotation-marks.ts';
import { fieldScale } from './field-scale.ts';
import type { HealthPanelOptions } from './options.ts';
import { panelGrid } from './panel-grid.ts';

/** Space below the cells: the line under the cursor and the legend. */
const FOOT_PX = 74;

/** The health heatmap over the panel's frames; a dragged window becomes the dashboard's, a click follows the data link. */
export function HealthPanel(props: PanelProps<HealthPanelOptions>): React.JSX.Element {
  const { data, options, width, height, timeRange, title, id, fieldConfig, eventBus, onChangeTimeRange } = props;
  const [pointedMs, tellCursor] = useSharedCursor(eventBus);
  const theme = useTheme2();
  const grid = useMemo(
    () => panelGrid(data.series, timeRange, { width, order: options.order }),
    [data.series, timeRange, width, options.order],
  );
  const field = data.series[0]?.fields.find(({ type }) => type === FieldType.number);
  const scale = useMemo(
    () => (options.scale === 'thresholds' && field ? fieldScale(field) : STATE_SCALE),
    [options.scale, field],
  );
  const marks = useMemo(() => annotationMarks(data.annotations), [data.annotations]);
  if (grid.rows.length === 0) {
    return <PanelDataErrorView panelId={id} fieldConfig={fieldConfig} data={data} needsTimeField needsNumberField />;
  }
  return (
    <ViewsRoot fill>
      <div style={{ width, height, overflowY: 'auto' }}>
        <HealthHeatmap
          grid={grid}
          scale={scale}
          theme={theme.isDark ? 'dark' : 'light'}
          title={title || 'Health of nodes over time'}
          emptyText="No data in this time range."
          maxHeight={Math.max(60, height - FOOT_PX)}
          asTable={options.asTable}
          marks={marks}
          pointedMs={pointedMs}
          onPoint={tellCursor}
          onSelectWindow={(from, to) => onChangeTimeRange({ from, to })}
          onOpen={(rowId) => openLink(rowLink(data.series, rowId))}
        />
      </div>
    </ViewsRoot>
  );
}
