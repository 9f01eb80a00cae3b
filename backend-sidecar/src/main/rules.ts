import type { Config } from '../config/index.ts';
import type { RulesView } from '../http/context.ts';
import { Labels } from '../model/labels.ts';
import type { SidecarMetrics } from '../observe/metrics.ts';
import { Notifier, readRuleFiles, RuleManager, type RuleFiles, type RuleSettings } from '../rules/index.ts';
import { compileRelabeling } from '../scrape/index.ts';
import type { Appender } from '../storage.ts';
import { systemClock, type Clock } from '../util/clock.ts';
import type { Logger } from '../util/logger.ts';
import type { QuerySource } from './query-source.ts';
import { registerRuleMetrics } from './rule-metrics.ts';
import { ownUrl } from './own-url.ts';

/** Rules and notifications as the composition root uses them. */
export interface Rules {
  view: RulesView;
  /** Reads the rule files of a configuration without putting them to work. @throws RuleFileError */
  read: (config: Config) => Promise<RuleFiles>;
  apply: (files: RuleFiles, config: Config) => Promise<void>;
  start: () => void;
  stop: () => Promise<void>;
  settled: () => Promise<void>;
  /** Sentences for operators. */
  warnings: () => string[];
}

/** Builds what evaluates rules and tells Alertmanagers; nothing is evaluated before `start`. */
export function createRules(
  config: Config,
  deps: {
    appender: Appender;
    queries: QuerySource;
    clock: Clock;
    logger: Logger;
    metrics: SidecarMetrics;
    version: string;
  },
): Rules {
  const { appender, queries, clock, logger, metrics, version } = deps;
  const notifier = new Notifier({
    // Alertmanagers live in real time, also when samples are on a clock of their own.
    clock: systemClock,
    logger,
    userAgent: `PulsarObservatory/${version}`,
    compileRelabel: compileRelabeling,
    queueCapacity: config.rules.notification_queue_capacity,
  });
  const manager = new RuleManager({
    appender,
    source: queries.series,
    promql: queries.promql,
    clock,
    logger,
    notify: (alerts, query, externalUrl) => notifier.notify(alerts, query, externalUrl),
    maxConcurrent: config.rules.max_concurrent,
    queryTimeoutMs: config.query.timeout,
  });
  registerRuleMetrics(metrics, manager, notifier);
  let unmatched: readonly string[] = [];
  return {
    view: { groups: () => manager.groups(), alertmanagers: () => notifier.alertmanagers() },
    read: ({ rule_files }) => readRuleFiles(rule_files),
    apply: async (files, current) => {
      unmatched = files.unmatched;
      for (const pattern of unmatched) logger.warn({ pattern }, 'no rule file has this name');
      await notifier.applyConfig(current.alerting, Labels.fromObject(current.global.external_labels));
      await manager.apply(files.groups, settingsOf(current));
    },
    start: () => manager.start(),
    stop: async () => {
      await manager.stop();
      await notifier.stop();
    },
    settled: () => manager.settled(),
    warnings: () => [...unmatched.map((pattern) => `No rule file has the name ${pattern}.`), ...notifier.warnings()],
  };
}

function settingsOf(config: Config): RuleSettings {
  const { global, rules } = config;
  return {
    intervalMs: global.evaluation_interval,
    queryOffsetMs: global.rule_query_offset,
    externalLabels: Labels.fromObject(global.external_labels),
    externalUrl: ownUrl(config),
    outageToleranceMs: rules.for_outage_tolerance,
    gracePeriodMs: rules.for_grace_period,
    resendDelayMs: rules.resend_delay,
  };
}
