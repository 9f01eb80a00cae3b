import { useState } from 'react';
import type { TimeMark } from '../charts/time-mark.ts';
import type { GridData } from '../heatmap/grid-data.ts';
import { timeLabels } from '../heatmap/time-label.ts';
import type { Tokens } from '../heatmap/use-tokens.ts';
import type { TimeWindow } from '../host/ViewHost.ts';
import { formatValue } from '../live/format-value.ts';
import type { ThemeName } from '../theme/series-colors.ts';
import { rowNear, type BandColumns } from './band-data.ts';
import { BAND_QUANTILES, quantileName } from './histograms.ts';
import { LatencyBands } from './LatencyBands.tsx';
import { LatencyHeatmap } from './LatencyHeatmap.tsx';
import styles from './LatencyView.module.css';

export interface LatencyPictureProps {
  grid: GridData;
  columns: BandColumns;
  window: TimeWindow;
  title: string;
  theme: ThemeName;
  tokens: Tokens;
  emptyText: string;
  asTable?: boolean;
  marks: readonly TimeMark[];
  show?: 'both' | 'heatmap' | 'bands';
  bandsHeight?: number;
  /** Most that the heatmap’s rows take, in px. */
  heatmapHeight?: number;
  /** A line across the percentiles: what is aimed at, ms. */
  objectiveMs?: number;
  describe?: (value: number) => string;
  /** A time that another picture points at, and the one that is pointed at here. */
  pointedMs?: number;
  onPoint?: (timeMs: number | undefined) => void;
  /** Enter or a click on a bucket at a time. */
  onOpen?: (row: number, timeMs: number) => void;
  onSelectWindow?: (fromMs: number, toMs: number) => void;
}

/** Both pictures have their times below each other. */
const AXIS_WIDTH = 96;

/** The heatmap, and below it the percentiles on the same times; both show where either is pointed at. */
export function LatencyPicture(props: LatencyPictureProps): React.JSX.Element {
  const { grid, columns, window, title, theme, tokens, emptyText, asTable, marks, onPoint, onSelectWindow } = props;
  const { show = 'both', bandsHeight = 220, heatmapHeight } = props;
  const [ownMs, setOwnMs] = useState<number | undefined>();
  const pointedMs = ownMs ?? props.pointedMs;
  const point = (timeMs: number | undefined) => {
    setOwnMs(timeMs);
    onPoint?.(timeMs);
  };
  const hasBands = show !== 'heatmap' && columns[0].length > 0;
  return (
    <>
      {(show !== 'bands' || asTable || !hasBands) && (
        <LatencyHeatmap
          grid={grid}
          title={title}
          theme={theme}
          emptyText={emptyText}
          labelWidth={AXIS_WIDTH}
          maxHeight={heatmapHeight}
          asTable={asTable}
          marks={marks}
          describe={props.describe}
          pointedMs={pointedMs}
          onPoint={point}
          onOpen={props.onOpen}
          onSelectWindow={onSelectWindow}
        />
      )}
      {hasBands && (
        <>
          <LatencyBands
            columns={columns}
            fromMs={window.fromMs}
            toMs={window.toMs}
            title={title}
            tokens={tokens}
            theme={theme}
            axisWidth={AXIS_WIDTH}
            height={bandsHeight}
            marks={marks}
            objectiveMs={props.objectiveMs}
            pointedMs={pointedMs}
            onPoint={point}
            onSelectWindow={onSelectWindow}
          />
          <Quantiles columns={columns} timeMs={pointedMs} speaks={ownMs !== undefined} />
        </>
      )}
    </>
  );
}

interface QuantilesProps {
  columns: BandColumns;
  timeMs: number | undefined;
  speaks: boolean;
}

/** The percentiles under the cursor, or the newest ones. */
function Quantiles({ columns, timeMs, speaks }: QuantilesProps): React.JSX.Element {
  const [times, ...quantiles] = columns;
  const at = (timeMs === undefined ? undefined : rowNear(times, timeMs / 1000)) ?? times.length - 1;
  const label = timeLabels((times[times.length - 1] - times[0]) * 1000, 60_000);
  return (
    <dl
      className={styles.quantiles}
      aria-label={`Percentiles at ${label(times[at] * 1000)}`}
      aria-live={speaks ? 'polite' : 'off'}
    >
      <div>
        <dt>Time</dt>
        <dd>{label(times[at] * 1000)}</dd>
      </div>
      {quantiles.map((column, index) => (
        <div key={BAND_QUANTILES[index]}>
          <dt>{quantileName(BAND_QUANTILES[index])}</dt>
          <dd>{formatValue(column[at], 'ms')}</dd>
        </div>
      ))}
    </dl>
  );
}
