import type { SeriesSet, SeriesSource } from '../../storage.ts';
import type { Annotations } from './annotations.ts';
import type { QueryBudget } from './budget.ts';
import type { Turns } from './turns.ts';

/** What every operator of one query shares. */
export interface QueryContext {
  readonly source: SeriesSource;
  readonly budget: QueryBudget;
  readonly annotations: Annotations;
  readonly lookbackMs: number;
  /** Step of subqueries that name none. */
  readonly subqueryStepMs: (rangeMs: number) => number;
  readonly signal: AbortSignal | undefined;
  /** Selections of one query take turns, so that a query with a thousand of them yields between two. */
  readonly selections: Turns;
  /** Frees a set when the query ends, or at once when it has. */
  readonly closeAtEnd: (set: SeriesSet) => void;
}
