import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { VirtualClock } from '../../util/clock.ts';
import type { AuditEntry } from './audit-chain.ts';
import { AuditLog, verifyAuditDirectory } from './audit-log.ts';

const entry = (i: number): AuditEntry => ({
  action: 'execution_requested',
  actor: { name: `user ${i}`, role: 'operator', via: 'grafana', address: '10.0.0.1' },
  operation: 'topic-unload',
  target: `c/topic/persistent://t/n/${i}`,
  parameters: { b: 1, a: 'ü"\n' },
  execution: `e${i}`,
  planHash: 'f'.repeat(64),
  result: 'requested',
});

let directory: string;
let file: string;
beforeEach(() => {
  directory = mkdtempSync(path.join(tmpdir(), 'observatory-audit-'));
  file = path.join(directory, 'audit.jsonl');
});
afterEach(() => rmSync(directory, { recursive: true }));

async function written(count: number): Promise<string> {
  const log = new AuditLog({ directory, clock: new VirtualClock(1000) });
  await log.open();
  await Promise.all(Array.from({ length: count }, (_, i) => log.append(entry(i))));
  await log.close();
  return readFileSync(file, 'utf8');
}

async function opened(): Promise<AuditLog> {
  const log = new AuditLog({ directory, clock: new VirtualClock(2000) });
  await log.open();
  return log;
}

it('keeps records in order, finds them again, and goes on with the chain', async () => {
  await written(5);
  const log = await opened();
  expect(log.fault).toBe('');
  expect(log.query({ limit: 2 })).toMatchObject({ total: 5, truncated: true, records: [{ seq: 5 }, { seq: 4 }] });
  expect(log.query({ actor: 'user 3' }).records).toMatchObject([{ seq: 4, execution: 'e3' }]);
  expect(log.query({ target: 'n/2', action: 'execution_requested', toMs: 1000 }).total).toBe(1);
  await log.append(entry(9));
  expect(await log.verify()).toMatchObject({ ok: true, records: 6, lastSeq: 6 });
  await log.close();
});

it('finds every change of every byte, and then records nothing more', async () => {
  const text = await written(4);
  await fc.assert(
    fc.asyncProperty(fc.nat(text.length - 1), fc.integer({ min: 1, max: 255 }), async (at, by) => {
      const bytes = Buffer.from(text);
      bytes[at % bytes.length] = (bytes[at % bytes.length] + by) % 256;
      writeFileSync(file, bytes);
      const { ok, records } = await verifyAuditDirectory(directory);
      // JSON has spaces and escapes without meaning: what still reads the same is the same record.
      if (ok) expect(records).toBe(4);
      else {
        const log = await opened();
        expect(log.fault).not.toBe('');
        await expect(log.append(entry(1))).rejects.toMatchObject({ code: 'OBS_CONTROL_AUDIT' });
        await log.close();
      }
    }),
    { numRuns: 150 },
  );
});

it('finds records taken out, moved, put in, and cut off at the end', async () => {
  const lines = (await written(5)).trimEnd().split('\n');
  const problemOf = async (changed: string[]) => {
    writeFileSync(file, changed.map((line) => `${line}\n`).join(''));
    return (await verifyAuditDirectory(directory)).problem;
  };
  expect(await problemOf(lines)).toBe('');
  expect(await problemOf(lines.toSpliced(2, 1))).toMatch(/record 3 is missing/);
  expect(await problemOf([lines[1], lines[0], ...lines.slice(2)])).toMatch(/record 1 is missing/);
  expect(await problemOf([...lines, lines[4]])).toMatch(/record 6 is missing/);
  expect(await problemOf(lines.slice(0, 3))).toMatch(/records 4 to 5 are missing at the end/);
  expect(await problemOf(lines.with(1, lines[1].replace('user 1', 'nobody')))).toMatch(/record 2 was changed/);
});

it('cuts off a torn line, whose action never began', async () => {
  await written(2);
  appendFileSync(file, '{"version":1,"seq":3,');
  const log = await opened();
  expect(log.fault).toBe('');
  expect((await log.append(entry(2))).seq).toBe(3);
  expect(await log.verify()).toMatchObject({ ok: true, records: 3 });
  await log.close();
});
