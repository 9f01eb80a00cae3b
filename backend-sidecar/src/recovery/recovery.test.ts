/** From an alert to what was done, on virtual time. */
import { rmSync } from 'node:fs';
import type { RecoveryRun } from '@observatory/protocol/recovery';
import { Labels } from '../model/labels.ts';
import type { QueryValue } from '../storage.ts';
import type { Recovery } from './recovery.ts';
import { ADA, agent, settingsOf, START_MS, World } from './testing/recovery-rig.ts';

const GC = { metric: 'node.disk_usage_percent', operator: '>=', threshold: 90, duration_minutes: 2, action: 'run_gc' };
const CLEAN = { ...GC, action: 'clean' };
const COMMAND = { command: 'clean-disk', args: ['{node_id}', '--why={details}'] };

let world: World;
let recovery: Recovery;

async function start(monitoring: object): Promise<void> {
  recovery = world.recovery(monitoring);
  await recovery.start();
}

/** What was set off, newest first, without what time stamps and ids there are. */
const runs = (): Pick<RecoveryRun, 'alert' | 'action' | 'node' | 'outcome'>[] =>
  recovery.status().runs.map(({ alert, action, node, outcome }) => ({ alert, action, node, outcome }));
const outcomes = (): string[] => runs().map(({ outcome }) => outcome);

beforeEach(() => {
  world = new World();
});
afterEach(async () => {
  await recovery.stop();
  rmSync(world.directory, { recursive: true, force: true });
});

it('sets a method off once, when the disk was full for its time, as automation, audited, told', async () => {
  await start({ alerts: [GC] });
  world.disks['c/bookie/k1'] = 93;
  await world.pass(recovery, 2);
  expect(recovery.status().alerts[0].nodes).toEqual([
    { node: 'c/bookie/k1', state: 'pending', value: 93, sinceMs: START_MS + 60_000 },
  ]);
  await world.pass(recovery, 30);
  expect(runs()).toEqual([
    { alert: 'node.disk_usage_percent >= 90', action: 'run_gc', node: 'c/bookie/k1', outcome: 'done' },
  ]);
  expect([...world.operations.values()]).toEqual([{ operation: 'bookie-gc', target: 'c/bookie/k1' }]);
  expect(world.audit.map(({ action, actor, result }) => [action, actor.via, result])).toEqual([
    ['recovery', 'automation', 'requested'],
    ['recovery', 'automation', 'done: it: verified'],
  ]);
  expect(world.events).toEqual([
    expect.objectContaining({ type: 'control_action', severity: 'info', node: 'c/bookie/k1', cluster: 'c' }),
  ]);
  expect(world.told.map((run) => run?.outcome)).toEqual(['running', 'done']);
  expect(world.samples.map(([, value]) => value)).toContain(93);
});

it('the next time it fires is another run; the cool-down makes it wait', async () => {
  await start({ alerts: [GC], recovery_actions: { run_gc: { method: 'bookie-gc', cooldown_minutes: 60 } } });
  world.disks['c/bookie/k1'] = 93;
  await world.pass(recovery, 4);
  world.disks['c/bookie/k1'] = 50;
  await world.pass(recovery, 2);
  world.disks['c/bookie/k1'] = 95;
  await world.pass(recovery, 4);
  expect(outcomes()).toEqual(['cooling_down', 'done']);
  expect(recovery.status().runs[0].detail).toContain('not again until 2026-11-22T01:03');
  await world.pass(recovery, 60);
  expect(outcomes()).toEqual(['done', 'done']);
  expect(world.operations.size).toBe(2);
});

it('what is over before the cool-down is over is not made up for', async () => {
  await start({ alerts: [{ ...GC, duration_minutes: 0 }] });
  for (const percent of [93, 50, 93, 50]) {
    world.disks['c/bookie/k1'] = percent;
    await world.pass(recovery, 1);
  }
  await world.pass(recovery, 60);
  expect(outcomes()).toEqual(['dismissed', 'done']);
});

it('no more runs an hour than allowed, over all nodes; the others follow', async () => {
  const nodes = ['1', '2', '3', '4', '5'].map((id) => `c/bookie/k${id}`);
  world.disks = Object.fromEntries(nodes.map((id) => [id, 99]));
  await start({ alerts: [GC], recovery_actions: { run_gc: { method: 'bookie-gc', runs_per_hour: 2 } } });
  await world.pass(recovery, 4);
  expect(outcomes().sort()).toEqual(['done', 'done', 'too_many', 'too_many', 'too_many']);
  await world.pass(recovery, 60);
  expect(world.operations.size).toBe(4);
  await world.pass(recovery, 60);
  expect(new Set([...world.operations.values()].map(({ target }) => target)).size).toBe(5);
});

it('a dry run says what it would do and does nothing', async () => {
  await start({ alerts: [GC], recovery_actions: { run_gc: { method: 'bookie-gc', dry_run: true } } });
  world.disks['c/bookie/k1'] = 93;
  world.refusal = 'no policy allows this to automation';
  await world.pass(recovery, 5);
  expect(outcomes()).toEqual(['dry_run']);
  expect(recovery.status().runs[0].detail).toBe(
    'Would do bookie-gc of c/bookie/k1. It would be refused: no policy allows this to automation',
  );
  expect(world.operations.size).toBe(0);
  expect(world.events).toEqual([expect.objectContaining({ type: 'recovery_action' })]);
});

it("a command runs on the node's agent, with its arguments filled in", async () => {
  await start({ alerts: [CLEAN], recovery_actions: { clean: COMMAND } });
  world.disks['c/bookie/k1'] = 93;
  await world.pass(recovery, 4);
  const [program] = [...world.programs.values()];
  expect(program).toMatchObject({
    command: 'clean-disk',
    args: ['c/bookie/k1', expect.stringMatching(/^--why=\{/) as string],
  });
  expect(JSON.parse(program.args[1].slice('--why='.length))).toEqual({
    alert: 'node.disk_usage_percent >= 90',
    node_id: 'c/bookie/k1',
    metric: 'node.disk_usage_percent',
    operator: '>=',
    threshold: 90,
    value: 93,
    severity: 'warning',
    firing_since: expect.stringMatching(/^2026-11-22T00:03:0/) as string,
  });
  expect(recovery.status().runs[0]).toMatchObject({ outcome: 'done', detail: 'ok' });
});

it.each<[string, (world: World) => void, string]>([
  ['read-only', (it) => (it.readOnly = true), 'read-only'],
  ['no agent beside the node', (it) => (it.agents = []), 'no agent says that it runs beside'],
  ['two agents', (it) => it.agents.push(agent('host-2', ['c/bookie/k1'])), 'several agents'],
  [
    'an agent without this command',
    (it) => (it.agents = [agent('h', ['c/bookie/k1'], { commands: [] })]),
    'allows no command',
  ],
  ['an agent that is not connected', (it) => (it.connected = false), 'is not connected'],
  ['an audit that cannot be written', (it) => (it.auditWorks = false), 'without an audit record nothing is done'],
])('does nothing with %s', async (_name, change, reason) => {
  await start({ alerts: [CLEAN], recovery_actions: { clean: COMMAND } });
  world.disks['c/bookie/k1'] = 93;
  change(world);
  await world.pass(recovery, 5);
  expect(recovery.status().runs).toEqual([
    expect.objectContaining({ outcome: 'refused', detail: expect.stringContaining(reason) as string }),
  ]);
  expect(world.programs.size).toBe(0);
});

it('the stop switch stops it, and what fired meanwhile is not made up for', async () => {
  await start({ alerts: [GC] });
  world.disks['c/bookie/k1'] = 93;
  world.automation = false;
  await world.pass(recovery, 5);
  world.automation = true;
  await world.pass(recovery, 30);
  expect(outcomes()).toEqual(['switched_off']);
  expect(world.operations.size).toBe(0);
});

it('a broker is drained only when an operator approves', async () => {
  await start({});
  world.states['c/broker/b1'] = 'down';
  await world.pass(recovery, 7);
  expect(runs()).toEqual([
    { alert: 'node.status == Offline', action: 'reallocate', node: 'c/broker/b1', outcome: 'awaiting_approval' },
  ]);
  const [{ id }] = recovery.status().runs;
  await expect(recovery.approve('nothing', ADA)).rejects.toMatchObject({ code: 'OBS_RECOVERY_RUN' });
  world.auditWorks = false;
  await expect(recovery.approve(id, ADA)).rejects.toMatchObject({ code: 'OBS_CONTROL_AUDIT' });
  expect(outcomes()).toEqual(['awaiting_approval']);
  world.auditWorks = true;
  const both = await Promise.allSettled([recovery.approve(id, ADA), recovery.approve(id, ADA)]);
  expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  await recovery.settled();
  expect(recovery.status().runs[0]).toMatchObject({ outcome: 'done', approvedBy: 'ada' });
  expect(world.operations.size).toBe(1);
  expect(world.audit.map(({ actor, result }) => [actor.name, result])).toContainEqual(['ada', 'approved']);
  await expect(recovery.approve(id, ADA)).rejects.toMatchObject({ code: 'OBS_RECOVERY_STATE' });
});

it.each<[string, () => Promise<unknown>]>([
  ['somebody dismisses it', () => recovery.dismiss(recovery.status().runs[0].id, ADA)],
  [
    'the alert is over',
    () => {
      world.states['c/broker/b1'] = 'up';
      return world.pass(recovery, 1);
    },
  ],
  ['nobody looks for an hour', () => world.pass(recovery, 61)],
])('what waits for approval is dismissed when %s', async (_name, change) => {
  await start({});
  world.states['c/broker/b1'] = 'down';
  await world.pass(recovery, 7);
  await change();
  await world.pass(recovery, 1);
  expect(outcomes()).toEqual(['dismissed']);
  expect(world.operations.size).toBe(0);
});

it('watches the kinds of nodes that the operation is for, those that are named, and no others', async () => {
  await start({
    alerts: [
      { ...GC, duration_minutes: 0, threshold: 10 },
      { ...GC, name: 'every kind', threshold: 10, kinds: ['broker', 'host'], duration_minutes: 0 },
      { ...GC, name: 'one node', threshold: 10, nodes: ['c/bookie/k2*'], duration_minutes: 0, action: '' },
    ],
  });
  world.disks = { 'c/bookie/k1': 20, 'c/bookie/k2': 20 };
  const summary = { diskPercent: 30 } as unknown as NonNullable<(typeof world.agents)[number]['summary']>;
  world.agents = [agent('alone', [], { summary }), agent('with-broker', ['c/broker/b1'], { summary })];
  await world.pass(recovery, 1);
  const [first, every, one] = recovery
    .status()
    .alerts.map(({ nodes }) => nodes.map(({ node, value }) => [node, value]));
  expect(first).toEqual([
    ['c/bookie/k1', 20],
    ['c/bookie/k2', 20],
  ]);
  expect(every).toEqual([
    ['alone', 30],
    ['c/broker/b1', 30],
    ['c/broker/b2', null],
  ]);
  expect(one).toEqual([['c/bookie/k2', 20]]);
});

it('follows PromQL whose series name their nodes, and says what it cannot', async () => {
  const series = (labels: Record<string, string>, value: number) => ({ labels: Labels.fromObject(labels), value });
  let value: QueryValue = {
    resultType: 'vector',
    timestampMs: 0,
    series: [
      series({ instance: 'b1', cluster: 'c', pool: 'old' }, 95),
      series({ instance: 'b1', cluster: 'c', pool: 'eden' }, 10),
      series({ node_id: 'c/bookie/k1' }, 20),
      series({ instance: 'elsewhere' }, 99),
    ],
  };
  const stats = { samples: 0, series: 0, peakSamples: 0, timings: { evalMs: 0, queueMs: 0, totalMs: 0 } };
  world.promql = { ...world.promql, instant: () => Promise.resolve({ value, warnings: [], infos: [], stats }) };
  await start({ alerts: [{ metric: '100 * jvm_used / jvm_max', threshold: 90, duration_minutes: 0 }] });
  await world.pass(recovery, 1);
  const [alert] = recovery.status().alerts;
  expect(alert.nodes.map(({ node, state, value: shown }) => [node, state, shown])).toEqual([
    ['c/broker/b1', 'firing', 95],
    ['c/bookie/k1', 'ok', 20],
  ]);
  expect(alert.problem).toContain('1 series name no node');
  value = { resultType: 'scalar', timestampMs: 0, value: 1 };
  await world.pass(recovery, 1);
  expect(recovery.status().alerts[0].problem).toContain('it gives a scalar');
});

it('keeps its name when a node leaves the topology, which is when it matters', async () => {
  world.states = { 'c/bookie/10.0.0.1:8000': 'up' };
  recovery = world.recovery({
    alerts: [{ metric: 'node.status', operator: '==', threshold: 'Offline', duration_minutes: 1 }],
  });
  await recovery.start();
  await world.pass(recovery, 1);
  world.states = { 'c/bookie/10.0.0.1:8000': 'gone' };
  await world.pass(recovery, 3);
  expect(recovery.status().alerts[0].nodes[0]).toMatchObject({ state: 'firing', value: 'Offline' });
});

it('goes on after a restart: firing stays firing, pending does not pend for the time that nobody looked', async () => {
  await start({ alerts: [GC, { ...GC, name: 'slow', duration_minutes: 30, action: '' }] });
  world.disks['c/bookie/k1'] = 93;
  await world.pass(recovery, 10);
  await recovery.stop();
  await world.clock.advanceBy(6 * 3_600_000);
  await start({ alerts: [GC, { ...GC, name: 'slow', duration_minutes: 30, action: '' }] });
  await world.pass(recovery, 15);
  expect(recovery.status().alerts.map(({ nodes: [{ state }] }) => state)).toEqual(['firing', 'pending']);
  await world.pass(recovery, 10);
  expect(recovery.status().alerts.map(({ nodes: [{ state }] }) => state)).toEqual(['firing', 'firing']);
  expect(outcomes()).toEqual(['done']);
  expect(world.operations.size).toBe(1);
});

it('forgets runs after the history, and never sets them off again', async () => {
  await start({ alerts: [GC], metrics_history_duration_hours: 1 });
  world.disks['c/bookie/k1'] = 93;
  await world.pass(recovery, 70);
  expect(runs()).toEqual([]);
  expect(world.told.at(-1)).toBeUndefined();
  await recovery.stop();
  await start({ alerts: [GC], metrics_history_duration_hours: 1 });
  await world.pass(recovery, 5);
  expect(runs()).toEqual([]);
  expect(world.operations.size).toBe(1);
});

it('names what is wrong in the configuration', () => {
  recovery = world.recovery({});
  const problem = (monitoring: object) => {
    try {
      recovery.applyConfig(settingsOf(monitoring));
      return '';
    } catch (error) {
      return (error as Error).message;
    }
  };
  expect(problem({ alerts: [{ metric: 'sum((x', threshold: 1 }] })).toContain(
    'alerts[0].metric: it is no node. metric, and no PromQL',
  );
  expect(problem({ recovery_actions: { x: { method: 'reboot' } } })).toContain(
    'recovery_actions.x.method: there is no operation reboot',
  );
  expect(problem({ recovery_actions: { x: { method: 'broker-drain', args: ['force=true'] } } })).toContain(
    'broker-drain has no parameter force',
  );
  expect(problem({ alerts: [{ metric: 'node.disk_usage_percen', threshold: 1 }] })).toContain(
    'did you mean node.disk_usage_percent',
  );
  expect(problem({ alerts: [{ metric: 'node.status', threshold: 'Down', operator: '==' }] })).toContain(
    'must be one of Online',
  );
  expect(problem({ alerts: [{ metric: 'node.cpu_usage_percent', threshold: 'high' }] })).toContain(
    'so must the threshold be',
  );
  expect(problem({ alerts: [{ metric: 'up', threshold: 1, action: 'run_gx' }] })).toContain('did you mean run_gc');
  expect(problem({ recovery_actions: { x: { script: '../evil' } } })).toContain('is a file below scripts_directory');
  expect(problem({ recovery_actions: { x: { script: 'a', command: 'b' } } })).toContain(
    'needs one of command, method, script',
  );
  expect(problem({ alerts: [GC, GC] })).toContain('is the name of another alert too');
});
