import { quote, unquote } from '../../promql/string-literal.ts';

/** A parameter as the user sees it: strings without their quotes. */
export function parameterText(value: string): string {
  if (!isString(value)) return value;
  try {
    return unquote(value);
  } catch {
    return value;
  }
}

/**
 * What the user wrote as PromQL has it: a string where it was one, else a number, duration or variable; what is none of
 * these leaves the parameter as it was.
 */
export function parameterValue(text: string, before: string): string {
  if (isString(before)) return quote(text);
  const trimmed = text.trim();
  return /^[+-]?(\d+\.?\d*(e[+-]?\d+)?|\.\d+|0x[\da-f]+|inf|nan|(\d+(ms|[smhdwy]))+)$|^\$\w+$|^\$\{[^}]+\}$/i.test(
    trimmed,
  )
    ? trimmed
    : before;
}

function isString(value: string): boolean {
  return /^["'`]/.test(value);
}
