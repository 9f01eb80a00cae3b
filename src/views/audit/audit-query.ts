import { AUDIT_ACTIONS, type AuditAction } from '@observatory/protocol/control';
import type { TimeWindow } from '../host/ViewHost.ts';

/** What narrows the records; empty texts do not. */
export interface AuditFilter {
  actor: string;
  action: string;
  operation: string;
  /** Part of the target. */
  target: string;
  execution: string;
}

export const FILTER_KEYS = [
  'actor',
  'action',
  'operation',
  'target',
  'execution',
] as const satisfies readonly (keyof AuditFilter)[];

/** Query string of `GET /audit`: times in seconds. */
export function auditQuery(
  filter: AuditFilter,
  { fromMs, toMs }: TimeWindow,
  page: { limit: number; offset: number },
): string {
  const query = new URLSearchParams({ from: String(fromMs / 1000), to: String(toMs / 1000) });
  for (const key of FILTER_KEYS) {
    const value = filter[key].trim();
    // An action that somebody typed into the address and nobody knows would only be refused.
    if (value !== '' && (key !== 'action' || isAction(value))) query.set(key, value);
  }
  query.set('limit', String(page.limit));
  query.set('offset', String(page.offset));
  return query.toString();
}

function isAction(text: string): text is AuditAction {
  return (AUDIT_ACTIONS as readonly string[]).includes(text);
}
