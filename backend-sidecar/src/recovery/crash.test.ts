/** kill -9 at every record of the journal: afterwards each firing has one run, and nothing was done twice. */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { CrashingJournal } from '../control/testing/crashing-journal.ts';
import type { Recovery } from './recovery.ts';
import { World } from './testing/recovery-rig.ts';

const ALERT = { metric: 'node.disk_usage_percent', operator: '>=', threshold: 90, duration_minutes: 1, action: 'act' };
const KINDS = {
  method: { method: 'bookie-gc' },
  command: { command: 'clean-disk', args: ['{node_id}'] },
  script: { script: 'act.sh', args: ['{node_id}'] },
} as const;

let world: World;
beforeEach(() => {
  world = new World();
  mkdirSync(path.join(world.directory, 'scripts'));
  writeFileSync(path.join(world.directory, 'scripts/act.sh'), '#!/bin/sh\necho "$1" >>done\n', { mode: 0o700 });
  world.disks['c/bookie/k1'] = 93;
});
afterEach(() => rmSync(world.directory, { recursive: true, force: true }));

/** Lets time pass until nothing is under way, or the process has ended, so to speak. */
async function pass(recovery: Recovery, minutes: number, hasCrashed: () => boolean): Promise<void> {
  for (let i = 0; i < minutes * 2 && !hasCrashed(); i++) {
    await world.clock.advanceBy(30_000);
    let isSettled = false;
    const settled = recovery.settled().then(() => void (isSettled = true));
    const crashed = async () => {
      while (!hasCrashed() && !isSettled) await pause(2);
    };
    await Promise.race([settled, crashed()]);
  }
}

const scriptRuns = (): number => {
  try {
    return readFileSync(path.join(world.directory, 'scripts/done'), 'utf8').split('\n').length - 1;
  } catch {
    return 0;
  }
};

const cases = (Object.keys(KINDS) as (keyof typeof KINDS)[]).flatMap((kind) =>
  [0, 1, 2, 3, 4, 5, 6].flatMap((records) => [false, true].map((afterWrite) => ({ kind, records, afterWrite }))),
);

it.each(cases)(
  '$kind, the process ends at record $records (on disk: $afterWrite)',
  async ({ kind, records, afterWrite }) => {
    const monitoring = {
      alerts: [ALERT],
      recovery_actions: { act: KINDS[kind] },
      scripts_directory: path.join(world.directory, 'scripts'),
    };
    const journal = new CrashingJournal(path.join(world.directory, 'recovery.log'), records, afterWrite);
    const first = world.recovery(monitoring, journal);
    await first.start();
    await pass(first, 6, () => journal.crashed);
    if (!journal.crashed) await first.stop();

    const second = world.recovery(monitoring);
    await second.start();
    await second.settled();
    await pass(second, 6, () => false);
    const { runs } = second.status();
    await second.stop();
    await journal.close();

    expect(runs).toHaveLength(1);
    expect(runs[0].endedMs).toBeDefined();
    if (kind === 'method') expect([world.operations.size, runs[0].outcome]).toEqual([1, 'done']);
    if (kind === 'command') expect([world.programs.size, runs[0].outcome]).toEqual([1, 'done']);
    if (kind === 'script') {
      // Whether it ran before the crash nobody can tell; that it did not run twice everybody can.
      expect(scriptRuns()).toBeLessThanOrEqual(1);
      expect(runs[0].outcome).toBe(scriptRuns() === 1 && runs[0].outcome === 'done' ? 'done' : 'unknown');
    }
    expect(world.audit.filter(({ result }) => result === 'requested').length).toBeGreaterThan(0);
  },
);
