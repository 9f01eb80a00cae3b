import { useMemo } from 'react';
import type { TimeMark } from '../charts/time-mark.ts';
import type { GridData } from '../heatmap/grid-data.ts';
import { HeatmapGrid } from '../heatmap/HeatmapGrid.tsx';
import type { Tokens } from '../heatmap/use-tokens.ts';
import { formatValue } from '../live/format-value.ts';
import type { ThemeName } from '../theme/series-colors.ts';
import { SHADES, shadeOf } from './latency-grid.ts';

export interface LatencyHeatmapProps {
  grid: GridData;
  title: string;
  theme: ThemeName;
  emptyText: string;
  labelWidth: number;
  /** Most that the rows take, in px. */
  maxHeight?: number;
  asTable?: boolean;
  marks?: readonly TimeMark[];
  pointedMs?: number;
  onPoint?: (timeMs: number | undefined) => void;
  onOpen?: (row: number, timeMs: number) => void;
  /** How a count is said; messages a second by default. */
  describe?: (value: number) => string;
  onSelectWindow?: (fromMs: number, toMs: number) => void;
}

/** Messages per second in each latency bucket over time, slow ones on top; the deeper the colour, the more. */
export function LatencyHeatmap(props: LatencyHeatmapProps): React.JSX.Element {
  const { grid, maxHeight = 260, onOpen } = props;
  const color = useMemo(() => {
    const shade = shadeOf(grid.values);
    return (value: number, tokens: Tokens): string | undefined => {
      const step = shade(value);
      if (step === 0) return undefined;
      return `color-mix(in srgb, ${tokens.accent} ${Math.round(12 + (88 * step) / SHADES)}%, ${tokens.panel})`;
    };
  }, [grid]);
  return (
    <HeatmapGrid
      {...props}
      upwards
      color={color}
      describe={props.describe ?? messagesPerSecond}
      maxHeight={maxHeight}
      onOpen={onOpen && (({ row, column }) => onOpen(row, grid.times[column]))}
    />
  );
}

function messagesPerSecond(value: number): string {
  return Number.isNaN(value) ? 'no messages' : formatValue(value, 'msgps');
}
