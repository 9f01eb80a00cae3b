import type { Matcher } from '../promql/builder-query.ts';
import { parsePromql, nodesOf } from '../promql/parse-promql.ts';
import { readSelector } from '../promql/read-selector.ts';
import { unquote } from '../promql/string-literal.ts';

/** Where the cursor is in an expression that is being written, so usually is no PromQL yet. */
export type Situation =
  | { kind: 'expression' }
  | { kind: 'duration' }
  /** In the braces of a selector, where a label may stand. */
  | { kind: 'label'; metric: string; matchers: readonly Matcher[] }
  /** In the quotes of a matcher. */
  | { kind: 'value'; metric: string; label: string; matchers: readonly Matcher[] }
  /** In `by (…)` and the like; with the metrics of the expression. */
  | { kind: 'grouping'; metrics: string[] }
  | { kind: 'text' };

interface Open {
  char: '{' | '(' | '[';
  at: number;
}

const GROUPING = /\b(by|without|on|ignoring|group_left|group_right)\s*$/i;

/** Reads the text up to the cursor: brackets that are open there, and whether it is within quotes. */
export function situationAt(text: string, position: number): Situation {
  const open: Open[] = [];
  let quoteAt = -1;
  for (let at = 0; at < position; at++) {
    const char = text[at];
    if (quoteAt >= 0) {
      if (char === '\\' && text[quoteAt] !== '`') at++;
      else if (char === text[quoteAt]) quoteAt = -1;
    } else if (char === '"' || char === "'" || char === '`') quoteAt = at;
    else if (char === '#') {
      const end = text.indexOf('\n', at);
      if (end < 0 || end >= position) return { kind: 'text' };
      at = end;
    } else if (char === '{' && text[at - 1] === '$') at = skipVariable(text, at);
    else if (char === '{' || char === '(' || char === '[') open.push({ char, at });
    else if (char === '}' || char === ')' || char === ']') open.pop();
  }
  const innermost = open.at(-1);
  if (innermost?.char === '{') return inBraces(text, innermost.at, quoteAt, position);
  if (quoteAt >= 0) return { kind: 'text' };
  if (innermost?.char === '[') return { kind: 'duration' };
  if (innermost?.char === '(' && GROUPING.test(text.slice(0, innermost.at)))
    return { kind: 'grouping', metrics: metricsOf(text) };
  return /\boffset\s+-?\w*$/i.test(text.slice(0, position)) ? { kind: 'duration' } : { kind: 'expression' };
}

function inBraces(text: string, brace: number, quoteAt: number, position: number): Situation {
  const metric = /[a-zA-Z_:][\w:]*\s*$/.exec(text.slice(0, brace))?.[0].trim() ?? '';
  const written = text.slice(brace + 1, quoteAt >= 0 ? quoteAt : position);
  const label = quoteAt < 0 ? undefined : /([a-zA-Z_]\w*|"[^"]+")\s*(=~|!~|!=|=)\s*$/.exec(written);
  const complete = label ? written.slice(0, label.index) : written;
  const matchers = matchersIn(complete);
  if (quoteAt < 0) return { kind: 'label', metric, matchers };
  if (!label) return { kind: 'text' };
  return { kind: 'value', metric, matchers, label: label[1].startsWith('"') ? unquote(label[1]) : label[1] };
}

/** What of the braces is complete; read by the parser in a selector of its own. */
function matchersIn(text: string): readonly Matcher[] {
  const upToComma = /^[^]*(?:["'`])(?=\s*,|\s*$)/.exec(text)?.[0] ?? '';
  const parsed = parsePromql(`{${upToComma}}`);
  const [selector] = nodesOf(parsed.tree, 'VectorSelector');
  if (parsed.error || !selector) return [];
  try {
    return readSelector(selector, parsed.text).matchers;
  } catch {
    return [];
  }
}

function metricsOf(text: string): string[] {
  const { tree } = parsePromql(text);
  const names = nodesOf(tree, 'VectorSelector').map((node) => {
    const identifier = node.getChild('Identifier');
    return identifier ? text.slice(identifier.from, identifier.to) : '';
  });
  return [...new Set(names)].filter((name) => name !== '' && !name.startsWith('$'));
}

function skipVariable(text: string, at: number): number {
  const end = text.indexOf('}', at);
  return end < 0 ? text.length : end;
}
