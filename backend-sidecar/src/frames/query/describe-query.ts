import { parseExpr, type Expr } from '../../promql/index.ts';
import type { Notice } from '../frame.ts';
import { expressionUnit, metricsOf } from '../unit/expression-unit.ts';
import type { MetadataOf } from '../unit/metric-unit.ts';
import { grafanaUnit } from '../unit/unit.ts';

/** What the metadata of its metrics tells of a query. */
export interface QueryDescription {
  /** Grafana's id of the unit of its values. */
  unit?: string;
  /** Its metrics change only once in this many ms at their source. */
  steppedMs?: number;
  notices: Notice[];
}

const UNKNOWN: QueryDescription = { notices: [] };

/** Nothing for what our parser does not know: a remote engine may speak a dialect. */
export function describeQuery(expr: string, metadataOf: MetadataOf): QueryDescription {
  const tree = parsed(expr);
  if (!tree) return UNKNOWN;
  const unit = expressionUnit(tree, metadataOf);
  const stepped = new Map<string, number>();
  for (const name of metricsOf(tree)) {
    const steppedMs = metadataOf(name)?.steppedMs;
    if (steppedMs !== undefined) stepped.set(name, steppedMs);
  }
  return {
    unit: unit && grafanaUnit(unit),
    steppedMs: stepped.size > 0 ? Math.max(...stepped.values()) : undefined,
    notices: [...stepped].map(([name, ms]) => ({
      severity: 'info',
      text: `${name} is computed anew only every ${ms / 1000} s by its source: shorter changes do not show`,
    })),
  };
}

function parsed(expr: string): Expr | undefined {
  try {
    return parseExpr(expr);
  } catch {
    return undefined;
  }
}
