import { mkdir, open, readFile, rename, writeFile, type FileHandle } from 'node:fs/promises';
import path from 'node:path';
import type { AuditAction, AuditList, AuditRecord, AuditVerification } from '@observatory/protocol/control';
import type { Clock } from '../../util/clock.ts';
import { messageOf, ObservatoryError } from '../../util/errors.ts';
import { EMPTY_CHAIN, nextRecord, parseRecord, verifyChain, type AuditEntry, type ChainHead } from './audit-chain.ts';

export interface AuditLogOptions {
  directory: string;
  clock: Clock;
  /** Told of every record on disk: logs that are shipped elsewhere anchor the chain. */
  onRecord?: (record: AuditRecord) => void;
}

export interface AuditQuery {
  fromMs?: number;
  toMs?: number;
  actor?: string;
  action?: AuditAction;
  operation?: string;
  /** Part of the target. */
  target?: string;
  execution?: string;
  limit?: number;
  offset?: number;
}

const FILE = 'audit.jsonl';
const HEAD = 'audit.head';

/**
 * Who did what, for good: an append-only file of hash-chained records (docs/format/audit.md), each forced to disk before
 * `append` resolves. It fails closed: while a record cannot be written, or the chain was found broken at the start,
 * `append` throws and nothing is carried out. The head is kept beside the log, so that a shortened log is found.
 */
export class AuditLog {
  private readonly options: AuditLogOptions;
  private handle: FileHandle | undefined;
  private head: ChainHead = EMPTY_CHAIN;
  private records: AuditRecord[] = [];
  private last: Promise<unknown> = Promise.resolve();
  private problem = 'the audit is not open';

  constructor(options: AuditLogOptions) {
    this.options = options;
  }

  /** Why nothing can be recorded; empty when all is well. */
  get fault(): string {
    return this.problem;
  }

  get count(): number {
    return this.records.length;
  }

  /** Reads and checks what there is. A broken chain is kept as it is, as evidence, and said in `fault`. */
  async open(): Promise<void> {
    try {
      await mkdir(this.options.directory, { recursive: true });
      const text = await textOf(this.file);
      const { lines, torn } = linesOf(text);
      const verified = verifyChain(lines, await this.readHead());
      this.records = lines.map(parseRecord).filter((record) => record !== undefined);
      this.head = { seq: verified.lastSeq, hash: verified.lastHash };
      this.handle = await open(this.file, 'a', 0o600);
      // A torn line is a record that never counted: its action did not begin.
      if (verified.ok && torn > 0) await this.handle.truncate(Buffer.byteLength(text) - torn);
      this.problem = verified.ok ? '' : `the audit log was tampered with or damaged: ${verified.problem}`;
    } catch (error) {
      this.problem = `the audit log cannot be opened: ${messageOf(error)}`;
    }
  }

  /** @throws ObservatoryError OBS_CONTROL_AUDIT when it cannot be written: then nothing may be done. */
  append(entry: AuditEntry): Promise<AuditRecord> {
    const next = this.last.then(() => this.write(entry));
    this.last = next.catch(() => {});
    return next;
  }

  /** Newest first. */
  query(query: AuditQuery): AuditList {
    const { limit = 100, offset = 0 } = query;
    const found: AuditRecord[] = [];
    let total = 0;
    for (let i = this.records.length - 1; i >= 0; i--) {
      if (!matches(this.records[i], query)) continue;
      if (total >= offset && found.length < limit) found.push(this.records[i]);
      total++;
    }
    return { records: found, total, truncated: total > offset + found.length };
  }

  /** Whether an execution's end stands here. */
  hasEnd(execution: string): boolean {
    return this.records.some((record) => record.action === 'execution_finished' && record.execution === execution);
  }

  /** Reads the file again and checks every record. */
  async verify(): Promise<AuditVerification> {
    await this.last;
    return verifyAuditDirectory(this.options.directory);
  }

  async close(): Promise<void> {
    await this.last;
    await this.handle?.close();
    this.handle = undefined;
    this.problem = 'the audit is closed';
  }

  private get file(): string {
    return path.join(this.options.directory, FILE);
  }

  private async write(entry: AuditEntry): Promise<AuditRecord> {
    if (this.problem !== '' || !this.handle) throw auditFault(this.problem);
    const record = nextRecord(this.head, this.options.clock.now(), entry);
    try {
      await this.handle.appendFile(`${JSON.stringify(record)}\n`);
      await this.handle.datasync();
    } catch (error) {
      // How much of it is on disk is not known: the next start will see.
      this.problem = `the audit log cannot be written: ${messageOf(error)}`;
      throw auditFault(this.problem, error);
    }
    this.head = { seq: record.seq, hash: record.hash };
    this.records.push(record);
    await this.keepHead();
    this.options.onRecord?.(record);
    return record;
  }

  private async keepHead(): Promise<void> {
    const file = path.join(this.options.directory, HEAD);
    try {
      await writeFile(`${file}.new`, `${this.head.seq} ${this.head.hash}\n`, { mode: 0o600, flush: true });
      await rename(`${file}.new`, file);
    } catch (error) {
      this.problem = `the head of the audit log cannot be written: ${messageOf(error)}`;
      throw auditFault(this.problem, error);
    }
  }

  private readHead(): Promise<ChainHead | undefined> {
    return headIn(this.options.directory);
  }
}

/** Checks a log without opening it for writing: what `observatory control audit verify --data` does. */
export async function verifyAuditDirectory(directory: string, anchor?: ChainHead): Promise<AuditVerification> {
  const { lines } = linesOf(await textOf(path.join(directory, FILE)));
  const kept = verifyChain(lines, await headIn(directory));
  return kept.ok && anchor ? verifyChain(lines, anchor) : kept;
}

async function headIn(directory: string): Promise<ChainHead | undefined> {
  const match = /^(\d+) ([0-9a-f]{64})\n$/.exec(await textOf(path.join(directory, HEAD)));
  return match ? { seq: Number(match[1]), hash: match[2] } : undefined;
}

function linesOf(text: string): { lines: string[]; torn: number } {
  const parts = text.split('\n');
  const rest = parts.pop() ?? '';
  return { lines: parts, torn: Buffer.byteLength(rest) };
}

async function textOf(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return '';
    throw error;
  }
}

function matches(record: AuditRecord, query: AuditQuery): boolean {
  const { fromMs, toMs, actor, action, operation, target, execution } = query;
  return (
    (fromMs === undefined || record.timeMs >= fromMs) &&
    (toMs === undefined || record.timeMs <= toMs) &&
    (actor === undefined || record.actor.name === actor) &&
    (action === undefined || record.action === action) &&
    (operation === undefined || record.operation === operation) &&
    (target === undefined || record.target.includes(target)) &&
    (execution === undefined || record.execution === execution)
  );
}

function auditFault(problem: string, cause?: unknown): ObservatoryError {
  return new ObservatoryError('OBS_CONTROL_AUDIT', `nothing is done without an audit record: ${problem}`, {
    cause,
    httpStatus: 503,
    hint: 'see "observatory control audit verify", and backend-sidecar/docs/format/audit.md',
  });
}
