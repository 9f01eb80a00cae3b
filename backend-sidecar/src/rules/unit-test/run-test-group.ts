import { formatDuration } from '../../model/duration.ts';
import { Labels } from '../../model/labels.ts';
import { createEngine, parseMetric } from '../../promql/index.ts';
import { VirtualClock } from '../../util/clock.ts';
import { messageOf } from '../../util/errors.ts';
import { silentLogger } from '../../util/logger.ts';
import { RuleGroup } from '../evaluate/group.ts';
import { ruleQuery } from '../evaluate/rule-query.ts';
import type { RuleGroupSpec } from '../file/rule-group.ts';
import { durationText } from '../template/go-time.ts';
import { alertsText, sameAlerts, samplesText, sameSamples, type ExpectedSample } from './compare.ts';
import { InputSeries } from './input-series.ts';
import { MemoryStore } from './memory-store.ts';
import type { AlertTest, ExprTest, TestFile, TestGroup } from './test-file.ts';

export interface GroupOutcome {
  name: string;
  passed: number;
  /** One text, of several lines, a failed expectation. */
  failures: string[];
  /** Expectations that were not checked, with the reason. */
  skipped: string[];
}

/** Runs one entry of `tests`: evaluates the rules from its start on and compares. It never rejects. */
export async function runTestGroup(
  test: TestGroup,
  file: Pick<TestFile, 'evaluationIntervalMs' | 'fuzzy'>,
  specs: readonly RuleGroupSpec[],
): Promise<GroupOutcome> {
  const outcome: GroupOutcome = { name: test.name, passed: 0, failures: [], skipped: [] };
  try {
    await new TestGroupRun(test, file, specs, outcome).run();
  } catch (error) {
    outcome.failures.push(messageOf(error));
  }
  return outcome;
}

const NATIVE = 'native histograms are not supported';

class TestGroupRun {
  private readonly test: TestGroup;
  private readonly fuzzy: boolean;
  private readonly stepMs: number;
  private readonly outcome: GroupOutcome;
  private readonly store = new MemoryStore();
  private readonly clock: VirtualClock;
  private readonly query: ReturnType<typeof ruleQuery>;
  private readonly groups: RuleGroup[];

  constructor(
    test: TestGroup,
    file: Pick<TestFile, 'evaluationIntervalMs' | 'fuzzy'>,
    specs: readonly RuleGroupSpec[],
    outcome: GroupOutcome,
  ) {
    this.test = test;
    this.fuzzy = file.fuzzy;
    this.stepMs = file.evaluationIntervalMs;
    this.outcome = outcome;
    this.clock = new VirtualClock(test.startMs);
    this.query = ruleQuery(
      createEngine({ source: this.store, clock: this.clock, subqueryStepMs: file.evaluationIntervalMs }),
    );
    const options = { intervalMs: test.interval, restored: true };
    const alerting = {
      externalLabels: Labels.fromObject(test.external_labels),
      externalUrl: test.external_url,
      logger: silentLogger,
    };
    this.groups = specs.map(
      (spec) =>
        new RuleGroup(
          spec,
          { ...options, queryOffsetMs: spec.queryOffsetMs ?? 0 },
          {
            appender: this.store,
            query: this.query,
            logger: silentLogger,
            alerting,
            elapsedMs: () => 0,
            resendDelayMs: 0,
            notify: () => {},
          },
        ),
    );
  }

  async run(): Promise<void> {
    const { test, stepMs } = this;
    const inputs = new InputSeries(test, this.store);
    const alertTests = [...test.alert_rule_test].sort((a, b) => a.eval_time - b.eval_time);
    for (const { alertname, eval_time } of alertTests) {
      if (alertname !== '') continue;
      const where = test.name === '' ? '' : ` (in TestGroup ${test.name})`;
      throw new Error(
        `an item under alert_rule_test misses required attribute alertname at eval_time ${formatDuration(eval_time)}${where}`,
      );
    }
    const times = [...test.alert_rule_test, ...test.promql_expr_test].map(({ eval_time }) => eval_time);
    const lastMs = Math.max(0, ...times);
    let next = 0;
    for (let elapsedMs = 0; elapsedMs <= lastMs; elapsedMs += stepMs) {
      const timeMs = test.startMs + elapsedMs;
      inputs.appendUpTo(timeMs);
      if (!(await this.evaluate(timeMs))) return;
      for (; next < alertTests.length && alertTests[next].eval_time < elapsedMs + stepMs; next++)
        this.checkAlerts(alertTests[next]);
    }
    for (const each of test.promql_expr_test) {
      const isNative = each.exp_samples.some(({ histogram }) => histogram !== undefined);
      if (isNative || inputs.needsHistograms(each.expr)) this.outcome.skipped.push(`${describe(each)}: ${NATIVE}`);
      else await this.checkExpr(each);
    }
  }

  /** False when a rule failed: what follows from it need not be compared. */
  private async evaluate(timeMs: number): Promise<boolean> {
    await this.clock.advanceTo(timeMs);
    let failed = false;
    for (const group of this.groups) {
      await group.evaluate(timeMs);
      for (const { spec, state } of group.rules) {
        if (state.lastError === '') continue;
        failed = true;
        const elapsed = durationText((timeMs - this.test.startMs) * 1e6);
        this.outcome.failures.push(`    rule: ${spec.name}, time: ${elapsed}, err: ${state.lastError}`);
      }
    }
    return !failed;
  }

  private checkAlerts({ alertname, eval_time, exp_alerts }: AlertTest): void {
    const actual = this.groups
      .flatMap(({ rules }) => rules)
      .flatMap((rule) => (rule.kind === 'alerting' && rule.spec.name === alertname ? rule.alerts() : []))
      .filter(({ state }) => state === 'firing');
    const expected = exp_alerts.map(({ exp_labels, exp_annotations }) => ({
      labels: Labels.fromObject({ ...exp_labels, alertname }),
      annotations: Labels.fromObject(exp_annotations),
    }));
    if (sameAlerts(expected, actual)) {
      this.outcome.passed++;
      return;
    }
    const name = this.test.name === '' ? '' : `    name: ${this.test.name},\n`;
    this.outcome.failures.push(
      `${name}    alertname: ${alertname}, time: ${formatDuration(eval_time)}, \n` +
        `        exp:${alertsText(expected)}, \n        got:${alertsText(actual)}`,
    );
  }

  private async checkExpr(test: ExprTest): Promise<void> {
    const fail = (text: string) => void this.outcome.failures.push(`    ${describe(test)}, ${text}`);
    let actual: ExpectedSample[];
    try {
      actual = await this.query(test.expr, this.test.startMs + test.eval_time);
    } catch (error) {
      return fail(`err: ${messageOf(error)}`);
    }
    const expected: ExpectedSample[] = [];
    for (const { labels, value = 0 } of test.exp_samples) {
      try {
        expected.push({ labels: labels === '' ? Labels.EMPTY : parseMetric(labels), value });
      } catch (error) {
        return fail(`err: labels ${JSON.stringify(labels)}: ${messageOf(error)}`);
      }
    }
    if (sameSamples(expected, actual, this.fuzzy)) this.outcome.passed++;
    else fail(`\n        exp: ${samplesText(expected)}\n        got: ${samplesText(actual)}`.replace(/^ /, ''));
  }
}

function describe({ expr, eval_time }: ExprTest): string {
  return `expr: ${JSON.stringify(expr)}, time: ${formatDuration(eval_time)}`;
}
