/** The rules shipped for Pulsar: their unit tests, their completeness, and that Pulsar really has the names they use. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { Labels } from '../model/labels.ts';
import type { Matcher } from '../model/matcher.ts';
import { selectorsOf } from '../promql/index.ts';
import { readRuleFiles } from './file/read-rule-files.ts';
import type { RuleSpec } from './file/rule-group.ts';
import { AlertTemplate } from './template/alert-template.ts';
import { describeOutcome } from './unit-test/report.ts';
import { runTestFile, type TestFileOutcome } from './unit-test/run-test-file.ts';

const FOLDER = path.resolve(process.cwd(), 'provisioning/rules');
const CORPUS = path.resolve(process.cwd(), '../shared/corpus/pulsar-4.0.8');
const file = (name: string) => path.join(FOLDER, name);

let alerts: (RuleSpec & { kind: 'alerting' })[];
let thresholds: RuleSpec[];
beforeAll(async () => {
  const { groups } = await readRuleFiles([file('pulsar.rules.yml'), file('pulsar.thresholds.yml')]);
  const rules = groups.flatMap((group) => group.rules);
  alerts = rules.filter((rule) => rule.kind === 'alerting');
  thresholds = rules.filter((rule) => rule.kind === 'recording');
});

const namesOf = (rule: RuleSpec): Matcher[] =>
  selectorsOf(rule.expr).map((matchers) => {
    const name = matchers.find((matcher) => matcher.name === '__name__');
    if (!name) throw new Error(`${rule.name} has a selector without a name`);
    return name;
  });
const isThreshold = ({ value }: Matcher) => value.startsWith('observatory:threshold:');

describe('provisioning/rules', () => {
  let outcomes: TestFileOutcome[];
  beforeAll(async () => {
    outcomes = [
      await runTestFile(file('pulsar.rules.test.yml')),
      await runTestFile(file('pulsar.rules-slow.test.yml')),
      await runTestFile(file('pulsar.thresholds.test.yml')),
    ];
  }, 60_000);

  it('passes its unit tests', () => {
    for (const outcome of outcomes) expect(describeOutcome(outcome)).toMatch(/^Unit Testing: .*\n {2}SUCCESS\n$/);
  });

  it('fires every alert once and leaves it quiet once', () => {
    const tests = outcomes.flatMap(({ groups }) => groups.map(({ name }) => name));
    const wanted = alerts.flatMap(({ name }) => [`${name} fires`, `${name} stays quiet`]);
    expect([...tests].sort()).toEqual(wanted.sort());
  });

  it('says of every alert how bad, what, why, and what to do first', () => {
    for (const { name, labels, annotations } of alerts) {
      expect([name, labels.severity]).toEqual([name, expect.stringMatching(/^(critical|warning)$/)]);
      expect([name, ...Object.keys(annotations).sort()]).toEqual([name, 'first_step', 'summary', 'why']);
    }
  });

  it('writes annotations without an error', async () => {
    const errors: string[] = [];
    for (const { name, annotations } of alerts) {
      for (const text of Object.values(annotations)) {
        const written = await new AlertTemplate(name, text).expand(
          {
            labels: Labels.EMPTY,
            value: 0.25,
            externalLabels: Labels.EMPTY,
            externalUrl: '',
            timeMs: 0,
            query: () => Promise.resolve([]),
          },
          (error) => errors.push(`${name}: ${error.message}`),
        );
        expect(written).not.toBe('');
      }
    }
    expect(errors).toEqual([]);
  });

  it('has one threshold for each that the rules ask for, and none besides', () => {
    const asked = new Set(
      alerts
        .flatMap(namesOf)
        .filter(isThreshold)
        .map(({ value }) => value),
    );
    const own = thresholds.map(({ name }) => name);
    expect([...asked].filter((name) => name !== 'observatory:threshold:.+').sort()).toEqual([...own].sort());
    expect(alerts.find(({ name }) => name === 'ThresholdsMissing')?.query).toContain(`>= ${own.length})`);
  });

  const withCorpus = existsSync(CORPUS) ? it : it.skip;
  withCorpus('uses only names that Pulsar 4.0.8 has (skipped without ../shared/corpus)', () => {
    const recorded = recordedNames();
    // Made by whoever scrapes, and by node_exporter.
    for (const name of ['up', 'scrape_duration_seconds', 'scrape_samples_scraped', 'node_filesystem_avail_bytes'])
      recorded.add(name);
    const unknown = alerts.flatMap((rule) =>
      namesOf(rule)
        // What the sidecar makes itself is named observatory_.
        .filter(({ value }) => !value.startsWith('observatory'))
        .filter((name) => ![...recorded].some((each) => name.matches(each)))
        .map((name) => `${rule.name}: ${name.toString()}`),
    );
    expect(unknown).toEqual([]);
  });
});

/** Metric names of the recorded bodies of every kind of node, one body a node and folder. */
function recordedNames(): Set<string> {
  const names = new Set<string>();
  for (const folder of ['baseline-15s', 'topic-level', 'namespace-level', 'everything']) {
    const seen = new Set<string>();
    for (const name of readdirSync(path.join(CORPUS, 'metrics', folder)).filter((each) => each.endsWith('.gz'))) {
      const node = name.replace(/_[^_]*$/, '');
      if (seen.has(node)) continue;
      seen.add(node);
      const text = gunzipSync(readFileSync(path.join(CORPUS, 'metrics', folder, name))).toString('utf8');
      for (const line of text.split('\n')) {
        const match = /^[a-zA-Z_:][\w:]*/.exec(line);
        if (match) names.add(match[0]);
      }
    }
  }
  return names;
}
