import { useMemo } from 'react';
import { ExplainSpan } from '../explain/ExplainSpan.tsx';
import { seriesOfFrames } from '../frames/frame-series.ts';
import { errorOf, useFrames } from '../frames/use-frames.ts';
import type { TimeWindow } from '../host/ViewHost.ts';
import { legendOf, type ChartSpec } from '../live/chart-spec.ts';
import { LiveChart } from '../live/LiveChart.tsx';
import { TimeColumns } from '../live/time-columns.ts';
import type { ThemeName } from '../theme/series-colors.ts';

export interface FrameChartProps {
  /** `$__interval`, `$__rate_interval` and `$__range` may stand in its query. */
  spec: ChartSpec;
  window: TimeWindow;
  theme: ThemeName;
  revision?: number;
  syncKey: string;
  /** A span was drawn over; by default its explanation is offered. */
  onSelect?: (span: TimeWindow) => void;
}

/** Points a chart is asked for: about two pixels each. */
const POINTS = 400;

/** A chart of a past window, from frames; with the legend, table and keyboard of the live one. */
export function FrameChart(props: FrameChartProps): React.JSX.Element {
  const { spec, window, theme, revision = 0, syncKey, onSelect } = props;
  const { fromMs, toMs } = window;
  const state = useFrames(
    { queries: [{ refId: 'A', expr: spec.query, fromMs, toMs, maxDataPoints: POINTS }] },
    revision,
  );
  const frames = state.results.A?.frames;
  const columns = useMemo(() => {
    const filled = new TimeColumns();
    for (const [index, { labels, times, values }] of seriesOfFrames(frames ?? []).entries()) {
      filled.addColumn(String(index), legendOf(spec, labels), times, values);
    }
    return filled;
  }, [frames, spec]);
  const error = errorOf(state);
  const loaded = !state.loading;
  const shown = useMemo(() => ({ columns, revision, loaded, error }), [columns, revision, loaded, error]);
  const chart = (onSelectSpan: (span: TimeWindow) => void) => (
    <LiveChart
      spec={spec}
      state={shown}
      theme={theme}
      endMs={toMs}
      windowMs={toMs - fromMs}
      syncKey={syncKey}
      onSelectWindow={(spanFromMs, spanToMs) => onSelectSpan({ fromMs: spanFromMs, toMs: spanToMs })}
    />
  );
  return onSelect ? (
    chart(onSelect)
  ) : (
    <ExplainSpan window={window} query={spec.query}>
      {chart}
    </ExplainSpan>
  );
}
