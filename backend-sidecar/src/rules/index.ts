/** Recording and alerting rules as in Prometheus 3: files, evaluation, notifications, unit tests. */
export type { Alert, AlertState } from './evaluate/alert.ts';
export { AlertingRule } from './evaluate/alerting-rule.ts';
export { RuleGroup, type Rule } from './evaluate/group.ts';
export { RuleManager, type RuleManagerOptions, type RuleSettings, type RuleStats } from './evaluate/manager.ts';
export { RecordingRule } from './evaluate/recording-rule.ts';
export { duplicateRules, type DuplicateRule } from './file/duplicates.ts';
export { parseRuleFile } from './file/parse-rule-file.ts';
export { readRuleFiles, type RuleFiles } from './file/read-rule-files.ts';
export { RuleFileError } from './file/rule-file-error.ts';
export {
  ruleLabels,
  type AlertingSpec,
  type RecordingSpec,
  type RuleGroupSpec,
  type RuleSpec,
} from './file/rule-group.ts';
export { Notifier } from './notify/notifier.ts';
export { describeOutcome, hasFailed, summarise } from './unit-test/report.ts';
export { runTestFile, type TestFileOutcome, type TestRunOptions } from './unit-test/run-test-file.ts';
