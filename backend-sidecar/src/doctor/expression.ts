/** An expression somewhere in a file that an operator gave. */
export interface FoundExpression {
  file: string;
  /** Panel, variable or rule. */
  place: string;
  expression: string;
  /** A selector alone, as `label_values` takes it. */
  isSelector?: boolean;
}
