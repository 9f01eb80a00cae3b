/**
 * Grafana's variables are no PromQL. To parse an expression that holds some, each is covered by a word of the same
 * length that is, so that every position in the tree is a position in the original text.
 */

/** `$name`, `${name}`, `${name.field:format}`, `[[name]]`. */
const VARIABLE = /\$\w+|\$\{\w+(?:\.[^:^}]+)?(?::[^}]+)?\}|\[\[\w+?(?::\w+)?\]\]/y;
/** Macros that stand for a number; the others of Grafana's stand for a duration. */
const NUMBER_MACRO = /__(interval_ms|range_ms|range_s|rate_interval_ms|from|to)\b/;
const DURATION_MACRO = /__(interval|rate_interval|range|auto_interval_\w+)\b/;

/**
 * The text with its variables covered. Those within quotes stay: any text is a string. A variable within `[…]` or after
 * `offset` becomes a duration, a number macro a number, anything else an identifier.
 */
export function maskVariables(text: string): string {
  let masked = '';
  let inBrackets = 0;
  for (let at = 0; at < text.length;) {
    const char = text[at];
    const end =
      char === '"' || char === "'" || char === '`' ? endOfString(text, at) : char === '#' ? endOfLine(text, at) : at;
    if (end > at) {
      masked += text.slice(at, end);
      at = end;
      continue;
    }
    VARIABLE.lastIndex = at;
    const variable = VARIABLE.exec(text)?.[0];
    if (variable !== undefined) {
      masked += cover(variable, inBrackets > 0 || /\boffset\s*-?\s*$/.test(masked));
      at += variable.length;
      continue;
    }
    if (char === '[') inBrackets++;
    else if (char === ']') inBrackets--;
    masked += char;
    at++;
  }
  return masked;
}

/** True when the text is one variable and nothing else. */
export function isVariable(text: string): boolean {
  VARIABLE.lastIndex = 0;
  return VARIABLE.exec(text)?.[0] === text;
}

function cover(variable: string, asDuration: boolean): string {
  const { length } = variable;
  if (asDuration) return `${'1'.padStart(length - 1, '0')}s`;
  if (NUMBER_MACRO.test(variable)) return '1'.padStart(length, '0');
  if (DURATION_MACRO.test(variable)) return `${'1'.padStart(length - 1, '0')}s`;
  return `_${variable.replace(/\W/g, '_').slice(1)}`;
}

/** Position after the quoted text that begins at `from`; the end of the text when it is not closed. */
function endOfString(text: string, from: number): number {
  const quote = text[from];
  for (let at = from + 1; at < text.length; at++) {
    if (text[at] === '\\' && quote !== '`') at++;
    else if (text[at] === quote) return at + 1;
  }
  return text.length;
}

function endOfLine(text: string, from: number): number {
  const end = text.indexOf('\n', from);
  return end < 0 ? text.length : end;
}
