import path from 'node:path';
import * as z from 'zod';
import { ConfigError, type ConfigProblem } from '../../config/config-error.ts';
import { prepareTree } from '../../config/prepare.ts';
import { problemAt, problemsOf } from '../../config/problems.ts';
import { boolean, duration, text } from '../../config/scalars.ts';
import { list, mapping, section } from '../../config/section.ts';
import { parseYamlTree } from '../../config/yaml-tree.ts';
import { dropUnknownKeys } from '../file/drop-unknown-keys.ts';
import { RuleFileError } from '../file/rule-file-error.ts';

/** A time as promtool takes it: seconds since the epoch, or RFC 3339. Milliseconds. */
const timestamp = () =>
  text().transform((value, context): number => {
    const ms = /^-?\d+(?:\.\d+)?$/.test(value) ? Math.round(Number(value) * 1000) : Date.parse(value);
    if (Number.isFinite(ms)) return ms;
    context.issues.push({
      code: 'custom',
      message: `needs seconds since the epoch or a time such as 2026-01-02T03:04:05Z; found ${JSON.stringify(value)}`,
      input: value,
    });
    return z.NEVER;
  });

/** A number as YAML writes it, `.nan` and `.inf` included. */
const float = () =>
  text().transform((value, context): number => {
    const special = /^([+-]?)(?:\.?(inf)|\.?nan)$/i.exec(value);
    if (special) return special[2] === undefined ? NaN : special[1] === '-' ? -Infinity : Infinity;
    if (/^[+-]?(?:\d[\d_]*\.?[\d_]*|\.\d[\d_]*)(?:[eE][+-]?\d+)?$/.test(value))
      return Number(value.replaceAll('_', ''));
    context.issues.push({ code: 'custom', message: `needs a number; found ${JSON.stringify(value)}`, input: value });
    return z.NEVER;
  });

const testFileSchema = section({
  rule_files: list(text()).default([]),
  evaluation_interval: duration().default(0),
  group_eval_order: list(text()).default([]),
  fuzzy_compare: boolean().default(false),
  tests: list(
    section({
      name: text().default(''),
      interval: duration().default(0),
      start_timestamp: timestamp().optional(),
      input_series: list(section({ series: text().default(''), values: text().default('') })).default([]),
      alert_rule_test: list(
        section({
          eval_time: duration().default(0),
          alertname: text().default(''),
          exp_alerts: list(
            section({ exp_labels: mapping(text()).default({}), exp_annotations: mapping(text()).default({}) }),
          ).default([]),
        }),
      ).default([]),
      promql_expr_test: list(
        section({
          expr: text().default(''),
          eval_time: duration().default(0),
          exp_samples: list(
            section({ labels: text().default(''), value: float().optional(), histogram: text().optional() }),
          ).default([]),
        }),
      ).default([]),
      external_labels: mapping(text()).default({}),
      external_url: text().default(''),
    }),
  ).default([]),
});

type RawTestFile = z.output<typeof testFileSchema>;

export type TestGroup = RawTestFile['tests'][number] & { startMs: number };
export type ExprTest = TestGroup['promql_expr_test'][number];
export type AlertTest = TestGroup['alert_rule_test'][number];

export interface TestFile {
  file: string;
  /** Patterns, resolved against the test file's folder. */
  ruleFiles: string[];
  evaluationIntervalMs: number;
  /** Names of groups, in the order in which they are evaluated. */
  groupOrder: readonly string[];
  /** Numbers that are neighbours count as equal. */
  fuzzy: boolean;
  tests: TestGroup[];
}

const DEFAULT_INTERVAL_MS = 60_000;

/**
 * Reads a file of unit tests in promtool's format.
 * @throws RuleFileError with every problem and its place.
 */
export function parseTestFile(source: string, file: string, options: { ignoreUnknownFields?: boolean } = {}): TestFile {
  const raw = readTestFile(source, file, options.ignoreUnknownFields ?? false);
  const evaluationIntervalMs = raw.evaluation_interval || DEFAULT_INTERVAL_MS;
  const folder = path.dirname(file);
  return {
    file,
    ruleFiles: raw.rule_files.map((pattern) => (path.isAbsolute(pattern) ? pattern : path.join(folder, pattern))),
    evaluationIntervalMs,
    groupOrder: raw.group_eval_order,
    fuzzy: raw.fuzzy_compare,
    tests: raw.tests.map((test) => ({
      ...test,
      interval: test.interval || evaluationIntervalMs,
      startMs: test.start_timestamp ?? 0,
    })),
  };
}

function readTestFile(source: string, file: string, ignoreUnknownFields: boolean): RawTestFile {
  try {
    const tree = parseYamlTree(source, file);
    if (ignoreUnknownFields) dropUnknownKeys(tree.root, testFileSchema);
    prepareTree(tree, testFileSchema, '');
    const parsed = testFileSchema.safeParse(tree.root);
    if (!parsed.success) throw new RuleFileError(problemsOf(parsed.error, testFileSchema, tree));
    const problems: ConfigProblem[] = [];
    const seen = new Set<string>();
    parsed.data.group_eval_order.forEach((name, i) => {
      if (seen.has(name))
        problems.push(problemAt(tree, ['group_eval_order', i], `group name repeated in evaluation order: ${name}`));
      seen.add(name);
    });
    if (problems.length > 0) throw new RuleFileError(problems);
    return parsed.data;
  } catch (error) {
    if (error instanceof ConfigError) throw new RuleFileError(error.problems);
    throw error;
  }
}
