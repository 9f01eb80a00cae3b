import type { BuilderOperation, BuilderQuery, Matcher, VectorMatching } from './builder-query.ts';
import { isVariable } from './mask-variables.ts';
import { PRECEDENCE } from './operators.ts';
import { quote } from './string-literal.ts';

/** Names that need no quotes; a metric may also hold colons. */
const LEGACY_METRIC = /^[a-zA-Z_:][a-zA-Z0-9_:]*$/;
const LEGACY_LABEL = /^[a-zA-Z_][a-zA-Z0-9_]*$/;
/** Words that the grammar wants for itself, so a metric of that name is quoted. */
const RESERVED =
  /^(and|or|unless|atan2|by|without|on|ignoring|group_left|group_right|bool|offset|inf|nan|start|end|step|range|min|max|anchored|smoothed|fill|fill_left|fill_right)$/i;
/** Nothing binds tighter: selectors, calls and aggregations need no parentheses. */
const TIGHTEST = 10;

/** The query as PromQL. The empty query is the empty text. */
export function renderBuilder(query: BuilderQuery): string {
  return render(query).text;
}

/** `name="value"`, with the name quoted where it must be. */
export function renderMatcher({ label, operator, value }: Matcher): string {
  return `${renderLabel(label)}${operator}${quote(value)}`;
}

export function renderLabel(label: string): string {
  return (LEGACY_LABEL.test(label) && !isTrapped(label)) || isVariable(label) ? label : quote(label);
}

/** The grammar looks words up in a plain object, which has these by birth: `constructor` unquoted is an error to it. */
function isTrapped(name: string): boolean {
  return name in Object.prototype;
}

/** A metric with its matchers. */
export function renderSelector({ metric, matchers }: Pick<BuilderQuery, 'metric' | 'matchers'>): string {
  const plain = isVariable(metric) || (LEGACY_METRIC.test(metric) && !RESERVED.test(metric) && !isTrapped(metric));
  const inner = [...(plain || metric === '' ? [] : [quote(metric)]), ...matchers.map(renderMatcher)].join(', ');
  const name = plain ? metric : '';
  if (inner === '') return name;
  return `${name}{${inner}}`;
}

interface Rendered {
  text: string;
  precedence: number;
}

function render(query: BuilderQuery): Rendered {
  const selector = renderSelector(query);
  if (selector === '' && query.operations.length === 0) return { text: '', precedence: TIGHTEST };
  const offset = query.offset === '' ? '' : ` offset ${query.offset}`;
  const [first, ...rest] = query.operations;
  const ranged = first?.kind === 'call' && first.range !== undefined;
  const inner: Rendered = ranged
    ? apply(first, { text: `${selector}[${first.range}]${offset}`, precedence: TIGHTEST })
    : { text: `${selector}${offset}`, precedence: TIGHTEST };
  return (ranged ? rest : query.operations).reduce((rendered, operation) => apply(operation, rendered), inner);
}

function apply(operation: BuilderOperation, inner: Rendered): Rendered {
  switch (operation.kind) {
    case 'call': {
      const parts = [...operation.before, inner.text, ...operation.after];
      return { text: `${operation.name}(${parts.join(', ')})`, precedence: TIGHTEST };
    }
    case 'aggregate': {
      const grouping =
        operation.grouping === 'none' ? '' : ` ${operation.grouping} (${operation.labels.map(renderLabel).join(', ')})`;
      const body = operation.parameter === undefined ? inner.text : `${operation.parameter}, ${inner.text}`;
      return { text: `${operation.name}${grouping}${grouping ? ' ' : ''}(${body})`, precedence: TIGHTEST };
    }
    case 'scalar': {
      const { operator, value, side, bool } = operation;
      // A sign at the left would be read as the sign of the whole product.
      const text = side === 'left' && /^[+-]/.test(value) ? `(${value})` : value;
      const scalar = { text, precedence: TIGHTEST };
      return side === 'right'
        ? binary(inner, operator, bool, undefined, scalar)
        : binary(scalar, operator, bool, undefined, inner);
    }
    case 'binary':
      return binary(inner, operation.operator, operation.bool, operation.matching, render(operation.right));
  }
}

function binary(
  left: Rendered,
  operator: string,
  bool: boolean,
  matching: VectorMatching | undefined,
  right: Rendered,
): Rendered {
  const precedence = PRECEDENCE[operator] ?? 0;
  const rightBinds = operator === '^';
  const words = [
    parenthesize(left, precedence, rightBinds),
    operator,
    ...(bool ? ['bool'] : []),
    ...(matching ? [renderMatching(matching)] : []),
    parenthesize(right, precedence, !rightBinds),
  ];
  return { text: words.join(' '), precedence };
}

/** `orEqual`: an operand of the same precedence would be read into the other side. */
function parenthesize({ text, precedence }: Rendered, outer: number, orEqual: boolean): string {
  return precedence < outer || (orEqual && precedence === outer) ? `(${text})` : text;
}

function renderMatching({ kind, labels, group }: VectorMatching): string {
  const list = (names: readonly string[]) => `(${names.map(renderLabel).join(', ')})`;
  return `${kind} ${list(labels)}${group ? ` ${group.side} ${list(group.labels)}` : ''}`;
}
