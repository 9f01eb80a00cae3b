import { parseExpr, printExpr, type Expr } from '../../promql/index.ts';
import { messageOf } from '../../util/errors.ts';
import { parseTemplate } from '../template/parse.ts';
import { ALERT_PREAMBLE } from '../template/preamble.ts';
import { isLabelName, isMetricName } from './names.ts';
import type { RuleSpec } from './rule-group.ts';
import type { RawRule } from './schema.ts';

/** Reports a problem at a key of the rule: '' for the rule itself, `labels\0severity` for a key of a mapping. */
type Fail = (key: string, message: string) => void;

/** Checks one rule with Prometheus' rules and words; undefined when it is wrong. */
export function checkRule(rule: RawRule, line: number, fail: Fail): RuleSpec | undefined {
  let wrong = false;
  const report: Fail = (key, message) => {
    wrong = true;
    fail(key, message);
  };
  if (rule.record !== '' && rule.alert !== '') report('', "only one of 'record' and 'alert' must be set");
  if (rule.record === '' && rule.alert === '') report('', "one of 'record' or 'alert' must be set");
  const expr = readExpr(rule.expr, report);
  if (rule.record !== '') checkRecording(rule, report);
  for (const name of Object.keys(rule.labels)) {
    if (!isLabelName(name) || name === '__name__') report(`labels\0${name}`, `invalid label name: ${name}`);
  }
  for (const name of Object.keys(rule.annotations)) {
    if (!isLabelName(name)) report(`annotations\0${name}`, `invalid annotation name: ${name}`);
  }
  if (rule.alert !== '') checkTemplates(rule, report);
  if (wrong || !expr) return undefined;
  const common = { expr, query: printExpr(expr), labels: rule.labels, line };
  if (rule.record !== '') return { ...common, kind: 'recording', name: rule.record };
  return {
    ...common,
    kind: 'alerting',
    name: rule.alert,
    forMs: rule.for ?? 0,
    keepFiringForMs: rule.keep_firing_for ?? 0,
    annotations: rule.annotations,
  };
}

function readExpr(text: string, fail: Fail): Expr | undefined {
  if (text === '') {
    fail('', "field 'expr' must be set in rule");
    return undefined;
  }
  try {
    return parseExpr(text);
  } catch (error) {
    fail('expr', `could not parse expression: ${messageOf(error)}`);
    return undefined;
  }
}

function checkRecording(rule: RawRule, fail: Fail): void {
  if (Object.keys(rule.annotations).length > 0) fail('annotations', "invalid field 'annotations' in recording rule");
  if ((rule.for ?? 0) > 0) fail('for', "invalid field 'for' in recording rule");
  if ((rule.keep_firing_for ?? 0) > 0) fail('keep_firing_for', "invalid field 'keep_firing_for' in recording rule");
  if (!isMetricName(rule.record)) fail('record', `invalid recording rule name: ${rule.record}`);
  // Valid in UTF-8, but always a slip: `name{label="x"}` belongs into expr.
  else if (/[{}]/.test(rule.record))
    fail('record', `braces present in the recording rule name; should it be in expr?: ${rule.record}`);
}

function checkTemplates(rule: RawRule, fail: Fail): void {
  for (const [kind, texts] of [
    ['label', rule.labels],
    ['annotation', rule.annotations],
  ] as const) {
    for (const [name, text] of Object.entries(texts)) {
      try {
        parseTemplate(ALERT_PREAMBLE + text, `__alert_${rule.alert}`);
      } catch (error) {
        fail(`${kind}s\0${name}`, `${kind} ${JSON.stringify(name)}: error parsing template: ${messageOf(error)}`);
      }
    }
  }
}
