/** Control end to end: a demo cluster, a sidecar and the command, over real sockets. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { jest } from '@jest/globals';
import { createDemoCluster, type DemoCluster } from '@observatory/demo';
import { parseConfig } from '@observatory/backend-sidecar/config/index';
import { startSidecar, type Sidecar } from '@observatory/backend-sidecar/main';
import type { AuditList, Execution, OperationList, Plan } from '@observatory/protocol/control';
import { program } from './program.ts';

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

/** Runs the command and gives what it printed. */
async function observatory(...args: string[]): Promise<string> {
  const printed: string[] = [];
  const log = jest.spyOn(console, 'log').mockImplementation((text: string) => void printed.push(text));
  try {
    const tokenFile = path.join(directory, 'operator.token');
    writeFileSync(tokenFile, TOKENS.operator, { mode: 0o600 });
    await program().parseAsync([
      'node',
      'observatory',
      ...args,
      '--url',
      sidecar.address.url,
      '--token-file',
      tokenFile,
    ]);
  } finally {
    log.mockRestore();
  }
  return printed.join('\n');
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
  demo = createDemoCluster({ seed: 3, nodes: 3, basePort: 0 });
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
