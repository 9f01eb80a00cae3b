import { createHash } from 'node:crypto';
import { auditRecord, type AuditRecord, type AuditVerification } from '@observatory/protocol/control';

/** What an action tells the audit; the chain adds number, time and hashes. */
export type AuditEntry = Omit<AuditRecord, 'version' | 'seq' | 'timeMs' | 'previous' | 'hash'>;

export const FIRST_HASH = '0'.repeat(64);

/** The last record of a chain. */
export interface ChainHead {
  seq: number;
  hash: string;
}

export const EMPTY_CHAIN: ChainHead = { seq: 0, hash: FIRST_HASH };

/** The record that follows `head`. Its hash covers every field, the hash of the record before included. */
export function nextRecord(head: ChainHead, timeMs: number, entry: AuditEntry): AuditRecord {
  const { action, actor, operation, target, parameters, execution, planHash, result } = entry;
  const record = {
    version: 1 as const,
    seq: head.seq + 1,
    timeMs,
    action,
    actor: { name: actor.name, role: actor.role, via: actor.via, address: actor.address },
    operation,
    target,
    parameters,
    execution,
    planHash,
    result,
    previous: head.hash,
  };
  return { ...record, hash: hashOf(record) };
}

/**
 * Checks a chain as it stands in its file. `anchor`: a head that is known from elsewhere; the chain has to reach it, so
 * that records cut off at the end are found too.
 */
export function verifyChain(lines: Iterable<string>, anchor?: ChainHead): AuditVerification {
  let head = EMPTY_CHAIN;
  let records = 0;
  let anchored = anchor === undefined || anchor.seq === 0;
  const answer = (problem: string): AuditVerification => ({
    ok: problem === '',
    records,
    lastSeq: head.seq,
    lastHash: head.hash,
    problem,
  });
  for (const line of lines) {
    const record = parseRecord(line);
    if (!record) return answer(`line ${records + 1} is no audit record`);
    if (record.seq !== head.seq + 1)
      return answer(`record ${head.seq + 1} is missing: ${record.seq} stands in its place`);
    if (record.previous !== head.hash) return answer(`record ${record.seq} does not follow from the one before`);
    const { hash, ...content } = record;
    if (hashOf(content) !== hash) return answer(`record ${record.seq} was changed`);
    if (anchor?.seq === record.seq) {
      if (anchor.hash !== hash) return answer(`record ${record.seq} is another one than was written`);
      anchored = true;
    }
    head = { seq: record.seq, hash };
    records++;
  }
  if (!anchored) return answer(`records ${head.seq + 1} to ${anchor?.seq} are missing at the end`);
  return answer('');
}

export function parseRecord(line: string): AuditRecord | undefined {
  try {
    return auditRecord.strict().safeParse(JSON.parse(line)).data;
  } catch {
    return undefined;
  }
}

function hashOf(record: Omit<AuditRecord, 'hash'>): string {
  return createHash('sha256').update(canonicalJson(record)).digest('hex');
}

/** JSON with the keys of every object sorted, so that equal records have equal bytes. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const entries = Object.entries(value)
    .filter(([, each]) => each !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, each]) => `${JSON.stringify(key)}:${canonicalJson(each)}`).join(',')}}`;
}
