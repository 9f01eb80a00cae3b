export interface LivePanelOptions {
  /** `smooth`: while the range ends in now, the window moves with the clock; `refresh`: it stands still between refreshes. */
  move: 'smooth' | 'refresh';
  /** `pixel`: two points a pixel where there are many; `all`: every point, however many there are. */
  detail: 'pixel' | 'all';
  showLegend: boolean;
  /** The picture stands still while the pointer is on it. */
  pauseOnHover: boolean;
  /** Thresholds of the standard options as lines across the picture. */
  showThresholds: boolean;
  asTable: boolean;
}

export const DEFAULT_OPTIONS: LivePanelOptions = {
  move: 'smooth',
  detail: 'pixel',
  showLegend: true,
  pauseOnHover: false,
  showThresholds: false,
  asTable: false,
};

/** What the field configuration has beyond the standard options. */
export interface LiveFieldConfig {
  lineWidth: number;
}

export const DEFAULT_FIELD_CONFIG: LiveFieldConfig = { lineWidth: 1.5 };
