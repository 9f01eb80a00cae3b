export interface CorrelationPanelOptions {
  /** Queries (A, B, …) whose series are what suffers; the others are what may be the reason. */
  outcomes: string;
  asTable: boolean;
}

export const DEFAULT_OPTIONS: CorrelationPanelOptions = { outcomes: 'A', asTable: false };
