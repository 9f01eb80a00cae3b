/**
 * Side by side with Prometheus: rules of random shape are evaluated here over random series; everything they gave, ALERTS
 * and annotations included, becomes the expectation of a unit test, and Debian's promtool must find it met.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Labels } from '../model/labels.ts';
import { createEngine } from '../promql/index.ts';
import { SeededRandom } from '../testing/seeded-random.ts';
import { VirtualClock } from '../util/clock.ts';
import { silentLogger } from '../util/logger.ts';
import { RuleGroup } from './evaluate/group.ts';
import { ruleQuery } from './evaluate/rule-query.ts';
import { parseRuleFile } from './file/parse-rule-file.ts';
import { labelsText } from './unit-test/compare.ts';
import { InputSeries } from './unit-test/input-series.ts';
import { MemoryStore } from './unit-test/memory-store.ts';
import { parseTestFile } from './unit-test/test-file.ts';

const MINUTE = 60_000;
const MINUTES = 20;
const TEMPLATES = [
  '{{ $labels.a }} is {{ $value }}',
  '{{ $value | humanize }} {{ $value | humanize1024 }} {{ $value | humanizeDuration }} {{ $value | humanizePercentage }}',
  '{{ humanizeTimestamp $value }} {{ printf "%.3f|%8.2f|%-8.1f|%g|%e|%v" $value $value $value $value $value $value }}',
  '{{ $labels }} {{ $externalLabels.region }}',
  '{{ range query "sum by (a) (m0)" | sortByLabel "a" }}{{ .Labels.a }}={{ .Value }};{{ end }}',
  '{{ with query "nothing" }}x{{ else }}none{{ end }} {{ len (query "m1") }}',
  '{{ if gt $value 3.0 }}high{{ else if lt $value 0.0 }}negative{{ else }}low{{ end }}',
  '{{ if gt $value 3 }}wrong type{{ end }}',
  '{{ first (query "nothing") }}',
  '{{ $labels.a.b }}',
  '{{ query "m0{" }}',
  '{{ define "x" }}<{{ . }}>{{ end }}{{ template "x" $value }}{{ template "x" $labels.a }}',
  '{{ range $k, $v := $labels }}{{ $k | toUpper }}{{ $v | title }} {{ end }}',
  '{{ $last := 0.0 }}{{ range sortByLabel "a" (query "max by (a) (m0)") }}{{ $last = .Value }}{{ end }}{{ $last }}',
  '{{ "x.y.z:80" | stripDomain }} {{ "x:80" | stripPort }} {{ reReplaceAll "(.)x" "$1-" "axbx" }} {{ match "^a" $labels.a }}',
  '{{ tableLink "up{a=\\"1\\"}" }} {{ graphLink "sum(x)" }} {{ parseDuration "1h30m" }} {{ toTime $value }}',
  '{{ printf "%d %s %q %x %t %5d|%+d|%05d" 5 "s" "q" 255 true 3 4 6 }} {{ printf "%d" $value }} {{ printf "%z" 1 }}',
  '{{ 1e6 }} {{ 1e21 }} {{ 0.1 }} {{ 100 }} {{ 1.5e-7 }} {{ print 1 2 "x" 3.5 }} {{ println "a" 1 }}',
  '{{ sortByLabel "a" (query "m0") | first | label "a" }} {{ query "sum(m1)" | first | value }}',
  '{{ and $value 1 }} {{ or "" "y" }} {{ not $value }} {{ eq $labels.a "x" "y" }} {{ ne 1 2 }} {{ le 1.5 2.5 }}',
  '{{ index $labels "a" }} {{ slice "hello" 1 3 }} {{ html "<&>" }} {{ urlquery "a b" }} {{ js "it\'s" }}',
];

const hasPromtool = spawnSync('promtool', ['--version']).status === 0;
const suite = hasPromtool ? describe : describe.skip;

suite('agreement with Debian’s promtool (skipped where it is missing)', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'observatory-promtool-'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it.each([1, 2, 3])('rules of seed %i give what Prometheus gives', async (seed) => {
    const generator = new SeededRandom(seed);
    const random = () => generator.next();
    const rules = randomRules(random);
    const series = randomSeries(random);
    const rulesFile = path.join(folder, `rules-${seed}.yml`);
    writeFileSync(rulesFile, rules);
    const expectations = await evaluate(rules, series);
    const test = {
      rule_files: [rulesFile],
      evaluation_interval: '1m',
      tests: [{ interval: '1m', ...series, ...expectations }],
    };
    const testFile = path.join(folder, `test-${seed}.yml`);
    writeFileSync(testFile, JSON.stringify(test));
    expect(expectations.promql_expr_test.flatMap(({ exp_samples }) => exp_samples).length).toBeGreaterThan(100);
    const { stdout, stderr, status } = spawnSync('promtool', ['test', 'rules', testFile], { encoding: 'utf8' });
    expect(`${stdout}${stderr}`.slice(0, 4000)).toMatch(/SUCCESS/);
    expect(status).toBe(0);
  });
});

type Random = () => number;
const pick = <T>(random: Random, items: readonly T[]): T => items[Math.floor(random() * items.length)];

/** Rules on m0 and m1, on what other rules recorded, and on ALERTS themselves. JSON is YAML. */
function randomRules(random: Random): string {
  const exprs = [
    'm0',
    'm1',
    'sum by (a) (m0)',
    'm0 + on (a, b) m1',
    'max_over_time(m0[150s])',
    'm0 * 1000.5',
    '-m1',
    'r0',
    'avg(m1) by (a) / 7',
  ];
  const rules: object[] = [0, 1, 2].map((i) => ({
    record: `r${i}`,
    expr: pick(random, exprs.slice(0, 7)),
    labels: pick(random, [{}, { c: '' }, { extra: 'e' }]),
  }));
  for (let i = 0; i < 8; i++) {
    const annotations = Object.fromEntries([0, 1, 2, 3].map((n) => [`n${n}`, pick(random, TEMPLATES)]));
    rules.push({
      alert: `Alert${i}`,
      expr: `${pick(random, exprs)} ${pick(random, ['> 2', '< 3', '>= 0', '!= 1'])}`,
      for: pick(random, ['0s', '2m', '5m']),
      keep_firing_for: pick(random, ['0s', '3m']),
      labels: pick(random, [
        {},
        { level: '{{ if gt $value 4.0 }}high{{ else }}low{{ end }}' },
        { c: '' },
        { who: '{{ $labels.b }}' },
      ]),
      annotations,
    });
  }
  // Aggregated, so that no two elements end up with equal labels.
  rules.push({ record: 'r9', expr: 'count by (alertname, alertstate) (ALERTS)' });
  return JSON.stringify({ groups: [{ name: 'g', rules }] });
}

function randomSeries(random: Random): {
  input_series: { series: string; values: string }[];
  external_labels: Record<string, string>;
} {
  const value = () =>
    pick(random, ['_', '_', 'stale', ...Array.from({ length: 9 }, () => String(Math.round(random() * 40 - 12) / 4))]);
  const input_series = ['m0', 'm1'].flatMap((name) =>
    ['x', 'y'].flatMap((a) =>
      ['1', '2'].map((b) => ({
        series: `${name}{a="${a}", b="${b}", c="k"}`,
        values: Array.from({ length: MINUTES + 1 }, value).join(' '),
      })),
    ),
  );
  return { input_series, external_labels: { region: 'eu' } };
}

async function evaluate(rules: string, series: ReturnType<typeof randomSeries>) {
  const [spec] = parseRuleFile(rules, 'rules.yml');
  const store = new MemoryStore();
  const clock = new VirtualClock(0);
  const query = ruleQuery(createEngine({ source: store, clock, subqueryStepMs: MINUTE }));
  const group = new RuleGroup(
    spec,
    { intervalMs: MINUTE, queryOffsetMs: 0, restored: true },
    {
      appender: store,
      query,
      logger: silentLogger,
      alerting: { externalLabels: Labels.fromObject(series.external_labels), externalUrl: '', logger: silentLogger },
      elapsedMs: () => 0,
      resendDelayMs: 0,
      notify: () => {},
    },
  );
  const test = parseTestFile(JSON.stringify({ tests: [{ interval: '1m', ...series }] }), 'test.yml').tests[0];
  const inputs = new InputSeries(test, store);
  const alert_rule_test: object[] = [];
  for (let minute = 0; minute <= MINUTES; minute++) {
    inputs.appendUpTo(minute * MINUTE);
    await group.evaluate(minute * MINUTE);
    for (const rule of group.rules) {
      expect([rule.spec.name, rule.spec.query, rule.state.lastError]).toEqual([rule.spec.name, rule.spec.query, '']);
      if (rule.kind !== 'alerting') continue;
      const firing = rule.alerts().filter(({ state }) => state === 'firing');
      alert_rule_test.push({
        eval_time: `${minute}m`,
        alertname: rule.spec.name,
        exp_alerts: firing.map(({ labels, annotations }) => ({
          exp_labels: labels.without(new Set(['alertname'])).toObject(),
          exp_annotations: annotations.toObject(),
        })),
      });
    }
  }
  const promql_expr_test: { expr: string; eval_time: string; exp_samples: { labels: string; value: number }[] }[] = [];
  const expr = '{__name__=~"ALERTS|ALERTS_FOR_STATE|r[0-9]"}';
  for (let minute = 0; minute <= MINUTES; minute++) {
    const vector = await query(expr, minute * MINUTE);
    const exp_samples = vector.map(({ labels, value }) => ({ labels: labelsText(labels), value }));
    promql_expr_test.push({ expr, eval_time: `${minute}m`, exp_samples });
  }
  return { promql_expr_test, alert_rule_test };
}
