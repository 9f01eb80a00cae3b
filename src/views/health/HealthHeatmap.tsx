import { useMemo } from 'react';
import type { GridMark } from '../heatmap/draw-grid.ts';
import type { GridData } from '../heatmap/grid-data.ts';
import { HeatmapGrid } from '../heatmap/HeatmapGrid.tsx';
import type { Tokens } from '../heatmap/use-tokens.ts';
import { formatValue, type Unit } from '../live/format-value.ts';
import type { ThemeName } from '../theme/series-colors.ts';
import { HEALTH_STATES, HEALTH_WORDS, healthStateOf, type HealthState } from './health-state.ts';
import styles from './HealthHeatmap.module.css';

/** How values are coloured and told. */
export type HealthScale =
  | { kind: 'state' }
  /** From `warn` on the colour of a warning, from `bad` on that of trouble; below zero to `warn` ever stronger. */
  | { kind: 'measure'; unit: Unit; warn: number; bad: number };

export interface HealthHeatmapProps {
  grid: GridData;
  scale: HealthScale;
  theme: ThemeName;
  title: string;
  emptyText: string;
  asTable?: boolean;
  maxHeight?: number;
  marks?: readonly GridMark[];
  /** Row id and the time of the cell, ms. */
  onOpen?: (rowId: string, timeMs: number) => void;
  onSelectWindow?: (fromMs: number, toMs: number) => void;
}

/** Nodes by time, coloured by state or by a measure: who was yellow all week. */
export function HealthHeatmap(props: HealthHeatmapProps): React.JSX.Element {
  const { grid, scale, onOpen, ...rest } = props;
  const color = useMemo(() => colorOf(scale), [scale]);
  const describe = useMemo(() => describeWith(scale), [scale]);
  return (
    <div className={styles.heatmap}>
      <HeatmapGrid
        {...rest}
        grid={grid}
        color={color}
        describe={describe}
        onOpen={onOpen && (({ row, column }) => onOpen(grid.rows[row].id, grid.times[column]))}
      />
      <Legend scale={scale} />
    </div>
  );
}

function colorOf(scale: HealthScale): (value: number, tokens: Tokens) => string | undefined {
  if (scale.kind === 'state') {
    return (value, tokens) => {
      const state = healthStateOf(value);
      return state && stateColor(state, tokens);
    };
  }
  const { warn, bad } = scale;
  return (value, tokens) => {
    if (Number.isNaN(value)) return undefined;
    if (value >= bad) return tokens.bad;
    if (value >= warn) return tokens.warn;
    // Eight shades: neighbours of nearly one value stay one rectangle.
    const share = Math.round(Math.min(1, Math.max(0, value / warn)) * 8) / 8;
    return `color-mix(in srgb, ${tokens.ok} ${Math.round(20 + 80 * share)}%, ${tokens.panel})`;
  };
}

function stateColor(state: HealthState, tokens: Tokens): string {
  switch (state) {
    case 'healthy':
      return `color-mix(in srgb, ${tokens.ok} 45%, ${tokens.panel})`;
    case 'warning':
      return tokens.warn;
    case 'critical':
      return tokens.bad;
    case 'down':
      return `color-mix(in srgb, ${tokens.bad} 55%, black)`;
  }
}

function describeWith(scale: HealthScale): (value: number) => string {
  return (value) => {
    if (Number.isNaN(value)) return 'no data';
    if (scale.kind === 'measure') return formatValue(value, scale.unit);
    const state = healthStateOf(value);
    return state ? HEALTH_WORDS[state] : formatValue(value, 'short');
  };
}

function Legend({ scale }: { scale: HealthScale }): React.JSX.Element {
  if (scale.kind === 'state') {
    return (
      <ul className={styles.legend} aria-label="Colours">
        {HEALTH_STATES.map((state) => (
          <li key={state} data-state={state}>
            {HEALTH_WORDS[state]}
          </li>
        ))}
        <li data-state="none">no data</li>
      </ul>
    );
  }
  return (
    <ul className={styles.legend} aria-label="Colours">
      <li data-state="healthy">below {formatValue(scale.warn, scale.unit)}</li>
      <li data-state="warning">from {formatValue(scale.warn, scale.unit)}</li>
      <li data-state="critical">from {formatValue(scale.bad, scale.unit)}</li>
      <li data-state="none">no data</li>
    </ul>
  );
}
