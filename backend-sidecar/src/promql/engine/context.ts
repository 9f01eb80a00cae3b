import type { SeriesSource } from '../../storage.ts';
import type { Annotations } from './annotations.ts';
import type { QueryBudget } from './budget.ts';

/** What every operator of one query shares. */
export interface QueryContext {
  readonly source: SeriesSource;
  readonly budget: QueryBudget;
  readonly annotations: Annotations;
  readonly lookbackMs: number;
  /** Step of subqueries that name none. */
  readonly subqueryStepMs: (rangeMs: number) => number;
  readonly signal: AbortSignal | undefined;
  /** Run when the query ends, whatever its outcome. */
  readonly cleanups: (() => void)[];
}
