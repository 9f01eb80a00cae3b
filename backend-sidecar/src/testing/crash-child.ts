/**
 * The process that the crash test kills: appends as fast as the disk takes it and tells, line by line, what is durable.
 * Arguments: directory, first step. Lines: `open <replayed> <cut bytes>`, then `durable <step> <segment> <offset>`.
 */
import { writeSync } from 'node:fs';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { openDatabase } from '../tsdb/db.ts';
import { systemClock } from '../util/clock.ts';
import { CRASH_STEP_MS, CRASH_T0, CrashWriter } from './crash-workload.ts';

const [dir, firstStep] = process.argv.slice(2);
let step = Number(firstStep);
const clock = { now: () => CRASH_T0 + step * CRASH_STEP_MS, setTimeout: systemClock.setTimeout };
const db = await openDatabase({
  path: dir,
  clock,
  // Small, so that a run of a few hundred ms crosses many segments, cuts, checkpoints and compactions.
  blockRangeMs: 60_000,
  walSegmentBytes: 20_000,
  fsyncIntervalMs: 10,
  retentionMs: 0,
});
writeSync(
  1,
  `open ${db.openReport.replayedSamples} ${db.openReport.wal.reduce((sum, cut) => sum + cut.cutBytes, 0)}\n`,
);
const writer = new CrashWriter(db);
for (const before = step; ; step++) {
  writer.append(step);
  if (step % 20 === 0) {
    const appended = step;
    void db.flush().then(() => {
      const { segment, offset } = db.stats().wal.durable;
      writeSync(1, `durable ${appended} ${segment} ${offset}\n`);
    });
  }
  if (step % 97 === 0) void db.maintain().catch((error: unknown) => writeSync(2, `${String(error)}\n`));
  if (step % 4 === 0 || step - before > 4000) await nextTurn();
  if (step - before > 4000) await new Promise((resolve) => setTimeout(resolve, 5)); // a slow parent must not make the data endless
}
