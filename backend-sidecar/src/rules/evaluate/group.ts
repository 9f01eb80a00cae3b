import type { Appender } from '../../storage.ts';
import { messageOf } from '../../util/errors.ts';
import type { Logger } from '../../util/logger.ts';
import { ruleLabels, type RuleGroupSpec } from '../file/rule-group.ts';
import type { Alert } from './alert.ts';
import { AlertingRule, type AlertingContext } from './alerting-rule.ts';
import { RecordingRule } from './recording-rule.ts';
import { restoreAlerts, type RestoreOptions } from './restore.ts';
import { RuleOutput } from './rule-output.ts';
import type { RuleQuery } from './rule-query.ts';

export type Rule = RecordingRule | AlertingRule;

export interface GroupDeps {
  appender: Appender;
  query: RuleQuery;
  logger: Logger;
  alerting: AlertingContext;
  /** Milliseconds of a running watch; the injected clock stands still during an evaluation. */
  elapsedMs: () => number;
  /** How often Alertmanagers hear of an alert that goes on. */
  resendDelayMs: number;
  notify: (alerts: readonly Alert[], query: string) => void;
}

export interface GroupOptions {
  intervalMs: number;
  queryOffsetMs: number;
  /** False after a start: alerting rules wait for `restore` before they write ALERTS. */
  restored: boolean;
}

/** A rule group at work: its rules, what they gave last, and how that went. */
export class RuleGroup {
  readonly spec: RuleGroupSpec;
  readonly intervalMs: number;
  readonly queryOffsetMs: number;
  readonly rules: readonly Rule[];
  lastEvaluationMs = 0;
  lastDurationMs = 0;
  lastSamples = 0;
  iterations = 0;
  missedIterations = 0;
  private readonly deps: GroupDeps;
  /** One a rule. */
  private readonly outputs: RuleOutput[];
  /** Of rules that a reload took away; ended at the next evaluation. */
  private orphans: RuleOutput[] = [];

  constructor(spec: RuleGroupSpec, options: GroupOptions, deps: GroupDeps) {
    this.spec = spec;
    this.intervalMs = options.intervalMs;
    this.queryOffsetMs = options.queryOffsetMs;
    this.deps = deps;
    this.rules = spec.rules.map((rule) => {
      const labels = ruleLabels(spec, rule);
      return rule.kind === 'recording'
        ? new RecordingRule(rule, labels)
        : new AlertingRule(rule, labels, deps.alerting, options.restored);
    });
    this.outputs = this.rules.map(() => new RuleOutput(deps.appender));
  }

  /** Evaluates the rules one after the other: each sees what those before it wrote. It never rejects. */
  async evaluate(timeMs: number, signal?: AbortSignal): Promise<void> {
    const { elapsedMs } = this.deps;
    const startedAt = elapsedMs();
    let samples = 0;
    for (const [i, rule] of this.rules.entries()) {
      if (signal?.aborted) return;
      samples += await this.evaluateRule(rule, this.outputs[i], timeMs, signal);
    }
    for (const orphan of this.orphans) orphan.end(timeMs - this.queryOffsetMs);
    this.orphans = [];
    this.lastEvaluationMs = timeMs;
    this.lastDurationMs = elapsedMs() - startedAt;
    this.lastSamples = samples;
    this.iterations++;
  }

  /** Restores what alerts waited for before a restart. */
  async restore(nowMs: number, options: RestoreOptions): Promise<void> {
    for (const rule of this.rules) {
      if (rule.kind !== 'alerting' || rule.restored) continue;
      try {
        await restoreAlerts(rule, nowMs, options);
      } catch (error) {
        rule.restored = true;
        this.deps.logger.error(
          { group: this.spec.name, alert: rule.spec.name, error: messageOf(error) },
          'the state of an alert from before the restart cannot be read; it waits anew',
        );
      }
    }
  }

  /** Takes alerts and series over from this group as it was before a reload; what has no successor ends. */
  copyFrom(before: RuleGroup): void {
    const unclaimed = new Map<string, number[]>();
    before.rules.forEach((rule, i) => {
      const key = identity(rule);
      const indexes = unclaimed.get(key);
      if (indexes) indexes.push(i);
      else unclaimed.set(key, [i]);
    });
    this.rules.forEach((rule, i) => {
      const index = unclaimed.get(identity(rule))?.shift();
      if (index === undefined) return;
      this.outputs[i] = before.outputs[index];
      const predecessor = before.rules[index];
      if (rule.kind === 'alerting' && predecessor.kind === 'alerting') rule.copyFrom(predecessor);
    });
    for (const indexes of unclaimed.values()) this.orphans.push(...indexes.map((index) => before.outputs[index]));
    this.orphans.push(...before.orphans);
    this.missedIterations = before.missedIterations;
    this.iterations = before.iterations;
    this.lastEvaluationMs = before.lastEvaluationMs;
    this.lastDurationMs = before.lastDurationMs;
  }

  /** Ends all series of a group that is no more. */
  end(timeMs: number): void {
    for (const output of [...this.outputs, ...this.orphans]) output.end(timeMs);
  }

  /** Number of samples written. */
  private async evaluateRule(
    rule: Rule,
    output: RuleOutput,
    timeMs: number,
    signal: AbortSignal | undefined,
  ): Promise<number> {
    const { query, elapsedMs, logger } = this.deps;
    const { limit } = this.spec;
    const { state } = rule;
    const offsetMs = this.queryOffsetMs;
    const startedAt = elapsedMs();
    try {
      const samples =
        rule.kind === 'recording'
          ? await rule.evaluate(timeMs - offsetMs, query, limit, signal)
          : await rule.evaluate({ timeMs, offsetMs, query, limit, signal });
      if (rule.kind === 'alerting') this.send(rule, timeMs);
      const { written, refused } = output.write(samples, timeMs - offsetMs);
      state.health = refused === undefined ? 'ok' : 'err';
      state.lastError = refused ?? '';
      if (refused !== undefined)
        logger.warn({ group: this.spec.name, rule: rule.spec.name, error: refused }, 'samples of a rule were refused');
      return written;
    } catch (error) {
      if (signal?.aborted) return 0;
      state.health = 'err';
      state.lastError = messageOf(error);
      state.failures++;
      logger.warn(
        { group: this.spec.name, rule: rule.spec.name, error: state.lastError },
        'a rule could not be evaluated',
      );
      return 0;
    } finally {
      state.lastEvaluationMs = timeMs;
      state.lastDurationMs = elapsedMs() - startedAt;
    }
  }

  private send(rule: AlertingRule, timeMs: number): void {
    const due = rule.takeDue(timeMs, this.deps.resendDelayMs, this.intervalMs);
    if (due.length > 0) this.deps.notify(due, rule.spec.query);
  }
}

/** Rules before and after a reload are the same when kind, name and labels are. */
function identity(rule: Rule): string {
  return `${rule.kind}\0${rule.spec.name}\0${rule.labels.key()}`;
}
