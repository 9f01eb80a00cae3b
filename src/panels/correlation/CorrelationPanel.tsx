import { useMemo } from 'react';
import type { PanelProps } from '@grafana/data';
import { PanelDataErrorView } from '@grafana/runtime';
import { useTheme2 } from '@grafana/ui';
import { ViewsRoot } from '../../components/views-root/ViewsRoot.tsx';
import { CorrelationMatrix } from '../../views/explain/matrix/CorrelationMatrix.tsx';
import { MIN_POINTS } from '../../views/explain/matrix/lagged.ts';
import { correlationMatrix } from '../../views/explain/matrix/matrix.ts';
import { annotationMarks } from '../shared/annotation-marks.ts';
import { explainLink } from './explain-link.ts';
import type { CorrelationPanelOptions } from './options.ts';
import { panelSeries } from './panel-series.ts';

/** More steps say little more and cost time. */
const STEPS = 120;
/** Share of the range that is compared with what came before it, for the effect. */
const RECENT = 0.25;

/** Series of the panel against those of the chosen queries, over the dashboard's time range. */
export function CorrelationPanel(props: PanelProps<CorrelationPanelOptions>): React.JSX.Element {
  const { data, options, width, height, timeRange, id, fieldConfig } = props;
  const { isDark } = useTheme2();
  const fromMs = timeRange.from.valueOf();
  const toMs = timeRange.to.valueOf();
  const series = useMemo(() => panelSeries(data.series, options.outcomes), [data.series, options.outcomes]);
  const { matrix, window, baseline } = useMemo(() => {
    const splitMs = toMs - RECENT * (toMs - fromMs);
    const spans = { window: { fromMs, toMs }, baseline: { fromMs, toMs: splitMs } };
    const stepMs = Math.max(series.stepMs, Math.ceil((toMs - fromMs) / STEPS));
    return {
      ...spans,
      matrix: correlationMatrix(series.rows, series.columns, { ...spans, recent: { fromMs: splitMs, toMs }, stepMs }),
    };
  }, [series, fromMs, toMs]);
  const unitOf = useMemo(() => (each: { id: string }) => series.units.get(each.id) ?? '', [series]);
  const marks = useMemo(
    () =>
      annotationMarks(data.annotations).map(({ timeMs }) => ({ timeMs, text: 'annotation', tone: 'accent' as const })),
    [data.annotations],
  );
  if (series.rows.length === 0 || series.columns.length === 0) {
    const message =
      data.series.length === 0
        ? undefined
        : `Ask for what suffers in query ${options.outcomes} and for resources in others: this panel compares the two.`;
    return <PanelDataErrorView panelId={id} fieldConfig={fieldConfig} data={data} message={message} needsTimeField />;
  }
  return (
    <ViewsRoot fill>
      <div style={{ width, height, overflowY: 'auto' }} data-theme={isDark ? 'dark' : 'light'}>
        <p style={{ fontSize: 12 }}>
          {matrix.compared} of {matrix.cells.length} pairs have the {MIN_POINTS} points and the variation that a number
          needs; grey ones may be chance.{' '}
          <a href={explainLink(data.request?.targets, options.outcomes, timeRange)}>Explain this time</a>
        </p>
        <CorrelationMatrix
          matrix={matrix}
          window={window}
          baseline={baseline}
          unitOf={unitOf}
          marks={marks}
          asTable={options.asTable}
        />
      </div>
    </ViewsRoot>
  );
}
