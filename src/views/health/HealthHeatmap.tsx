import type { TimeMark } from '../charts/time-mark.ts';
import type { GridData } from '../heatmap/grid-data.ts';
import { HeatmapGrid } from '../heatmap/HeatmapGrid.tsx';
import type { ThemeName } from '../theme/series-colors.ts';
import type { CellScale } from './cell-scale.ts';
import styles from './HealthHeatmap.module.css';

export interface HealthHeatmapProps {
  grid: GridData;
  scale: CellScale;
  theme: ThemeName;
  title: string;
  emptyText: string;
  asTable?: boolean;
  maxHeight?: number;
  marks?: readonly TimeMark[];
  pointedMs?: number;
  onPoint?: (timeMs: number | undefined) => void;
  /** Row id and the time of the cell, ms. */
  onOpen?: (rowId: string, timeMs: number) => void;
  onSelectWindow?: (fromMs: number, toMs: number) => void;
}

/** Nodes by time, coloured by state or by a measure: who was yellow all week. */
export function HealthHeatmap(props: HealthHeatmapProps): React.JSX.Element {
  const { grid, scale, onOpen, ...rest } = props;
  return (
    <div className={styles.heatmap}>
      <HeatmapGrid
        {...rest}
        grid={grid}
        color={scale.color}
        describe={scale.describe}
        onOpen={onOpen && (({ row, column }) => onOpen(grid.rows[row].id, grid.times[column]))}
      />
      <Legend entries={scale.legend} />
    </div>
  );
}

function Legend({ entries }: { entries: CellScale['legend'] }): React.JSX.Element {
  return (
    <ul className={styles.legend} aria-label="Colours">
      {entries.map(({ text, color }) => (
        <li key={text} style={{ '--swatch': color } as React.CSSProperties}>
          {text}
        </li>
      ))}
      <li data-state="none">no data</li>
    </ul>
  );
}
