import * as fc from 'fast-check';
import type { Execution, Plan } from '@observatory/protocol/control';
import { ended, executionOf, planOf, refusal } from '../../control/testing/control-host.ts';
import { serviceOfAgent } from '../testing/fleet.ts';
import type { BulkItem } from './bulk-item.ts';
import { BulkRun, type BulkRunOptions } from './bulk-run.ts';
import { sharedFate } from './shared-fate.ts';
import { sumBlast, sumFindings } from './sum-blast.ts';

const target = (index: number) => `agents/host-${index}/broker`;
const planned = (index: number, changes: Partial<Plan> = {}): BulkItem => ({
  target: target(index),
  plan: planOf({ id: `plan-${index}`, target: target(index), ...changes }),
  failure: undefined,
});
/** Lets everything that is not waiting for the test go on. */
const settle = async () => {
  for (let i = 0; i < 20; i++) await Promise.resolve();
};

/** A run over three services whose executions the test ends. */
function start(options: Partial<BulkRunOptions> = {}) {
  const begun: { plan: Plan; key: string }[] = [];
  const stopped: string[] = [];
  const run = new BulkRun({
    id: 'r1',
    items: [planned(1), planned(2), planned(3)],
    atOnce: 1,
    begin: (plan, key) => {
      begun.push({ plan, key });
      return Promise.resolve(executionOf({ id: `exec of ${plan.target}`, target: plan.target, key }));
    },
    replan: () => Promise.reject(new Error('no plan is made anew in this test')),
    stop: (id) => {
      stopped.push(id);
      return Promise.resolve(executionOf({ id, state: 'stopping' }));
    },
    onChange: () => undefined,
    ...options,
  });
  const done = run.run();
  const end = async (index: number, changes: Partial<Execution> = {}) => {
    run.told(ended({ id: `exec of ${target(index)}`, target: target(index), ...changes }));
    await settle();
  };
  const states = () => run.progress.map(({ state }) => state);
  return { run, done, begun, stopped, end, states };
}

describe('a bulk run', () => {
  it('does one after the other, each to its end', async () => {
    const { run, done, begun, end, states } = start();
    await settle();
    expect(states()).toEqual(['running', 'waiting', 'waiting']);
    await end(1);
    expect(states()).toEqual(['succeeded', 'running', 'waiting']);
    await end(2);
    await end(3);
    await done;
    expect(states()).toEqual(['succeeded', 'succeeded', 'succeeded']);
    expect(run.isOver).toBe(true);
    expect(begun.map(({ key }) => key)).toEqual(['bulk-r1-1.3', 'bulk-r1-2.3', 'bulk-r1-3.3']);
  });

  it('does as many at once as it was told, and no more', async () => {
    const { states, end, done } = start({ atOnce: 2 });
    await settle();
    expect(states()).toEqual(['running', 'running', 'waiting']);
    await end(2);
    expect(states()).toEqual(['running', 'succeeded', 'running']);
    await end(1);
    await end(3);
    await done;
  });

  it('begins none after one that did not succeed; those that run go on', async () => {
    const { run, states, end, done } = start({ atOnce: 2, items: [1, 2, 3, 4].map((index) => planned(index)) });
    await settle();
    await end(1, { state: 'failed', result: 'exit code 1' });
    expect(states()).toEqual(['failed', 'running', 'waiting', 'waiting']);
    await end(2);
    await done;
    expect(states()).toEqual(['failed', 'succeeded', 'not_begun', 'not_begun']);
    expect(run.haltedBy).toBe('broker on host-1 did not succeed');
    expect(run.progress[0].note).toBe('exit code 1');
  });

  it('leaves out what has a blocker, no right or no plan, and says why', async () => {
    const forbidden = { action: '', allowed: false, reason: 'not you', requires: [], secondPerson: false };
    const items = [
      planned(1, { findings: [{ level: 'blocker', message: 'It is busy.' }] }),
      planned(2, { permission: forbidden }),
      { target: target(3), plan: undefined, failure: { message: 'no agent knows it', code: 'x', uncertain: false } },
      planned(4),
    ];
    const { run, begun, end, done } = start({ items });
    await settle();
    await end(4);
    await done;
    expect(begun.map(({ plan }) => plan.target)).toEqual([target(4)]);
    expect(run.progress.map(({ note }) => note)).toEqual([
      'It is busy.',
      'not you',
      'no agent knows it',
      'it is running',
    ]);
  });

  it('makes a plan that grew old anew, and begins it when it is the same', async () => {
    const sent: string[] = [];
    const { states, end, done } = start({
      items: [planned(1)],
      begin(plan, key) {
        sent.push(`${plan.id} ${key}`);
        if (plan.id === 'plan-1') throw refusal('OBS_CONTROL_STALE', 'the plan is older than two minutes');
        return Promise.resolve(executionOf({ id: `exec of ${plan.target}` }));
      },
      replan: () => Promise.resolve(planOf({ id: 'plan-new', target: target(1) })),
    });
    await settle();
    expect(states()).toEqual(['running']);
    expect(sent).toEqual(['plan-1 bulk-r1-1.1', 'plan-new bulk-r1-1.1']);
    await end(1);
    await done;
  });

  it('does not begin what somebody did not confirm: other steps end the run', async () => {
    const { run, done, states } = start({
      begin: () => Promise.reject(refusal('OBS_CONTROL_STALE', 'the cluster has changed since')),
      replan: () => Promise.resolve(planOf({ hash: 'b'.repeat(64) })),
    });
    await done;
    expect(states()).toEqual(['failed', 'not_begun', 'not_begun']);
    expect(run.progress[0].note).toContain('Other steps would be needed');
  });

  it('asks again with the same key when an answer is lost, and not when it is refused', async () => {
    const keys: string[] = [];
    const lost = start({
      items: [planned(1)],
      begin(_plan, key) {
        keys.push(key);
        return keys.length < 3
          ? Promise.reject(new TypeError('Failed to fetch'))
          : Promise.resolve(executionOf({ id: `exec of ${target(1)}` }));
      },
    });
    await settle();
    await lost.end(1);
    await lost.done;
    expect(keys).toEqual(['bulk-r1-1.1', 'bulk-r1-1.1', 'bulk-r1-1.1']);
    let tries = 0;
    const refused = start({
      begin() {
        tries++;
        return Promise.reject(refusal('OBS_CONTROL_BUSY', 'it is busy'));
      },
    });
    await refused.done;
    expect(tries).toBe(1);
    expect(refused.states()).toEqual(['failed', 'not_begun', 'not_begun']);
  });

  it('stops those that run and begins none further; what cannot be stopped is said', async () => {
    const { run, done, end, states, stopped } = start({ atOnce: 2 });
    await settle();
    expect(await run.stopAll()).toEqual([]);
    expect(stopped).toHaveLength(2);
    await end(1, { state: 'stopped', result: 'stopped by ann' });
    await end(2);
    await done;
    expect(states()).toEqual(['failed', 'succeeded', 'not_begun']);
    const stubborn = start({ stop: () => Promise.reject(new Error('the disk is full')) });
    await settle();
    expect(await stubborn.run.stopAll()).toEqual(['broker on host-1: the disk is full']);
  });

  it('sees an end that was told before the answer to its beginning', async () => {
    let answer: (execution: Execution) => void = () => undefined;
    const { run, done, states } = start({
      items: [planned(1)],
      begin: () => new Promise((resolve) => (answer = resolve)),
    });
    await settle();
    const end = ended({ id: 'e1', target: target(1) });
    run.told(end);
    answer(executionOf({ id: 'e1', target: target(1) }));
    await settle();
    // The page tells of all executions again after each step of the run.
    run.told(end);
    await done;
    expect(states()).toEqual(['succeeded']);
  });
});

describe('plans shown as one', () => {
  it('adds what they touch, and cannot know what one of them does not know', () => {
    const item = (count: number | null) => ({
      kind: 'clients_reconnect',
      count,
      sentence: 'clients reconnect',
      certainty: count === null ? ('unknown' as const) : ('measured' as const),
      examples: [],
    });
    const sum = (...counts: (number | null)[]) =>
      sumBlast(counts.map((count, index) => planOf({ target: target(index), blast: [item(count)] })))[0];
    expect(sum(3)).toEqual(item(3));
    expect(sum(3, 4)).toMatchObject({ count: 7, certainty: 'measured' });
    expect(sum(3, 4).sentence).toContain('at most, over 2 services');
    expect(sum(3, null)).toMatchObject({ count: null, certainty: 'unknown' });
  });

  it('is as sure as the least sure of them, and never counts less than any of them (property)', () => {
    const blast = fc.record({
      kind: fc.constantFrom('a', 'b'),
      count: fc.option(fc.nat(1000), { nil: null }),
      sentence: fc.constantFrom('x', 'y'),
      certainty: fc.constantFrom('measured' as const, 'estimate' as const, 'unknown' as const),
      examples: fc.array(fc.constantFrom('p', 'q'), { maxLength: 2 }),
    });
    fc.assert(
      fc.property(fc.array(fc.array(blast, { maxLength: 3 }), { minLength: 1, maxLength: 5 }), (all) => {
        const order = ['measured', 'estimate', 'unknown'];
        const sums = sumBlast(all.map((own, index) => planOf({ target: target(index), blast: own })));
        for (const item of all.flat()) {
          const sum = sums.find(({ kind }) => kind === item.kind);
          expect(order.indexOf(sum?.certainty ?? '')).toBeGreaterThanOrEqual(order.indexOf(item.certainty));
          expect(sum?.count ?? Infinity).toBeGreaterThanOrEqual(item.count ?? 0);
        }
        expect(sums.length).toBe(new Set(all.flat().map(({ kind }) => kind)).size);
      }),
    );
  });

  it('says each finding once, with the services that it is about', () => {
    const finding = { level: 'warning' as const, message: 'It is the only bookie that is up.' };
    expect(sumFindings([1, 2].map((i) => planOf({ target: target(i), findings: [finding] })))).toEqual([
      { level: 'warning', message: 'broker on host-1, broker on host-2: It is the only bookie that is up.' },
    ]);
  });
});

describe('what no single plan sees', () => {
  const brokers = [1, 2, 3].map((i) =>
    serviceOfAgent(`host-${i}`, 'broker', { node: `prod-1/broker/10.0.0.${i}:8080` }),
  );
  const levels = (...args: Parameters<typeof sharedFate>) => sharedFate(...args).map(({ message }) => message);

  it('warns when nothing of a kind would be left', () => {
    expect(levels(brokers, brokers, 'stop', 1)[0]).toContain('all brokers of prod-1');
    expect(levels(brokers, brokers, 'restart', 4)[0]).toContain(
      'All 3 brokers of prod-1 would be down at the same time',
    );
    expect(levels(brokers.slice(0, 2), brokers, 'restart', 2)[0]).toContain('2 of 3 brokers');
  });

  it('is quiet one after the other, but names the operation that watches more', () => {
    const found = levels(brokers, brokers, 'restart', 1);
    expect(found).toEqual([expect.stringContaining('rolling restart of brokers')]);
    expect(levels(brokers, brokers, 'start', 8)).toEqual([]);
    expect(levels([serviceOfAgent('host-1', 'exporter')], brokers, 'stop', 1)).toEqual([]);
  });
});
