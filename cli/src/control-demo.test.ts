/** Control end to end: a demo cluster, a sidecar and the command, over real sockets. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { createDemoCluster, type DemoCluster } from '@observatory/demo';
import { parseConfig } from '@observatory/backend-sidecar/config/index';
import { startSidecar, type Sidecar } from '@observatory/backend-sidecar/main';
import type { AuditList, Execution, OperationList, Plan } from '@observatory/protocol/control';
import { observatory as printed } from './testing/observatory.ts';

const TOKENS = { reader: 'r'.repeat(20), operator: 'o'.repeat(20), admin: 'a'.repeat(20) };
const TOPIC = 'persistent://acme/payments/refunds';

let directory: string;
let demo: DemoCluster;
let sidecar: Sidecar;

const config = () => {
  const nodes = demo.nodes();
  const urls = (kind: string) => nodes.filter((node) => node.kind === kind).map(({ url }) => url);
  return JSON.stringify({
    listen: '127.0.0.1:0',
    storage: { path: path.join(directory, 'data') },
    clusters: [
      {
        name: 'demo-1',
        pulsar: { admin_urls: urls('broker') },
        bookies: nodes.filter(({ kind }) => kind === 'bookie').map(({ id, url }) => ({ [id]: new URL(url).host })),
        budget: { requests_per_minute: 6000 },
      },
    ],
    topology: { interval: '1s' },
    auth: { tokens: Object.entries(TOKENS).map(([role, token]) => ({ role, token, name: `the ${role}` })) },
    control: { mode: 'confirm' },
  });
};

async function call<T>(
  role: keyof typeof TOKENS | undefined,
  resource: string,
  body?: unknown,
): Promise<{ status: number; body: T }> {
  const response = await fetch(`${sidecar.address.url}/api/observatory/v1/${resource}`, {
    headers: {
      ...(role && { authorization: `Bearer ${TOKENS[role]}` }),
      ...(body !== undefined && { 'content-type': 'application/json' }),
    },
    ...(body !== undefined && { method: 'POST', body: JSON.stringify(body) }),
  });
  return { status: response.status, body: (await response.json()) as T };
}

/** Runs the command as the operator, and gives what it printed. */
function observatory(...args: string[]): Promise<string> {
  const tokenFile = path.join(directory, 'operator.token');
  writeFileSync(tokenFile, TOKENS.operator, { mode: 0o600 });
  return printed(...args, '--url', sidecar.address.url, '--token-file', tokenFile);
}

async function ended(id: string): Promise<Execution> {
  for (;;) {
    const { body } = await call<Execution>('reader', `executions/${id}`);
    if (body.endedMs !== undefined) return body;
    await pause(20);
  }
}

beforeAll(async () => {
  directory = mkdtempSync(path.join(tmpdir(), 'observatory-control-'));
  demo = createDemoCluster({ seed: 3, nodes: 12, basePort: 0 });
  await demo.start();
  sidecar = await startSidecar(parseConfig(config(), 'test.yml'));
  await sidecar.settled();
  for (;;) {
    const { status } = await call('reader', 'operations/plan', {
      operation: 'topic-unload',
      target: `demo-1/topic/${TOPIC}`,
    });
    if (status === 200) return;
    await pause(50);
  }
});
afterAll(async () => {
  await sidecar.stop();
  await demo.stop();
  rmSync(directory, { recursive: true });
});

it('unloads a topic: plan, confirmation, execution, verification, audit', async () => {
  const { world } = demo;
  const bundle = world.bundles[world.topics.bundle[world.topicByName.get(TOPIC) ?? -1]];
  const unloadsOf = () => world.brokers.reduce((sum, broker) => sum + broker.unloadedBundles, 0);
  const before = unloadsOf();
  const planned = await call<Plan>('operator', 'operations/plan', {
    operation: 'topic-unload',
    target: `demo-1/topic/${TOPIC}`,
  });
  expect(planned.body).toMatchObject({
    permission: { allowed: true },
    steps: [{ call: 'PUT /admin/v2/persistent/acme/payments/refunds/unload' }],
    confirmation: { kind: 'dialog' },
  });
  expect(planned.body.blast.map(({ kind }) => kind)).toEqual(['topics_without_owner', 'clients_reconnect']);
  const confirmation = { plan: planned.body.id, hash: planned.body.hash, key: 'unload-refunds-1' };
  const started = await call<Execution>('operator', 'control/executions', confirmation);
  expect(started.status).toBe(200);
  const again = await call<Execution>('operator', 'control/executions', confirmation);
  expect(again.body.id).toBe(started.body.id);
  expect(await ended(started.body.id)).toMatchObject({
    state: 'succeeded',
    verified: true,
    by: { name: 'the operator' },
  });
  expect(unloadsOf()).toBe(before + 1);
  expect(bundle.owner).toBeGreaterThanOrEqual(0);
  const { body: audit } = await call<AuditList>('reader', `audit?execution=${started.body.id}`);
  expect(audit.records.map(({ action, result }) => [action, result.split(':')[0]])).toEqual([
    ['execution_finished', 'succeeded'],
    ['execution_requested', 'requested'],
  ]);
});

it('does the same from the command line', async () => {
  const text = await observatory('control', 'run', 'topic-unload', `demo-1/topic/${TOPIC}`, '--yes');
  expect(text).toMatch(/1\. Unload the topic: PUT/);
  expect(text).toMatch(/succeeded .*Unload persistent/);
  expect(await observatory('control', 'audit', 'verify')).toMatch(/The audit is whole: 4 records/);
});

/** Plans, confirms and waits; the plan must have no blocker. */
async function carryOut(operation: string, target: string, parameters = {}): Promise<Execution> {
  const { body: planned } = await call<Plan>('admin', 'operations/plan', { operation, target, parameters });
  expect([operation, planned.findings?.filter(({ level }) => level === 'blocker'), planned]).toMatchObject([
    operation,
    [],
    {},
  ]);
  const { body } = await call<Execution>('admin', 'admin/executions', {
    plan: planned.id,
    hash: planned.hash,
    key: `test-${operation}-${Math.random()}`,
    ...(planned.confirmation.kind === 'typed' && { confirmation: planned.confirmation.text }),
  });
  return ended(body.id);
}

async function blockersOf(operation: string, target: string, parameters = {}): Promise<string> {
  const { body } = await call<Plan>('admin', 'operations/plan', { operation, target, parameters });
  return body.findings
    .filter(({ level }) => level === 'blocker')
    .map(({ message }) => message)
    .join(' ');
}

it('stops, starts and restarts a function, and one instance', async () => {
  const fn = demo.world.functions[0];
  const target = `demo-1/function/${fn.tenant}/${fn.namespace}/${fn.name}`;
  expect(await carryOut('function-stop', target)).toMatchObject({ state: 'succeeded', verified: true });
  expect(fn.instances.map(({ running }) => running)).not.toContain(true);
  expect(await blockersOf('function-stop', target)).toMatch(/None of its instances runs/);
  expect(await carryOut('function-start', target)).toMatchObject({ state: 'succeeded', verified: true });
  expect(await carryOut('function-restart', target)).toMatchObject({ state: 'succeeded' });
  const instance = `demo-1/function_instance/${fn.tenant}/${fn.namespace}/${fn.name}:0`;
  expect(await carryOut('function-restart', instance)).toMatchObject({
    state: 'succeeded',
    steps: [{ call: expect.stringContaining('/0/restart') }],
  });
});

it('skips, clears and resets a subscription, with its name typed', async () => {
  const { world } = demo;
  const { body } = await call<{ subscriptions: { topic: string; name: string }[] }>('reader', 'subscriptions?limit=1');
  const [{ topic, name }] = body.subscriptions;
  const target = `demo-1/subscription/${topic}#${encodeURIComponent(name)}`;
  const row = world.topicByName.get(topic) ?? -1;
  const sub = Array.from(
    { length: world.topics.subTo[row] - world.topics.subFrom[row] },
    (_, i) => world.topics.subFrom[row] + i,
  ).find((each) => world.subs.names[each] === name);
  if (sub === undefined) throw new Error('the demo has no such subscription');
  world.subs.backlog[sub] = 5_000_000;
  expect(await carryOut('subscription-skip', target, { count: 1_000_000 })).toMatchObject({ state: 'succeeded' });
  expect(world.subs.backlog[sub]).toBeLessThan(4_500_000);
  expect(await carryOut('subscription-clear', target)).toMatchObject({
    state: 'succeeded',
    blast: [{ kind: 'messages_skipped', certainty: 'measured' }],
  });
  expect(world.subs.backlog[sub]).toBeLessThan(1_000_000);
  const time = new Date(world.nowMs - 60_000).toISOString();
  expect(await carryOut('subscription-reset', target, { time })).toMatchObject({ state: 'succeeded' });
  expect(await blockersOf('subscription-reset', target, { time: '2999-01-01T00:00:00Z' })).toMatch(/has not come/);
});

it('moves a bundle to a named broker', async () => {
  const { world } = demo;
  const bundle = world.bundles[world.topics.bundle[world.topicByName.get(TOPIC) ?? -1]];
  const destination = world.brokers.find(({ index, up }) => up && index !== bundle.owner)?.id ?? '';
  const hex = (value: number) => `0x${value.toString(16).padStart(8, '0')}`;
  const target = `demo-1/bundle/acme/payments/${hex(bundle.low)}_${hex(bundle.high)}`;
  expect(await carryOut('bundle-unload', target, { destination })).toMatchObject({
    state: 'succeeded',
    verified: true,
  });
  expect(world.brokers[bundle.owner].id).toBe(destination);
  expect(await blockersOf('bundle-unload', target, { destination: 'nobody:1' })).toMatch(/no live broker/);
});

it('changes bookies and autorecovery, and refuses what would stop all writes', async () => {
  const { world } = demo;
  const target = (i: number) => `demo-1/bookie/${world.bookies[i].id}`;
  expect(await carryOut('bookie-gc', target(0))).toMatchObject({ state: 'succeeded' });
  expect(await carryOut('bookie-read-only', target(0))).toMatchObject({ state: 'succeeded', verified: true });
  expect(world.bookies[0].readOnly).toBe(true);
  for (const other of [2, 3]) Object.assign(world.bookies[other], { readOnly: true, forcedReadOnly: true });
  expect(await blockersOf('bookie-read-only', target(1))).toMatch(/all writes would wait/);
  for (const other of [2, 3]) Object.assign(world.bookies[other], { readOnly: false, forcedReadOnly: false });
  expect(await carryOut('bookie-writable', target(0))).toMatchObject({ state: 'succeeded', verified: true });
  expect(await carryOut('autorecovery-off', 'demo-1/cluster/demo-1')).toMatchObject({
    state: 'succeeded',
    verified: true,
  });
  expect(world.autorecovery).toBe(false);
  expect(await carryOut('autorecovery-on', 'demo-1/cluster/demo-1')).toMatchObject({
    state: 'succeeded',
    verified: true,
  });
});

it('sets dynamic configuration, and catches what Pulsar would store and not use', async () => {
  const target = 'demo-1/cluster/demo-1';
  const name = 'maxUnackedMessagesPerConsumer';
  expect(await carryOut('dynamic-config-set', target, { name, value: '1000' })).toMatchObject({
    state: 'succeeded',
    verified: true,
  });
  expect(await blockersOf('dynamic-config-set', target, { name, value: 'abc' })).toMatch(/whole number/);
  expect(await blockersOf('dynamic-config-set', target, { name: 'bindAddress', value: '0.0.0.0' })).toMatch(
    /not dynamic/,
  );
  expect(await carryOut('dynamic-config-delete', target, { name })).toMatchObject({
    state: 'succeeded',
    verified: true,
  });
  const { status } = await call('admin', 'operations/plan', {
    operation: 'dynamic-config-set',
    target,
    parameters: { name: '../../../admin/v2/tenants', value: 'x' },
  });
  expect(status).toBe(400);
});

it('rebalances and drains function workers, and drains a broker at last', async () => {
  const { world } = demo;
  expect(await carryOut('worker-rebalance', 'demo-1/cluster/demo-1')).toMatchObject({ state: 'succeeded' });
  const broker = world.brokers[2];
  const drained = await carryOut('broker-drain', `demo-1/broker/${broker.id}`, { bundles_per_second: 50 });
  expect(drained).toMatchObject({ state: 'succeeded' });
  expect(broker.up).toBe(false);
});

it('refuses names that are not there, whatever they say', async () => {
  for (const target of [
    'demo-1/topic/persistent://acme/payments/..',
    'demo-1/topic/../../brokers',
    'demo-1/bookie/../x',
    'other/broker/x',
  ])
    expect((await call('admin', 'operations/plan', { operation: 'topic-unload', target })).status).toBe(404);
  expect(
    (await call('admin', 'operations/plan', { operation: 'ledger-delete', target: 'demo-1/cluster/demo-1' })).status,
  ).toBe(404);
});

it('shows a reader everything, and lets them do nothing', async () => {
  const { body } = await call<OperationList>('reader', 'operations');
  expect(body.operations.every(({ permission }) => !permission.allowed && permission.reason !== '')).toBe(true);
  const planned = await call<Plan>('reader', 'operations/plan', {
    operation: 'topic-unload',
    target: `demo-1/topic/${TOPIC}`,
  });
  expect(planned.body.permission).toMatchObject({ allowed: false, reason: expect.stringContaining('operator') });
  const { id: plan, hash } = planned.body;
  for (const resource of ['control/executions', 'admin/executions'])
    expect((await call('reader', resource, { plan, hash, key: 'reader-tries' })).status).toBe(403);
  expect((await call('operator', 'control/executions', { plan, hash, key: 'readers-plan' })).status).toBe(404);
});

it('refuses a viewer, and nobody, at every route that changes something, without effect', async () => {
  const { body: document } = await call<{ paths: Record<string, Record<string, unknown>> }>('reader', 'openapi.json');
  const prefix = '/api/observatory/v1/';
  const routes = Object.entries(document.paths).flatMap(([route, methods]) =>
    Object.keys(methods).map((method) => ({ method: method.toUpperCase(), route })),
  );
  const changing = routes.filter(({ route }) => /^(\/api\/observatory\/v1)?\/(control|admin)\//.test(route));
  expect(changing.length).toBeGreaterThan(8);
  const before = await call<AuditList>('reader', 'audit?limit=1');
  for (const { method, route } of changing) {
    const url = `${sidecar.address.url}${route.startsWith('/api') ? '' : prefix.slice(0, -1)}${route.replace(/\{\w+\}/g, 'x')}`;
    for (const [token, status] of [
      [TOKENS.reader, 403],
      ['', 401],
    ] as const) {
      const headers = {
        ...(token !== '' && { authorization: `Bearer ${token}` }),
        'content-type': 'application/json',
        // Says who one is, never what one may do.
        'x-grafana-id': 'eyJhbGciOiJub25lIn0.eyJzdWIiOiJ1c2VyOjEiLCJyb2xlIjoiQWRtaW4ifQ.',
      };
      const response = await fetch(url, { method, headers, ...(method !== 'GET' && { body: '{}' }) });
      expect([method, route, response.status]).toEqual([method, route, status]);
    }
  }
  expect((await call<AuditList>('reader', 'audit?limit=1')).body.total).toBe(before.body.total);
});

it('refuses replayed, changed and unconfirmed plans, and records each refusal', async () => {
  const target = `demo-1/topic/${TOPIC}`;
  const { body: planned } = await call<Plan>('operator', 'operations/plan', { operation: 'topic-unload', target });
  const confirm = (changes: object) =>
    call<{ error?: { code: string }; id?: string }>('operator', 'control/executions', {
      plan: planned.id,
      hash: planned.hash,
      key: 'replay-key-0001',
      ...changes,
    });
  expect((await confirm({ hash: 'f'.repeat(64) })).body.error?.code).toBe('OBS_CONTROL_STALE');
  const { body } = await confirm({});
  await ended(body.id ?? '');
  expect((await confirm({})).body.id).toBe(body.id);
  expect((await confirm({ key: 'replay-key-0002' })).body.error?.code).toBe('OBS_CONTROL_PLAN');
  const { world } = demo;
  const dangerous = await call<Plan>('operator', 'operations/plan', {
    operation: 'broker-drain',
    target: `demo-1/broker/${world.brokers[0].id}`,
  });
  const untyped = { plan: dangerous.body.id, hash: dangerous.body.hash, key: 'untyped-key-01', confirmation: 'yes' };
  expect((await call('operator', 'control/executions', untyped)).status).toBe(400);
  expect(world.brokers[0].up).toBe(true);
  const { body: audit } = await call<AuditList>('reader', 'audit?action=execution_refused&limit=3');
  expect(audit.records.map(({ result }) => result.split(':')[0])).toEqual([
    'OBS_CONTROL_CONFIRMATION',
    'OBS_CONTROL_PLAN',
    'OBS_CONTROL_STALE',
  ]);
});
