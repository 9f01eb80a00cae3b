import type { ComboboxOption } from '@grafana/ui';
import { aggregationOf, AGGREGATIONS, functionOf, FUNCTIONS, signatureOf } from '../../promql/functions.ts';
import { ARITHMETIC, COMPARISONS, SET_OPERATORS } from '../../promql/operators.ts';
import type { Draft, OperationDraft } from './draft.ts';

const EMPTY: Draft = { metric: '', matchers: [], offset: '', operations: [] };
/** What the builder offers first: what most panels of Pulsar consist of. */
const COMMON = ['rate', 'increase', 'sum', 'max', 'histogram_quantile', 'topk', 'avg_over_time', 'max_over_time'];

/** Functions that take exactly one vector, so that a row of the builder can be one. */
const USABLE = FUNCTIONS.filter(
  ({ parameters }) => parameters.filter(({ kind }) => kind === 'vector' || kind === 'range').length === 1,
);

/** Everything that can be put around a query, the common ones first. */
export const OPERATION_OPTIONS: Array<ComboboxOption<string>> = (() => {
  const calls = USABLE.map((entry) => ({
    value: entry.name,
    label: entry.name,
    description: `${signatureOf(entry)}: ${entry.summary}`,
    group: groupOf(entry.category),
  }));
  const aggregations = AGGREGATIONS.map(({ name, summary }) => ({
    value: name,
    label: name,
    description: summary,
    group: 'Aggregation',
  }));
  const named = [...calls, ...aggregations];
  const common = COMMON.flatMap((name) => named.filter(({ value }) => value === name)).map((option) => ({
    ...option,
    group: 'Common',
  }));
  const others = named
    .filter(({ value }) => !COMMON.includes(value))
    .sort((a, b) => (a.group < b.group ? -1 : a.group > b.group ? 1 : 0));
  const scalars = [...ARITHMETIC, ...COMPARISONS].map((operator) => ({
    value: `scalar ${operator}`,
    label: `${operator} number`,
    group: 'With a number',
  }));
  const binaries = [...ARITHMETIC, ...COMPARISONS, ...SET_OPERATORS].map((operator) => ({
    value: `binary ${operator}`,
    label: `${operator} query`,
    group: 'With another query',
  }));
  return [...common, ...others, ...scalars, ...binaries];
})();

/** A new row with usable parameters. */
export function newOperation(choice: string): OperationDraft {
  const [kind, operator] = choice.split(' ');
  if (operator !== undefined && kind === 'scalar') {
    return {
      kind: 'scalar',
      operator,
      value: operator === '*' || operator === '/' ? '100' : '0',
      side: 'right',
      bool: false,
    };
  }
  if (operator !== undefined) return { kind: 'binary', operator, bool: false, right: EMPTY };
  const aggregation = aggregationOf(choice);
  if (aggregation) {
    const { parameter } = aggregation;
    return {
      kind: 'aggregate',
      name: choice,
      grouping: 'none',
      labels: [],
      ...(parameter ? { parameter: parameter.initial } : {}),
    };
  }
  const parameters = functionOf(choice)?.parameters ?? [];
  const at = parameters.findIndex(({ kind: type }) => type === 'vector' || type === 'range');
  const initial = parameters.map((parameter) => parameter.initial ?? '');
  const after = initial.slice(at + 1).filter((_value, index) => !parameters[at + 1 + index].name.endsWith('?'));
  return {
    kind: 'call',
    name: choice,
    before: initial.slice(0, at),
    after,
    ...(parameters[at]?.kind === 'range' ? { range: '$__rate_interval' } : {}),
  };
}

/**
 * The operations with one more. What reads a range of samples can only stand innermost and takes the place of another
 * such; everything else goes to the outside.
 */
export function withOperation(operations: readonly OperationDraft[], added: OperationDraft): OperationDraft[] {
  const [first, ...rest] = operations;
  if (!isRanged(added)) return [...operations, added];
  return first !== undefined && isRanged(first) ? [added, ...rest] : [added, ...operations];
}

/** Whether a row may change places with the next one. */
export function canSwap(operations: readonly OperationDraft[], index: number): boolean {
  return index >= 0 && index + 1 < operations.length && !isRanged(operations[index]);
}

export function isRanged(operation: OperationDraft): boolean {
  return operation.kind === 'call' && operation.range !== undefined;
}

function groupOf(category: string): string {
  return category.charAt(0).toUpperCase() + category.slice(1);
}
