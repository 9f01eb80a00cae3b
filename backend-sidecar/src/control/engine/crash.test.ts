/** kill -9 at every record of the journal: afterwards the state is right, and nothing was done twice. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import * as z from 'zod';
import type { Actor } from '@observatory/protocol/control';
import { silentLogger } from '../../util/logger.ts';
import { systemClock } from '../../util/clock.ts';
import { AuditLog } from '../audit/audit-log.ts';
import { Catalogue } from '../catalogue/index.ts';
import type { ClusterControl } from '../cluster/cluster-control.ts';
import { CallUncertainError } from '../cluster/call-error.ts';
import { operation, type Step } from '../operation.ts';
import { CrashingJournal } from '../testing/crashing-journal.ts';
import type { StopWatch } from '../watch/stop-watch.ts';
import { DurableLines } from './durable-lines.ts';
import { Engine, type NewExecution } from './engine.ts';

const ACTOR: Actor = { name: 'ada', role: 'operator', via: 'token', address: '127.0.0.1' };
const KINDS = ['checkable', 'repeatable', 'neither'] as const;

interface Plan {
  kinds: (typeof KINDS)[number][];
  /** Records after which the process ends; then the next start, and so on. */
  crashes: { records: number; afterWrite: boolean }[];
  /** Index of a step whose answer is lost although it was done. */
  lostAnswer: number;
}

/** The world outside: it outlives every crash. */
class World {
  readonly done: number[];
  restored = 0;
  changed = 0;

  readonly plan: Plan;

  constructor(plan: Plan) {
    this.plan = plan;
    this.done = plan.kinds.map(() => 0);
  }

  steps(): Step[] {
    const { plan, done } = this;
    const steps = plan.kinds.map((kind, i): Step => ({
      id: `s${i}`,
      title: `step ${i}`,
      call: '',
      repeatable: kind === 'repeatable',
      timeoutMs: 60_000,
      run: () => {
        done[i]++;
        if (i === plan.lostAnswer && done[i] === 1)
          return Promise.reject(new CallUncertainError({ method: 'PUT', path: '/' }, 'host', new Error('lost')));
        return Promise.resolve('ok');
      },
      ...(kind === 'checkable' && {
        check: () => Promise.resolve(done[i] > 0 ? ('done' as const) : ('not_done' as const)),
      }),
    }));
    const change: Step = {
      id: 'change',
      title: 'change for the time being',
      call: '',
      repeatable: true,
      timeoutMs: 1000,
      run: () => Promise.resolve(String(++this.changed)),
    };
    const restore: Step = {
      ...change,
      id: 'restore',
      restores: 'change',
      run: () => Promise.resolve(String(++this.restored)),
    };
    return [change, ...steps, restore];
  }
}

function start(directory: string, world: World, journal: DurableLines) {
  const definition = operation({
    id: 'test',
    title: 'Test',
    summary: '',
    targets: ['topic'],
    risk: 'low',
    role: 'operator',
    parameters: z.strictObject({}),
    sentence: () => 'test',
    survey: () => ({ facts: {}, blast: [], findings: [] }),
    steps: () => world.steps(),
    verification: '',
    verify: () => Promise.resolve({ ok: true, message: 'verified' }),
    stopsOn: [],
    undo: '',
    deadlineMs: 60_000,
  });
  const audit = new AuditLog({ directory, clock: systemClock });
  const engine = new Engine({
    directory,
    clock: systemClock,
    logger: silentLogger,
    audit,
    catalogue: new Catalogue([definition]),
    cluster: () => ({}) as ClusterControl,
    agents: () => undefined,
    stopWatch: () => ({ reasonToStop: () => Promise.resolve(undefined) }) as unknown as StopWatch,
    onChange: () => {},
    journal,
    pollMs: 1,
  });
  return { audit, engine };
}

const wanted = (): NewExecution => ({
  key: 'the-one-key',
  operation: 'test',
  target: { id: 'c/topic/t', kind: 'topic', cluster: 'c', name: 't' },
  parameters: {},
  facts: {},
  blast: [],
  planHash: 'a'.repeat(64),
  sentence: 'test',
  by: ACTOR,
  needsApproval: false,
  deadlineMs: Date.now() + 3_600_000,
});

const turns = async (count: number) => {
  for (let i = 0; i < count; i++) await new Promise((resolve) => setTimeout(resolve, 1));
};

async function live(plan: Plan): Promise<{ world: World; state: string; audited: string[]; chainOk: boolean }> {
  const directory = mkdtempSync(path.join(tmpdir(), 'observatory-crash-'));
  const file = path.join(directory, 'journal.log');
  const world = new World(plan);
  try {
    for (const { records, afterWrite } of plan.crashes) {
      const journal = new CrashingJournal(file, records, afterWrite);
      const { audit, engine } = start(directory, world, journal);
      await audit.open();
      await engine.start();
      const isOver = () => engine.list().some(({ endedMs }) => endedMs !== undefined);
      if (engine.list().length === 0) void engine.begin(wanted()).catch(() => {});
      while (!journal.crashed && !isOver()) await turns(1);
      // What was written to the disk of a process that is gone stays; the next opens the files anew.
      await turns(2);
      await audit.close();
      await journal.close();
    }
    const { audit, engine } = start(directory, world, new DurableLines(file));
    await audit.open();
    await engine.start();
    // The caller never got an answer, and asks once more with the same key.
    if (engine.list().every(({ endedMs }) => endedMs === undefined)) await engine.begin(wanted()).catch(() => {});
    await engine.settled();
    const [execution] = engine.list();
    const { records } = audit.query({ execution: execution.id });
    const { ok } = await audit.verify();
    await engine.stop();
    await audit.close();
    return { world, state: execution.state, audited: records.map(({ action }) => action), chainOk: ok };
  } finally {
    rmSync(directory, { recursive: true });
  }
}

it('holds whatever the steps are and wherever the process ends', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.record({
        kinds: fc.array(fc.constantFrom(...KINDS), { minLength: 1, maxLength: 4 }),
        crashes: fc.array(fc.record({ records: fc.nat(14), afterWrite: fc.boolean() }), { maxLength: 3 }),
        lostAnswer: fc.integer({ min: -1, max: 3 }),
      }),
      async (plan) => {
        const { world, state, audited, chainOk } = await live(plan);
        plan.kinds.forEach((kind, i) => {
          if (kind !== 'repeatable') expect([plan, i, world.done[i]]).toEqual([plan, i, Math.min(1, world.done[i])]);
          if (state === 'succeeded') expect(world.done[i]).toBeGreaterThan(0);
        });
        expect(['succeeded', 'unknown']).toContain(state);
        if (state === 'unknown') expect(plan.kinds).toContain('neither');
        // Whatever happened: what was changed for the time being was put back, and the end is recorded once.
        if (world.changed > 0) expect(world.restored).toBeGreaterThan(0);
        expect(audited.filter((action) => action === 'execution_finished')).toHaveLength(1);
        expect(chainOk).toBe(true);
      },
    ),
    { numRuns: 25 },
  );
});

it('survives the end of the process at each single record of one execution', async () => {
  for (let records = 0; records < 12; records++) {
    for (const afterWrite of [false, true]) {
      const plan: Plan = { kinds: ['checkable', 'checkable'], crashes: [{ records, afterWrite }], lostAnswer: -1 };
      const { world, state } = await live(plan);
      expect([records, afterWrite, state, world.done]).toEqual([records, afterWrite, 'succeeded', [1, 1]]);
    }
  }
});
