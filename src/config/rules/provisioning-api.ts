import { lastValueFrom } from 'rxjs';
import { getBackendSrv, type BackendSrvRequest } from '@grafana/runtime';
import type { GrafanaRule } from '../../alerting/grafana-rule.ts';
import type { ListedRule } from './rule-states.ts';

/** Folder of what this page installs; the user may move rules elsewhere, they are found by their uids. */
export const FOLDER = { uid: 'observatory-rules', title: 'Pulsar Observatory rules' } as const;

const RULES = '/api/v1/provisioning/alert-rules';
/** Without it Grafana locks the rule against edits in its own editor. */
const EDITABLE = { 'X-Disable-Provenance': 'true' };

/** Grafana's provisioning API with the user's own session and rights. @throws Error in Grafana's words. */
async function call<T>(request: BackendSrvRequest): Promise<T> {
  try {
    const { data } = await lastValueFrom(getBackendSrv().fetch<T>({ ...request, showErrorAlert: false }));
    return data;
  } catch (error) {
    const { status, data, message } = (error ?? {}) as {
      status?: number;
      data?: { message?: string };
      message?: string;
    };
    throw new GrafanaError(status ?? 0, data?.message ?? message ?? String(error));
  }
}

class GrafanaError extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

export function listRules(): Promise<ListedRule[]> {
  return call({ url: RULES, method: 'GET' });
}

/** Asking for a folder that is not there is answered with 403 to an Editor, so it is created and a conflict is fine. */
export async function ensureFolder(): Promise<void> {
  try {
    await call({ url: '/api/folders', method: 'POST', data: FOLDER });
  } catch (error) {
    const exists = error instanceof GrafanaError && (error.status === 409 || error.status === 412);
    if (!exists) throw error;
  }
}

export async function createRule(rule: GrafanaRule): Promise<void> {
  await call({ url: RULES, method: 'POST', data: rule, headers: EDITABLE });
}

export async function updateRule(rule: GrafanaRule): Promise<void> {
  await call({ url: `${RULES}/${rule.uid}`, method: 'PUT', data: rule, headers: EDITABLE });
}

export async function deleteRule(uid: string): Promise<void> {
  // The answer is empty but calls itself JSON, which Grafana's client would fail to read.
  await call({ url: `${RULES}/${uid}`, method: 'DELETE', headers: EDITABLE, responseType: 'text' });
}

interface EvalAnswer {
  results?: Record<
    string,
    { error?: string; frames?: { schema?: { fields?: { type?: string }[] }; data?: { values?: unknown[][] } }[] }
  >;
}

/** How a rule would judge this moment. */
export interface Verdict {
  /** Instances that would be firing (or pending, until `for` has passed). */
  firing: number;
  instances: number;
}

/** Lets Grafana evaluate a rule now, without saving it. @throws Error in Grafana's or the datasource's words. */
export async function evaluateRule({ data, condition }: GrafanaRule): Promise<Verdict> {
  const { results = {} } = await call<EvalAnswer>({
    url: '/api/v1/eval',
    method: 'POST',
    data: { data, condition, now: new Date().toISOString() },
  });
  for (const { error } of Object.values(results)) if (error) throw new Error(error);
  const values = (results[condition]?.frames ?? []).flatMap(({ schema, data: columns }) =>
    (schema?.fields ?? []).flatMap(({ type }, index) => (type === 'number' ? (columns?.values?.[index] ?? []) : [])),
  );
  return {
    firing: values.filter((value) => typeof value === 'number' && value !== 0).length,
    instances: values.length,
  };
}
