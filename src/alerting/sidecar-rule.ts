import { instantQuery, originLabel, type GrafanaRule, type GrafanaRuleOptions } from './grafana-rule.ts';
import { panelAnnotations } from './panel-links.ts';
import { ruleUid } from './rule-uid.ts';
import { runbookUrl } from './runbook-url.ts';

export const SIDECAR_RULE_NAME = 'ObservatorySidecarSilent';
export const SIDECAR_RULE_GROUP = 'observatory';

/**
 * The one rule that tells that the others are blind: the sidecar does not answer (an error of the query), or has
 * scraped no target for some minutes (no data). Both are alerts, not states that somebody has to look for.
 */
export function toSidecarRule({
  datasourceUid,
  folderUid,
  origin = 'app',
  runbookBase,
}: GrafanaRuleOptions): GrafanaRule {
  return {
    uid: ruleUid(SIDECAR_RULE_NAME, origin),
    title: SIDECAR_RULE_NAME,
    ruleGroup: SIDECAR_RULE_GROUP,
    folderUID: folderUid,
    condition: 'B',
    data: [
      // Without targets count() has no series; it is never below 1.
      instantQuery('A', 'count(up)', datasourceUid),
      {
        refId: 'B',
        queryType: '',
        relativeTimeRange: { from: 0, to: 0 },
        datasourceUid: '__expr__',
        model: {
          refId: 'B',
          type: 'threshold',
          expression: 'A',
          conditions: [{ evaluator: { type: 'lt', params: [1] } }],
          datasource: { type: '__expr__', uid: '__expr__' },
        },
      },
    ],
    noDataState: 'Alerting',
    execErrState: 'Alerting',
    for: '2m',
    labels: { severity: 'critical', ...originLabel },
    annotations: {
      summary: 'The sidecar of Pulsar Observatory does not answer, or scrapes nothing.',
      why: 'All other alerts on Pulsar keep the state they had: none of them can fire or be resolved.',
      first_step:
        'Press Save & test on the datasource: it names the cause. Then look at the log of the sidecar, and at its targets (GET /api/v1/targets).',
      runbook_url: runbookUrl(SIDECAR_RULE_NAME, { runbookBase }),
      ...panelAnnotations(SIDECAR_RULE_NAME),
    },
    isPaused: false,
  };
}
