/** An expression somewhere in a file that an operator gave. */
export interface FoundExpression {
  file: string;
  /** Panel, variable or rule. */
  place: string;
  expression: string;
  /** Of a panel: which one of the file it is, counted from 1; titles repeat. */
  panel?: number;
  /** A selector alone, as `label_values` takes it. */
  isSelector?: boolean;
  /** Type of the data source that it asks, when that is none of metrics (`loki`). */
  otherSource?: string;
}
