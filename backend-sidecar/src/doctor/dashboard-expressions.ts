import * as z from 'zod';
import { messageOf, ObservatoryError } from '../util/errors.ts';
import type { FoundExpression } from './expression.ts';

/** A name, or type and uid; anything else tells nothing. */
const dataSource = z
  .union([z.string(), z.object({ type: z.string().optional() })])
  .nullish()
  .catch(null);
const target = z.object({ expr: z.string().optional(), datasource: dataSource });

const OTHER_SOURCES: ReadonlySet<string> = new Set(['loki', 'tempo', 'elasticsearch']);

interface Panel {
  title?: string;
  datasource?: z.infer<typeof dataSource>;
  targets?: z.infer<typeof target>[];
  panels?: Panel[];
}
const panel: z.ZodType<Panel> = z.lazy(() =>
  z.object({
    title: z.string().optional(),
    datasource: dataSource,
    targets: z.array(target).optional(),
    panels: z.array(panel).optional(),
  }),
);
const variable = z.object({
  name: z.string().optional(),
  type: z.string().optional(),
  query: z.union([z.string(), z.object({ query: z.string().optional() })]).optional(),
});
const dashboard = z.object({
  panels: z.array(panel).optional(),
  // Dashboards of before Grafana 5 have rows.
  rows: z.array(z.object({ panels: z.array(panel).optional() })).optional(),
  templating: z.object({ list: z.array(variable).optional() }).optional(),
});

/**
 * The PromQL of a dashboard: panels in rows and out, and the queries of its variables. Files that wrap the dashboard
 * (`{"dashboard": …}`) are taken too.
 * @throws ObservatoryError OBS_DOCTOR_DASHBOARD when it is none.
 */
export function dashboardExpressions(file: string, text: string): FoundExpression[] {
  const parsed = dashboard.safeParse(unwrap(parseJson(file, text)));
  if (!parsed.success) throw noDashboard(file, parsed.error.issues[0]?.message ?? 'another shape');
  const { panels = [], rows = [], templating } = parsed.data;
  const found: FoundExpression[] = [];
  let number = 0;
  const walk = (each: Panel) => {
    const place = { file, place: `panel "${each.title ?? ''}"`, panel: ++number };
    for (const { expr, datasource } of each.targets ?? []) {
      const otherSource = notOfMetrics(datasource ?? each.datasource);
      if (expr?.trim()) found.push({ ...place, expression: expr, ...(otherSource !== undefined && { otherSource }) });
    }
    for (const inner of each.panels ?? []) walk(inner);
  };
  for (const each of [...panels, ...rows.flatMap((row) => row.panels ?? [])]) walk(each);
  for (const each of templating?.list ?? []) found.push(...variableExpressions(file, each));
  return found;
}

/** Other data sources keep their queries in `expr` too. By name alone they are told only when it says what they are. */
function notOfMetrics(source: z.infer<typeof dataSource>): string | undefined {
  if (typeof source === 'string') return /(?<![a-z])(loki|tempo)(?![a-z])/i.exec(source)?.[1].toLowerCase();
  return OTHER_SOURCES.has(source?.type ?? '') ? source?.type : undefined;
}

function variableExpressions(file: string, { name = '', type, query }: z.infer<typeof variable>): FoundExpression[] {
  if (type !== undefined && type !== 'query') return [];
  const text = typeof query === 'string' ? query : (query?.query ?? '');
  const place = `variable "${name}"`;
  const labelValues = /^\s*label_values\(\s*(.+)\s*,\s*\w+\s*\)\s*$/s.exec(text);
  if (labelValues) return [{ file, place, expression: labelValues[1], isSelector: true }];
  const result = /^\s*query_result\((.+)\)\s*$/s.exec(text);
  return result ? [{ file, place, expression: result[1] }] : [];
}

function unwrap(json: unknown): unknown {
  return json !== null && typeof json === 'object' && 'dashboard' in json ? json.dashboard : json;
}

function parseJson(file: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw noDashboard(file, messageOf(error));
  }
}

function noDashboard(file: string, reason: string): ObservatoryError {
  return new ObservatoryError('OBS_DOCTOR_DASHBOARD', `${file} is no dashboard: ${reason}`, {
    hint: "Give a dashboard's JSON model, as Grafana exports it.",
    httpStatus: 400,
  });
}
