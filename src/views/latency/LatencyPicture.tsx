import { useState } from 'react';
import type { GridMark } from '../heatmap/draw-grid.ts';
import type { GridData } from '../heatmap/grid-data.ts';
import { timeLabels } from '../heatmap/time-label.ts';
import type { Tokens } from '../heatmap/use-tokens.ts';
import type { TimeWindow } from '../host/ViewHost.ts';
import { formatValue } from '../live/format-value.ts';
import type { ThemeName } from '../theme/series-colors.ts';
import type { BandColumns } from './band-data.ts';
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
  marks: readonly GridMark[];
  show?: 'both' | 'heatmap' | 'bands';
  bandsHeight?: number;
  /** Most that the heatmap’s rows take, in px. */
  heatmapHeight?: number;
  onSelectWindow?: (fromMs: number, toMs: number) => void;
}

/** Both pictures have their times below each other. */
const AXIS_WIDTH = 96;

/** The heatmap, and below it the percentiles on the same times. */
export function LatencyPicture(props: LatencyPictureProps): React.JSX.Element {
  const { grid, columns, window, title, theme, tokens, emptyText, asTable, marks, onSelectWindow } = props;
  const { show = 'both', bandsHeight = 220, heatmapHeight } = props;
  const [row, setRow] = useState<number | null>(null);
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
          onSelectWindow={onSelectWindow}
        />
      )}
      {hasBands && (
        <>
          <LatencyBands
            columns={columns}
            fromMs={window.fromMs}
            toMs={window.toMs}
            tokens={tokens}
            theme={theme}
            axisWidth={AXIS_WIDTH}
            height={bandsHeight}
            marks={marks}
            onCursor={setRow}
          />
          <Quantiles columns={columns} row={row} />
        </>
      )}
    </>
  );
}

/** The percentiles under the cursor, or the newest ones. */
function Quantiles({ columns, row }: { columns: BandColumns; row: number | null }): React.JSX.Element {
  const [times, ...quantiles] = columns;
  const at = row !== null && row < times.length ? row : times.length - 1;
  const label = timeLabels((times[times.length - 1] - times[0]) * 1000, 60_000);
  return (
    <dl className={styles.quantiles} aria-label={`Percentiles at ${label(times[at] * 1000)}`}>
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
