import type { BuilderOperation, BuilderQuery, Matcher } from './builder-query.ts';
import { aggregationOf, functionOf } from './functions.ts';

const OPERATORS: Record<Matcher['operator'], string> = {
  '=': 'is',
  '!=': 'is not',
  '=~': 'matches',
  '!~': 'does not match',
};

/** The builder's query in sentences, one a step, from the series to the result. */
export function explain(query: BuilderQuery): string[] {
  return [selection(query), ...query.operations.map(step)];
}

function selection({ metric, matchers, offset }: BuilderQuery): string {
  const where = matchers.map(
    ({ label, operator, value }) => `${label} ${OPERATORS[operator]} ${value === '' ? 'empty' : value}`,
  );
  const series = metric === '' ? 'All series' : `Series of ${metric}`;
  return `${series}${where.length > 0 ? ` whose ${where.join(' and ')}` : ''}${offset === '' ? '' : `, ${offset} earlier`}.`;
}

function step(operation: BuilderOperation): string {
  switch (operation.kind) {
    case 'call': {
      const { name, before, after, range } = operation;
      const parameters = [...before, ...after].join(', ');
      const over = range === undefined ? '' : ` over ${range}`;
      return `${name}${over}${parameters === '' ? '' : ` (${parameters})`}: ${functionOf(name)?.summary ?? 'a function that this version does not know.'}`;
    }
    case 'aggregate': {
      const { name, grouping, labels, parameter } = operation;
      const each = grouping === 'by' && labels.length > 0 ? `, one for each ${labels.join(', ')}` : '';
      const without = grouping === 'without' && labels.length > 0 ? `, without regard to ${labels.join(', ')}` : '';
      return `${name}${parameter === undefined ? '' : ` ${parameter}`}${each}${without}: ${aggregationOf(name)?.summary ?? ''}`;
    }
    case 'scalar': {
      const { operator, value, side, bool } = operation;
      const shape = side === 'right' ? `result ${operator} ${value}` : `${value} ${operator} result`;
      return isComparison(operator) ? `Only where ${shape}${bool ? ', as 0 or 1' : ''}.` : `Every value: ${shape}.`;
    }
    case 'binary': {
      const { operator, matching, right } = operation;
      const match = matching
        ? `, paired ${matching.kind === 'on' ? 'on' : 'ignoring'} ${matching.labels.join(', ') || 'no label'}`
        : '';
      return `result ${operator} (${explain(right).join(' ')})${match}`;
    }
  }
}

function isComparison(operator: string): boolean {
  return /^(==|!=|[<>]=?)$/.test(operator);
}
