import type { RowOrder } from '../../views/health/health-grid.ts';

export interface HealthPanelOptions {
  /** `state`: values are 0 healthy, 1 warning, 2 critical, 3 down. `thresholds`: colours of the field's thresholds. */
  scale: 'state' | 'thresholds';
  order: RowOrder;
  asTable: boolean;
}

export const DEFAULT_OPTIONS: HealthPanelOptions = { scale: 'state', order: 'name', asTable: false };
