import { compareUtf8, type Labels } from '../../model/labels.ts';
import type { Appender, PromqlSource, SeriesSource } from '../../storage.ts';
import { systemClock, type Clock } from '../../util/clock.ts';
import type { Logger } from '../../util/logger.ts';
import type { RuleGroupSpec } from '../file/rule-group.ts';
import type { Alert } from './alert.ts';
import { EvaluationGate } from './gate.ts';
import { GroupRunner } from './group-runner.ts';
import { RuleGroup, type GroupDeps } from './group.ts';
import { ruleQuery } from './rule-query.ts';

/** What the configuration says about all rules. Durations in ms. */
export interface RuleSettings {
  /** Of groups that have no interval of their own. */
  intervalMs: number;
  queryOffsetMs: number;
  externalLabels: Labels;
  /** Where people reach this process, without a slash at its end; empty when unknown. */
  externalUrl: string;
  outageToleranceMs: number;
  gracePeriodMs: number;
  resendDelayMs: number;
}

export interface RuleManagerOptions {
  appender: Appender;
  /** Where ALERTS_FOR_STATE is read after a restart. */
  source: SeriesSource;
  promql: PromqlSource;
  clock: Clock;
  logger: Logger;
  /** Takes alerts that Alertmanagers must hear of; must not throw. */
  notify: (alerts: readonly Alert[], query: string, externalUrl: string) => void;
  /** Groups that may be evaluated at a time. */
  maxConcurrent: number;
  /** Most time one expression may take. */
  queryTimeoutMs: number;
}

export interface RuleStats {
  evaluations: number;
  failures: number;
}

interface Running {
  runner: GroupRunner;
  fingerprint: string;
}

/** Evaluates all rule groups: starts, replaces and ends them as the configuration changes. */
export class RuleManager {
  private readonly options: RuleManagerOptions;
  private readonly gate: EvaluationGate;
  private readonly running = new Map<string, Running>();
  private started = false;
  /** Counts of groups that are no more. */
  private readonly past: RuleStats = { evaluations: 0, failures: 0 };
  /** Series of removed groups that still have to be ended. */
  private readonly farewells = new Set<() => void>();

  constructor(options: RuleManagerOptions) {
    this.options = options;
    this.gate = new EvaluationGate(options.maxConcurrent);
  }

  /**
   * Puts these groups to work. Groups that did not change go on untouched; changed ones keep the alerts and series of their
   * unchanged rules; series of what was removed end after two intervals.
   */
  async apply(specs: readonly RuleGroupSpec[], settings: RuleSettings): Promise<void> {
    const wanted = new Map(specs.map((spec) => [groupKey(spec), spec]));
    for (const [key, spec] of wanted) {
      const before = this.running.get(key);
      const fingerprint = fingerprintOf(spec, settings);
      if (before?.fingerprint === fingerprint) continue;
      // No evaluation of the old group may end after the new one took its state.
      await before?.runner.stop();
      // Only what begins with the process has a past to restore.
      const group = this.createGroup(spec, settings, this.started);
      if (before) group.copyFrom(before.runner.group);
      const runner = new GroupRunner(group, {
        clock: this.options.clock,
        enter: (signal) => this.gate.enter(signal),
        restore: group.rules.some((rule) => rule.kind === 'alerting' && !rule.restored)
          ? {
              source: this.options.source,
              outageToleranceMs: settings.outageToleranceMs,
              gracePeriodMs: settings.gracePeriodMs,
            }
          : undefined,
      });
      this.running.set(key, { runner, fingerprint });
      if (this.started) runner.start();
    }
    for (const [key, { runner }] of [...this.running]) {
      if (wanted.has(key)) continue;
      this.running.delete(key);
      await runner.stop();
      add(this.past, runner.group);
      this.endLater(runner.group);
    }
  }

  start(): void {
    this.started = true;
    for (const { runner } of this.running.values()) runner.start();
  }

  /** Ends all evaluations; no staleness markers are written, so that alerts can be restored. */
  async stop(): Promise<void> {
    this.started = false;
    for (const cancel of this.farewells) cancel();
    this.farewells.clear();
    await Promise.all([...this.running.values()].map(({ runner }) => runner.stop()));
  }

  /** In the order of files, then of names. */
  groups(): RuleGroup[] {
    const order = ({ spec: a }: RuleGroup, { spec: b }: RuleGroup) =>
      compareUtf8(a.file, b.file) || compareUtf8(a.name, b.name);
    return [...this.running.values()].map(({ runner }) => runner.group).sort(order);
  }

  stats(): RuleStats {
    const total = { ...this.past };
    for (const group of this.groups()) add(total, group);
    return total;
  }

  /** Resolves when no evaluation is under way: between the steps of a virtual clock. */
  async settled(): Promise<void> {
    await Promise.all([...this.running.values()].map(({ runner }) => runner.settled()));
  }

  private createGroup(spec: RuleGroupSpec, settings: RuleSettings, restored: boolean): RuleGroup {
    const { appender, clock, logger, notify, promql, queryTimeoutMs } = this.options;
    const { externalLabels, externalUrl, resendDelayMs } = settings;
    const deps: GroupDeps = {
      appender,
      query: ruleQuery(promql, queryTimeoutMs),
      logger,
      alerting: { externalLabels, externalUrl, logger },
      elapsedMs: clock === systemClock ? () => performance.now() : () => clock.now(),
      resendDelayMs,
      notify: (alerts, query) => notify(alerts, query, externalUrl),
    };
    return new RuleGroup(
      spec,
      {
        intervalMs: spec.intervalMs ?? settings.intervalMs,
        queryOffsetMs: spec.queryOffsetMs ?? settings.queryOffsetMs,
        restored,
      },
      deps,
    );
  }

  /** Not at once: the group may come back with the next reload, under another name of its file. */
  private endLater(group: RuleGroup): void {
    const { clock } = this.options;
    const cancel = clock.setTimeout(() => {
      this.farewells.delete(cancel);
      group.end(clock.now());
    }, 2 * group.intervalMs);
    this.farewells.add(cancel);
  }
}

function add(total: RuleStats, group: RuleGroup): void {
  total.evaluations += group.iterations * group.rules.length;
  for (const { state } of group.rules) total.failures += state.failures;
}

function groupKey({ file, name }: RuleGroupSpec): string {
  return `${file}\0${name}`;
}

/** Changes exactly when the group would work differently. */
function fingerprintOf(spec: RuleGroupSpec, settings: RuleSettings): string {
  const rules = spec.rules.map(({ expr: _, line: __, ...rule }) => rule);
  return JSON.stringify([
    { ...spec, rules },
    settings.externalLabels.key(),
    settings.externalUrl,
    settings.intervalMs,
    settings.queryOffsetMs,
    settings.resendDelayMs,
  ]);
}
