import { parse } from 'yaml';
import * as z from 'zod';
import type { FoundExpression } from './expression.ts';

const query = z.object({ model: z.object({ expr: z.string().optional() }).optional() });
const provisioned = z.object({
  apiVersion: z.number(),
  groups: z.array(
    z.object({ rules: z.array(z.object({ title: z.string().optional(), data: z.array(query) })).optional() }),
  ),
});

/**
 * The PromQL of alert rules as Grafana provisions them (`apiVersion`, rules with `data`); undefined when the text is
 * something else, such as a rule file of Prometheus.
 */
export function grafanaAlertExpressions(file: string, text: string): FoundExpression[] | undefined {
  let content: unknown;
  try {
    content = parse(text);
  } catch {
    // Whoever reads it as a rule file says where it is broken.
    return undefined;
  }
  const found = provisioned.safeParse(content);
  if (!found.success) return undefined;
  return found.data.groups.flatMap(({ rules = [] }) =>
    rules.flatMap(({ title = '', data }) =>
      // Expressions of Grafana's own (reduce, threshold) have no `expr`, or one that names another query.
      data.flatMap(({ model }) =>
        model?.expr?.trim() && !/^\$?[A-Z]$/.test(model.expr.trim())
          ? [{ file, place: `rule "${title}"`, expression: model.expr }]
          : [],
      ),
    ),
  );
}
