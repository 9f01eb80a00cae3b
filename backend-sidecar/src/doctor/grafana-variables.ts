/** Stands for any value in a matcher; no real label has it. */
export const ANY_VALUE = '__observatory_any__';

const VARIABLE = /\$\{(\w+)(?:[.:][^}]*)?\}|\[\[(\w+)(?::[^\]]*)?\]\]|\$(\w+)/g;

/**
 * An expression of a dashboard with its variables replaced by what keeps it parseable: a duration inside a range, any value
 * inside quotes, a number elsewhere. Whether there are series does not depend on which value a user chose.
 */
export function replaceVariables(expression: string): string {
  let text = '';
  let last = 0;
  for (const match of expression.matchAll(VARIABLE)) {
    text += expression.slice(last, match.index);
    last = match.index + match[0].length;
    text += replacement(match[1] ?? match[2] ?? match[3], text, expression[last]);
  }
  return text + expression.slice(last);
}

function replacement(name: string, before: string, next: string | undefined): string {
  if (insideQuotes(before)) return ANY_VALUE;
  if (/\[[^\]]*$/.test(before) || /offset\s+-?$/.test(before)) return duration(name, before, next);
  if (/^__(range|interval|rate_interval)(_s|_ms)?$/.test(name)) return /_m?s$/.test(name) ? '300' : '5m';
  // by ($group), label=~…: a name; anywhere else (topk($n, …), > $limit) a number.
  return /\b(by|without|on|ignoring|group_left|group_right)\s*\([^)]*$/.test(before) ? 'instance' : '5';
}

/** `[$interval]`, `[$__range_s:]`, `[${n}m]`: the unit may stand beside the variable. */
function duration(name: string, before: string, next: string | undefined): string {
  const unitFollows = next !== undefined && /[smhdwy]/.test(next);
  if (unitFollows || /\d$/.test(before)) return '5';
  return /_ms$/.test(name) ? '300000ms' : '5m';
}

function insideQuotes(text: string): boolean {
  let quote = '';
  for (let i = 0; i < text.length; i++) {
    if (text[i] === '\\' && quote !== '`') i++;
    else if (quote === '') quote = /["'`]/.test(text[i]) ? text[i] : '';
    else if (text[i] === quote) quote = '';
  }
  return quote !== '';
}
