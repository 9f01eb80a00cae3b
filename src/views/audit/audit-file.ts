import { auditList, type AuditRecord } from '@observatory/protocol/control';
import type { TimeWindow, ViewHost } from '../host/ViewHost.ts';
import { auditQuery, type AuditFilter } from './audit-query.ts';

/** Records of one request; the server's most. */
const CHUNK = 10_000;

/**
 * All records that fit, oldest first. Records that are written meanwhile shift the pages, so each is taken once, by its number.
 * @throws Error in the server's words.
 */
export async function allRecords(
  host: Pick<ViewHost, 'load'>,
  filter: AuditFilter,
  window: TimeWindow,
  signal?: AbortSignal,
): Promise<AuditRecord[]> {
  const found = new Map<number, AuditRecord>();
  for (let offset = 0; ; offset += CHUNK) {
    const query = auditQuery(filter, window, { limit: CHUNK, offset });
    const { records, truncated } = await host.load(`audit?${query}`, auditList, signal);
    for (const record of records) found.set(record.seq, record);
    if (!truncated || records.length === 0) return [...found.values()].sort((a, b) => a.seq - b.seq);
  }
}

const COLUMNS: readonly [title: string, value: (record: AuditRecord) => string | number][] = [
  ['seq', ({ seq }) => seq],
  ['time', ({ timeMs }) => new Date(timeMs).toISOString()],
  ['action', ({ action }) => action],
  ['actor', ({ actor }) => actor.name],
  ['role', ({ actor }) => actor.role],
  ['via', ({ actor }) => actor.via],
  ['address', ({ actor }) => actor.address],
  ['operation', ({ operation }) => operation],
  ['target', ({ target }) => target],
  ['parameters', ({ parameters }) => JSON.stringify(parameters)],
  ['execution', ({ execution }) => execution],
  ['plan_hash', ({ planHash }) => planHash],
  ['result', ({ result }) => result],
  ['previous', ({ previous }) => previous],
  ['hash', ({ hash }) => hash],
];

/** Records as CSV (RFC 4180), times in UTC. */
export function auditCsv(records: readonly AuditRecord[]): string {
  const lines = records.map((record) => COLUMNS.map(([, value]) => cell(String(value(record)))).join(','));
  return `${[COLUMNS.map(([title]) => title).join(','), ...lines].join('\r\n')}\r\n`;
}

/** One record a line, as they are kept: their hashes can be checked again. */
export function auditJson(records: readonly AuditRecord[]): string {
  return records.map((record) => `${JSON.stringify(record)}\n`).join('');
}

/** A name or a parameter must not become a formula where somebody opens the file in a spreadsheet (OWASP: CSV injection). */
function cell(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
