import { createHash } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import type { Matcher } from '../../model/matcher.ts';
import type { RuleGroup } from '../../rules/index.ts';
import type { ApiContext } from '../context.ts';
import { sendData } from './answer.ts';
import { badData, invalidParameter, paramsOf, selectorParams } from './params.ts';
import { alertJson, ruleGroupJson, type RuleFilter } from './rules-json.ts';

/** `rules`, `alerts` and `alertmanagers`. */
export function registerRules(app: FastifyInstance, context: ApiContext): void {
  const config = { role: 'reader' } as const;
  app.get('/api/v1/rules', { config }, async (request, reply) => {
    const params = paramsOf(request);
    return sendData(
      request,
      reply,
      ruleDiscovery(context.rules.groups(), params, selectorParams(params, context.language)),
    );
  });
  app.get('/api/v1/alerts', { config }, async (request, reply) => {
    const alerts = context.rules
      .groups()
      .flatMap(({ rules }) => rules)
      .flatMap((rule) => (rule.kind === 'alerting' ? rule.alerts() : []));
    return sendData(request, reply, { alerts: alerts.map(alertJson) });
  });
  app.get('/api/v1/alertmanagers', { config }, async (request, reply) => {
    const { active, dropped } = context.rules.alertmanagers();
    return sendData(request, reply, {
      activeAlertmanagers: active.map(({ url }) => ({ url })),
      droppedAlertmanagers: dropped.map((url) => ({ url })),
    });
  });
}

function ruleDiscovery(
  groups: readonly RuleGroup[],
  params: URLSearchParams,
  matchers: (readonly Matcher[])[],
): { groups: unknown[]; groupNextToken?: string } {
  const filter = filterOf(params, matchers);
  const [groupNames, files] = [new Set(params.getAll('rule_group[]')), new Set(params.getAll('file[]'))];
  const { limit, token } = pageOf(params);
  const found: unknown[] = [];
  let reached = token === '';
  for (const group of groups) {
    const { file, name } = group.spec;
    if (groupNames.size > 0 && !groupNames.has(name)) continue;
    if (files.size > 0 && !files.has(file)) continue;
    reached ||= token === groupToken(group);
    if (!reached) continue;
    const json = ruleGroupJson(group, filter);
    if (json.rules.length === 0) continue;
    if (limit > 0 && found.length === limit) return { groups: found, groupNextToken: groupToken(group) };
    found.push(json);
  }
  if (!reached) throw badData(`invalid group_next_token '${token}'. were rule groups changed?`);
  return { groups: found };
}

function filterOf(params: URLSearchParams, matchers: (readonly Matcher[])[]): RuleFilter {
  const type = (params.get('type') ?? '').toLowerCase();
  if (type !== '' && type !== 'alert' && type !== 'record')
    throw invalidParameter('type', `not supported value ${JSON.stringify(type)}`);
  return {
    kind: type === 'alert' ? 'alerting' : type === 'record' ? 'recording' : undefined,
    names: new Set(params.getAll('rule_name[]')),
    matchers,
    excludeAlerts: booleanParam(params, 'exclude_alerts'),
  };
}

function booleanParam(params: URLSearchParams, name: string): boolean {
  const text = params.get(name) ?? '';
  if (text === '' || ['0', 'f', 'F', 'false', 'FALSE', 'False'].includes(text)) return false;
  if (['1', 't', 'T', 'true', 'TRUE', 'True'].includes(text)) return true;
  throw invalidParameter(
    name,
    `error converting ${name}: strconv.ParseBool: parsing ${JSON.stringify(text)}: invalid syntax`,
  );
}

function pageOf(params: URLSearchParams): { limit: number; token: string } {
  const text = params.get('group_limit') ?? '';
  const token = params.get('group_next_token') ?? '';
  if (token !== '' && text === '')
    throw invalidParameter('group_limit', 'group_limit needs to be present in order to paginate over the groups');
  if (text === '') return { limit: 0, token };
  const limit = /^[+-]?\d+$/.test(text) ? Number(text) : NaN;
  if (Number.isNaN(limit)) throw invalidParameter('group_limit', 'group_limit needs to be a valid number');
  if (limit <= 0) throw invalidParameter('group_limit', 'group_limit needs to be greater than 0');
  return { limit, token };
}

/** Names the group at which the next page begins. */
function groupToken({ spec }: RuleGroup): string {
  return createHash('sha1').update(`${spec.file};${spec.name}`).digest('hex');
}
