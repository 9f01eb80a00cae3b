import { ConfigError, type ConfigProblem } from '../../config/config-error.ts';
import { prepareTree } from '../../config/prepare.ts';
import { problemAt, problemsOf } from '../../config/problems.ts';
import { parseYamlTree, type Path, type YamlTree } from '../../config/yaml-tree.ts';
import { checkRule } from './check-rule.ts';
import { dropUnknownKeys } from './drop-unknown-keys.ts';
import { isLabelName } from './names.ts';
import type { RuleGroupSpec, RuleSpec } from './rule-group.ts';
import { RuleFileError } from './rule-file-error.ts';
import { ruleFileSchema, type RawGroup } from './schema.ts';

/**
 * Reads one rule file as Prometheus 3 does.
 * @throws RuleFileError with every problem and its place, in Prometheus' words where it has some.
 */
export function parseRuleFile(
  text: string,
  fileName: string,
  options: { ignoreUnknownFields?: boolean } = {},
): RuleGroupSpec[] {
  const tree = readTree(text, fileName);
  if (options.ignoreUnknownFields) dropUnknownKeys(tree.root, ruleFileSchema);
  prepareTree(tree, ruleFileSchema, '');
  const parsed = ruleFileSchema.safeParse(tree.root);
  if (!parsed.success) throw new RuleFileError(problemsOf(parsed.error, ruleFileSchema, tree));
  const problems: ConfigProblem[] = [];
  const fail = (path: Path, message: string) => void problems.push(problemAt(tree, path, message));
  const names = new Set<string>();
  const groups = parsed.data.groups.map((group, index) => {
    const path = ['groups', index];
    if (group.name === '') fail(path, 'Groupname must not be empty');
    else if (names.has(group.name))
      fail([...path, 'name'], `groupname: ${JSON.stringify(group.name)} is repeated in the same file`);
    names.add(group.name);
    return groupOf(group, path, fileName, tree, fail);
  });
  if (problems.length > 0) throw new RuleFileError(problems);
  return groups;
}

function readTree(text: string, fileName: string): YamlTree {
  try {
    return parseYamlTree(text, fileName);
  } catch (error) {
    // The same problems under the code that belongs to rule files.
    if (error instanceof ConfigError) throw new RuleFileError(error.problems);
    throw error;
  }
}

function groupOf(
  raw: RawGroup,
  path: Path,
  file: string,
  tree: YamlTree,
  fail: (path: Path, message: string) => void,
): RuleGroupSpec {
  for (const name of Object.keys(raw.labels)) {
    if (!isLabelName(name) || name === '__name__') fail([...path, 'labels', name], `invalid label name: ${name}`);
  }
  const rules: RuleSpec[] = [];
  raw.rules.forEach((rule, index) => {
    const at = [...path, 'rules', index];
    const name = rule.record !== '' ? rule.record : rule.alert;
    const where = `group ${JSON.stringify(raw.name)}, rule ${index + 1}, ${JSON.stringify(name)}`;
    const spec = checkRule(rule, tree.placeOf(at).line, (key, message) =>
      fail(key === '' ? at : [...at, ...key.split('\0')], `${where}: ${message}`),
    );
    if (spec) rules.push(spec);
  });
  return {
    file,
    name: raw.name,
    intervalMs: raw.interval === 0 ? undefined : raw.interval,
    queryOffsetMs: raw.query_offset,
    limit: raw.limit,
    labels: raw.labels,
    rules,
  };
}
