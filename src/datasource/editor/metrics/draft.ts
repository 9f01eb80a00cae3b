import type { BuilderOperation, BuilderQuery, MatchOperator } from '../../promql/builder-query.ts';

/** A filter that is being filled in: no value yet is not the empty value. */
export interface MatcherDraft {
  label: string;
  operator: MatchOperator;
  value: string | undefined;
}

/** The builder's query while it is edited: filters may lack a part. */
export interface Draft {
  metric: string;
  matchers: readonly MatcherDraft[];
  offset: string;
  operations: readonly OperationDraft[];
}

export type OperationDraft =
  | Exclude<BuilderOperation, { kind: 'binary' }>
  | (Omit<Extract<BuilderOperation, { kind: 'binary' }>, 'right'> & { right: Draft });

/** What of a draft can be asked. */
export function completeDraft({ metric, matchers, offset, operations }: Draft): BuilderQuery {
  const complete = matchers.flatMap(({ label, operator, value }) =>
    label === '' || value === undefined ? [] : [{ label, operator, value }],
  );
  if (metric === '' && complete.length === 0) return { metric: '', matchers: [], offset: '', operations: [] };
  return { metric, matchers: complete, offset, operations: operations.map(completeOperation).filter(isComplete) };
}

function completeOperation(operation: OperationDraft): BuilderOperation {
  return operation.kind === 'binary' ? { ...operation, right: completeDraft(operation.right) } : operation;
}

/** An operation with a second query that is still empty waits. */
function isComplete(operation: BuilderOperation): boolean {
  return operation.kind !== 'binary' || operation.right.metric !== '' || operation.right.matchers.length > 0;
}
