/**
 * Writes what Grafana loads and what is made from one source: the module of shipped alert rules, provisioning/alerting,
 * the runbooks and src/dashboards/*.json. `--check` fails on a file that differs, and writes nothing.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { format } from 'prettier';
import { provisionedRules } from '../src/alerting/build/provisioned-rules.ts';
import { readRules, readThresholds } from '../src/alerting/build/read-rules.ts';
import { rulesModule } from '../src/alerting/build/rules-module.ts';
import { asRunbookRule, runbooksHtml, runbooksMarkdown } from '../src/alerting/build/runbooks.ts';
import { SIDECAR_RULE_GROUP, SIDECAR_RULE_NAME, toSidecarRule } from '../src/alerting/sidecar-rule.ts';
import { dashboardFiles } from '../src/dashboards/build/index.ts';

const root = process.cwd();
const check = process.argv.includes('--check');
const read = (file: string) => readFileSync(path.join(root, file), 'utf8');

const rules = readRules(read('provisioning/rules/pulsar.rules.yml'));
const thresholds = readThresholds(read('provisioning/rules/pulsar.thresholds.yml'));
const sidecar = toSidecarRule({ datasourceUid: '', folderUid: '' });
const runbooks = [
  {
    group: SIDECAR_RULE_GROUP,
    name: SIDECAR_RULE_NAME,
    severity: sidecar.labels.severity,
    for: sidecar.for,
    query: String(sidecar.data[0].model.expr),
    annotations: sidecar.annotations,
  },
  ...rules.map(asRunbookRule),
];
const files: [file: string, text: string][] = [
  ['src/alerting/shipped-rules.gen.ts', rulesModule(rules, thresholds)],
  ['provisioning/alerting/pulsar-rules.yaml', provisionedRules(rules, thresholds)],
  ['docs/guide/runbooks.md', runbooksMarkdown(runbooks)],
  ['src/runbooks.html', runbooksHtml(runbooks)],
  ...dashboardFiles().map(([file, json]): [string, string] => [`src/${file}`, JSON.stringify(json)]),
];

const options = JSON.parse(read('.prettierrc.json')) as object;
let stale = 0;
for (const [file, text] of files) {
  // Documents are not formatted here.
  const wanted = file.endsWith('.md') ? text : await format(text, { ...options, filepath: file });
  if (existsSync(path.join(root, file)) && read(file) === wanted) continue;
  if (check) {
    process.stderr.write(`${file} is stale: run "npm run gen" and commit the result\n`);
    stale++;
    continue;
  }
  mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
  writeFileSync(path.join(root, file), wanted);
  process.stdout.write(`${file}: ${wanted.length} bytes\n`);
}
process.exit(stale > 0 ? 1 : 0);
