export interface LatencyPanelOptions {
  show: 'both' | 'heatmap' | 'bands';
  asTable: boolean;
  /** What the bounds of the buckets count. */
  unit: 's' | 'ms';
  /** A line across the percentiles; absent: none. */
  objectiveMs?: number;
}

export const DEFAULT_OPTIONS: LatencyPanelOptions = { show: 'both', asTable: false, unit: 's' };
