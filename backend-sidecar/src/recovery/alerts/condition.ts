import type { AlertOperator } from '../settings.ts';

/** What is known of one metric of one node now; null where nobody can tell. */
export type Reading = number | string | null;

/**
 * Whether a value stands to the threshold as the operator says; null where nobody can tell. Numbers are compared as IEEE 754
 * does it, but for NaN, which is no value. Texts know equal and different alone.
 */
export function holds(value: Reading, operator: AlertOperator, threshold: number | string): boolean | null {
  if (value === null || typeof value !== typeof threshold || Number.isNaN(value) || Number.isNaN(threshold))
    return null;
  switch (operator) {
    case '==':
      return value === threshold;
    case '!=':
      return value !== threshold;
    default:
      if (typeof value !== 'number' || typeof threshold !== 'number') return null;
      return compare(value, operator, threshold);
  }
}

function compare(value: number, operator: '>' | '>=' | '<' | '<=', threshold: number): boolean {
  if (operator === '>') return value > threshold;
  if (operator === '>=') return value >= threshold;
  return operator === '<' ? value < threshold : value <= threshold;
}
