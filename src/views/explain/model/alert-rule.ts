import type { SymptomFound } from '@observatory/protocol/analysis';

/** What an alert rule on a symptom says. */
export interface AlertDraft {
  name: string;
  /** PromQL that has a value for every series that is bad. */
  expr: string;
  /** The measured side alone, and the bound, for editors that keep them apart. */
  query: string;
  operator: '>' | '<';
  threshold: number;
  summary: string;
}

/** A rule that would have told of this symptom: at half of the way from what is usual to the worst that was seen. */
export function alertDraft({ query, text, baseline, peak, unit }: SymptomFound): AlertDraft | undefined {
  if (baseline === null || peak === null || baseline === peak) return undefined;
  const operator = peak > baseline ? '>' : '<';
  const threshold = Number(((baseline + peak) / 2).toPrecision(2));
  return {
    name: nameOf(text),
    expr: `(${query}) ${operator} ${threshold}`,
    query,
    operator,
    threshold,
    summary: `${text}. Usual is ${Number(baseline.toPrecision(3))}${unit === '' ? '' : ` ${unit}`}.`,
  };
}

/** As a rule file of the sidecar or of Prometheus (`rule_files`) has it. */
export function alertYaml({ name, expr, summary }: AlertDraft): string {
  return [
    'groups:',
    '  - name: from-explain',
    '    rules:',
    `      - alert: ${name}`,
    `        expr: ${quoted(expr)}`,
    '        for: 1m',
    '        labels:',
    '          severity: warning',
    '        annotations:',
    `          summary: ${quoted(summary)}`,
    '',
  ].join('\n');
}

/** A YAML scalar in double quotes is written as JSON writes a string. */
const quoted = (text: string): string => JSON.stringify(text);

/** `publishes acknowledged of broker-2 fell …` as `PublishesAcknowledged`. */
function nameOf(text: string): string {
  const subject = text.split(/ of | rose | fell | did /)[0];
  const words = subject.split(/[^a-zA-Z0-9]+/).filter(Boolean);
  const name = words.map((word) => word[0].toUpperCase() + word.slice(1)).join('');
  return /^[A-Z]/.test(name) ? name : 'Symptom';
}
