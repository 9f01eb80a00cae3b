import * as z from 'zod';
import { compileRelabelRegex } from '../relabel-regex.ts';
import { integer, oneOf, text } from '../scalars.ts';
import { list, section } from '../section.ts';

export const RELABEL_ACTIONS = [
  'replace',
  'keep',
  'drop',
  'keepequal',
  'dropequal',
  'hashmod',
  'labelmap',
  'labeldrop',
  'labelkeep',
  'lowercase',
  'uppercase',
] as const;

export type RelabelAction = (typeof RELABEL_ACTIONS)[number];

/** One relabelling rule, with Prometheus' defaults and its rules about which keys go with which action. */
export const relabelSchema = section({
  source_labels: list(text()).default([]).describe('Labels whose values are joined and matched.'),
  separator: text().default(';').describe('What joins the values.'),
  target_label: text().default('').describe('Label that receives the result; may hold `$1` or `${name}`.'),
  regex: text().default('(.*)').describe('RE2 expression, anchored at both ends.'),
  modulus: integer(0).default(0).describe('Modulus of the hash, for `hashmod`.'),
  replacement: text().default('$1').describe('Value to write; may hold `$1` or `${name}`.'),
  action: z
    .string()
    .transform((value) => value.toLowerCase())
    .pipe(oneOf(...RELABEL_ACTIONS))
    .default('replace')
    .describe('What to do on a match.'),
}).superRefine((rule, context) => {
  const fail = (key: string, message: string) =>
    context.addIssue({ code: 'custom', path: [key], message, input: rule });
  const { action } = rule;
  try {
    compileRelabelRegex(rule.regex);
  } catch (error) {
    fail('regex', `is not a valid RE2 expression: ${error instanceof Error ? error.message : String(error)}`);
  }
  if (NEEDS_TARGET.has(action) && rule.target_label === '') fail('target_label', `is required by action ${action}`);
  if (action === 'hashmod' && rule.modulus === 0) fail('modulus', 'must be above 0 for action hashmod');
  if (NEEDS_PLAIN_TARGET.has(action) && rule.target_label !== '' && rule.target_label.includes('$')) {
    fail('target_label', `must be a plain label name for action ${action}`);
  }
  const extras = ONLY_REGEX.has(action)
    ? (['source_labels', 'target_label', 'modulus', 'separator', 'replacement'] as const)
    : action === 'keepequal' || action === 'dropequal'
      ? (['regex', 'modulus', 'separator', 'replacement'] as const)
      : [];
  for (const key of extras) {
    if (String(rule[key]) !== String(DEFAULTS[key])) fail(key, `has no meaning for action ${action}; remove it`);
  }
});

export type RelabelConfig = z.output<typeof relabelSchema>;

const DEFAULTS = { source_labels: [], separator: ';', target_label: '', regex: '(.*)', modulus: 0, replacement: '$1' };
const NEEDS_TARGET = new Set<RelabelAction>(['replace', 'hashmod', 'lowercase', 'uppercase', 'keepequal', 'dropequal']);
const NEEDS_PLAIN_TARGET = new Set<RelabelAction>(['hashmod', 'lowercase', 'uppercase', 'keepequal', 'dropequal']);
const ONLY_REGEX = new Set<RelabelAction>(['labeldrop', 'labelkeep']);
