import { appendFileSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import type { AgentRecord } from '@observatory/protocol/agents';
import { Spool } from './spool.ts';

const logs = (message: string): AgentRecord => ({
  kind: 'logs',
  lines: [{ timeMs: 1, level: 'info', logger: '', source: 's', message }],
});
const messageOf = (record: AgentRecord) => (record.kind === 'logs' ? record.lines[0].message : record.kind);

function inFolder<T>(work: (directory: string) => T): T {
  const directory = mkdtempSync(path.join(tmpdir(), 'observatory-spool-'));
  try {
    return work(directory);
  } finally {
    rmSync(directory, { recursive: true });
  }
}

/** What may happen to a buffer and its link, in any order. */
const step = fc.oneof(
  { weight: 6, arbitrary: fc.record({ kind: fc.constant('append' as const), size: fc.integer({ min: 1, max: 400 }) }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('deliver' as const), count: fc.integer({ min: 1, max: 6 }) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('acknowledge' as const) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('cut' as const) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('kill' as const), torn: fc.boolean() }) },
);

it('over any cuts and kills the receiver gets each record once and in order', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) =>
      inFolder((directory) => {
        const options = { directory, fileBytes: 600, maxBytes: 1 << 20 };
        let spool = new Spool(options);
        const made: string[] = [];
        const received: { seq: number; message: string }[] = [];
        const seqOfReceiver = () => received.at(-1)?.seq ?? 0;
        let next = 1;
        const deliver = (count: number) => {
          for (const { seq, record } of spool.from(Math.max(next, spool.firstSeq), count)) {
            // The receiver leaves out what it has, as the sidecar does.
            if (seq > seqOfReceiver()) received.push({ seq, message: messageOf(record) });
            next = seq + 1;
          }
        };
        for (const each of steps) {
          if (each.kind === 'append') {
            const message = `${made.length} ${'x'.repeat(each.size)}`;
            spool.append(logs(message), { f: { id: 'i', offset: made.length } });
            made.push(message);
          } else if (each.kind === 'deliver') deliver(each.count);
          else if (each.kind === 'acknowledge') spool.acknowledge(seqOfReceiver());
          else if (each.kind === 'cut') next = seqOfReceiver() + 1;
          else {
            // Killed: nothing is closed; a write may have been torn.
            const newest = readdirSync(directory)
              .filter((name) => name.endsWith('.records'))
              .sort()
              .at(-1);
            if (each.torn && newest) appendFileSync(path.join(directory, newest), '12345678 {"seq":99');
            spool = new Spool(options);
            next = seqOfReceiver() + 1;
          }
        }
        next = seqOfReceiver() + 1;
        deliver(1000);
        expect(received.map(({ message }) => message)).toEqual(made);
        if (made.length > 0) expect(spool.places.f?.offset).toBe(made.length - 1);
        expect(spool.droppedLines).toBe(0);
        spool.close();
      }),
    ),
    { numRuns: 40 },
  );
});

it('stays within its bound, drops the oldest, and counts what it dropped', () => {
  inFolder((directory) => {
    const spool = new Spool({ directory, fileBytes: 1000, maxBytes: 5000 });
    for (let i = 0; i < 200; i++) spool.append(logs(`${i} ${'y'.repeat(100)}`));
    expect(spool.bytes).toBeLessThanOrEqual(5000);
    const kept = spool.from(spool.firstSeq, 1000);
    const lines = kept.filter(({ record }) => record.kind === 'logs');
    expect(lines.length + spool.droppedLines).toBe(200);
    expect(messageOf(lines[lines.length - 1].record)).toContain('199 ');
    const told = kept
      .filter(({ record }) => record.kind === 'dropped')
      .map(({ record }) => (record.kind === 'dropped' ? record.lines : 0));
    expect(told.at(-1)).toBeGreaterThan(0);
    spool.close();
    expect(new Spool({ directory, fileBytes: 1000, maxBytes: 5000 }).droppedLines).toBe(spool.droppedLines);
  });
});

it('counts exactly what the receiver never gets, whatever was on its way when records were dropped', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 120 }), (steps) =>
      inFolder((directory) => {
        const options = { directory, fileBytes: 600, maxBytes: 2400 };
        let spool = new Spool(options);
        let made = 0;
        const received: string[] = [];
        let told = 0;
        let receivedSeq = 0;
        let next = 1;
        const connect = () => {
          spool.welcomed(receivedSeq);
          next = receivedSeq + 1;
        };
        const deliver = (count: number) => {
          for (const { seq, record } of spool.from(Math.max(next, spool.firstSeq), count)) {
            if (seq > receivedSeq && record.kind === 'logs') received.push(messageOf(record));
            if (seq > receivedSeq && record.kind === 'dropped') told = record.lines;
            receivedSeq = Math.max(receivedSeq, seq);
            next = seq + 1;
            spool.sent(seq);
          }
        };
        for (const each of steps) {
          if (each.kind === 'append') spool.append(logs(`${made++} ${'x'.repeat(each.size)}`));
          else if (each.kind === 'deliver') deliver(each.count);
          else if (each.kind === 'acknowledge') spool.acknowledge(receivedSeq);
          else if (each.kind === 'cut') connect();
          else {
            spool = new Spool(options);
            connect();
          }
        }
        connect();
        spool.append(logs(`${made++} the last`));
        deliver(1000);
        expect(received.length + spool.droppedLines).toBe(made);
        expect(told).toBe(spool.droppedLines);
        expect(new Set(received).size).toBe(received.length);
        spool.close();
      }),
    ),
    { numRuns: 60 },
  );
});
