import type { Body, Getter } from './body.ts';
import { fill, type SampleRow, type TemplateRow } from './template.ts';

/**
 * What a binding knows of a sample: its head (labels still as in the template), the alternative it stands for, and what was
 * recorded. It returns a getter, a constant, or undefined to leave the recorded behaviour.
 */
export interface Sample {
  row: SampleRow;
  head: string;
  /** Value of the folded label: the quantile, le, success … */
  alternative: string;
  /** Number recorded for it. */
  recorded: number;
}

export type Binding = (sample: Sample) => Getter | number | undefined;
export type Bindings = Readonly<Record<string, Binding>>;

/** Seconds the process has been running: what unbound counters grow by. */
export type Uptime = () => number;

export interface Place {
  values: Readonly<Record<string, string>>;
  bindings: Bindings;
  entity: number;
}

/**
 * Adds one row for one place (the node, a topic, a subscription …). Bound samples become slots; counters that grew on the
 * recorded cluster and are not bound go on growing at the recorded slope; creation times hang on the process' start; the rest
 * is constant, as recorded.
 */
export function addRow(body: Body, row: SampleRow, place: Place, startedMs: number, uptime: Uptime): void {
  const binding = place.bindings[row.name];
  for (let i = 0; i < row.heads.length; i++) {
    const template = row.heads[i];
    const head = fill(template, place.values);
    const recorded = Number(row.values[i]);
    const bound = binding?.({ row, head: template, alternative: row.alternatives[i], recorded });
    if (typeof bound === 'function') body.slot(head, row.format, bound, place.entity);
    else if (bound !== undefined) body.constant(head, row.format === 'i' ? String(bound) : `${bound}.0`);
    else if (row.format === 'c') {
      const seconds = startedMs / 1000 + recorded;
      body.slot(head, 'j', () => seconds);
    } else if (row.slopes[i] > 0) {
      const slope = row.slopes[i];
      const whole = row.format === 'i' || Number.isInteger(recorded);
      body.slot(
        head,
        row.format,
        whole ? () => Math.floor(recorded + slope * uptime()) : () => recorded + slope * uptime(),
      );
    } else body.constant(head, row.values[i]);
  }
}

export const comment = (
  row: TemplateRow & { kind: 'type' | 'help' },
  values: Readonly<Record<string, string>>,
): string => `# ${row.kind === 'type' ? 'TYPE' : 'HELP'} ${fill(row.text, values)}\n`;
