import { escapeRegex } from '../promql/string-literal.ts';

/** A variable's value within PromQL. */
export function promqlValue(value: unknown, variable: { multi?: boolean; includeAll?: boolean } = {}): string {
  if (Array.isArray(value)) {
    const escaped = value.map((one) => inString(escapeRegex(String(one))));
    return escaped.length === 1 ? escaped[0] : `(${escaped.join('|')})`;
  }
  if (typeof value !== 'string') return String(value);
  return inString(variable.multi || variable.includeAll ? escapeRegex(value) : value);
}

function inString(text: string): string {
  return text.replace(/[\\"]/g, '\\$&');
}
