/** Alerts with recovery end to end: a demo cluster, a sidecar, a real agent, both webhooks and the command. */
import { generateKeyPairSync, sign } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { setTimeout as pause } from 'node:timers/promises';
import { parseConfig } from '@observatory/backend-sidecar/config/index';
import { startSidecar, type Sidecar } from '@observatory/backend-sidecar/main';
import { silentLogger } from '@observatory/backend-sidecar/util/logger';
import { createDemoCluster, type DemoCluster } from '@observatory/demo';
import type { AuditList, AuditVerification } from '@observatory/protocol/control';
import type { EventList } from '@observatory/protocol/events';
import type { RecoveryRun, RecoveryRuns, RecoveryStatus } from '@observatory/protocol/recovery';
import { parseAgentConfig, startAgent, type Agent } from '@observatory/worker-agent';
import { observatory as printed } from './testing/observatory.ts';

const TOKENS = { reader: 'r'.repeat(20), operator: 'o'.repeat(20), admin: 'a'.repeat(20) };
const PAYLOADS = fileURLToPath(new URL('../../backend-sidecar/src/recovery/webhooks/testdata', import.meta.url));

const issuer = generateKeyPairSync('ed25519');

let directory: string;
let demo: DemoCluster;
let sidecar: Sidecar;
let agent: Agent;
let bookie: { id: string; address: string };
let broker: string;
let secondBroker: string;

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
        scrape_interval: '60s',
      },
    ],
    topology: { interval: '1s' },
    auth: {
      tokens: Object.entries(TOKENS).map(([role, token]) => ({ role, token, name: `the ${role}` })),
      jwt: {
        issuer: 'https://id.example',
        audience: 'observatory',
        public_key_file: path.join(directory, 'issuer.pem'),
      },
    },
    control: { mode: 'confirm', policies: [{ operations: ['bookie-gc', 'broker-drain'], automation: true }] },
    cluster: {
      monitoring: {
        enabled: true,
        collection_interval_seconds: 1,
        // One bookie, whose disk is used at all: what a full one does, without waiting for one.
        alerts: [
          {
            name: 'disk',
            metric: 'node.disk_usage_percent',
            threshold: 0,
            duration_minutes: 0,
            action: 'run_gc',
            nodes: [bookie.id],
          },
        ],
        recovery_actions: { note: { command: 'note', args: ['{node_id}', '{details}'], cooldown_minutes: 0 } },
      },
    },
  });
};

async function call<T>(
  role: keyof typeof TOKENS,
  resource: string,
  body?: unknown,
): Promise<{ status: number; body: T }> {
  const response = await fetch(`${sidecar.address.url}/api/observatory/v1/${resource}`, {
    headers: {
      authorization: `Bearer ${TOKENS[role]}`,
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

async function eventually<T>(read: () => Promise<T>, fits: (value: T) => boolean): Promise<T> {
  for (;;) {
    const value = await read();
    if (fits(value)) return value;
    await pause(50);
  }
}

/** The newest run of an action, once it has ended or waits. */
async function runOf(action: string): Promise<RecoveryRun> {
  const isThere = (run: RecoveryRun | undefined) => run !== undefined && run.outcome !== 'running';
  const read = async () =>
    (await call<RecoveryStatus>('reader', 'recovery')).body.runs.find((run) => run.action === action);
  return (await eventually(read, isThere)) as RecoveryRun;
}

/** A recorded delivery, about this node and action. */
function payload(name: string, action: string, labels: Record<string, string>, startsAt: string): { alerts: object[] } {
  const sent = JSON.parse(readFileSync(path.join(PAYLOADS, name), 'utf8')) as { alerts: Record<string, object>[] };
  const [first] = sent.alerts;
  return { ...sent, alerts: [{ ...first, startsAt, labels: { ...first.labels, recovery_action: action, ...labels } }] };
}

/** A JSON Web Token of our issuer that is valid for five minutes. */
function signedToken(claims: object): string {
  const iat = Math.floor(Date.now() / 1000);
  const text = [{ alg: 'EdDSA' }, { ...claims, iat, exp: iat + 300 }]
    .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
    .join('.');
  return `${text}.${sign(null, Buffer.from(text), issuer.privateKey).toString('base64url')}`;
}

const noteFile = () => path.join(directory, 'noted');
const noted = (): string[][] =>
  existsSync(noteFile())
    ? readFileSync(noteFile(), 'utf8')
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as string[])
    : [];

beforeAll(async () => {
  directory = mkdtempSync(path.join(tmpdir(), 'observatory-recovery-'));
  demo = createDemoCluster({ seed: 3, nodes: 12, basePort: 0 });
  await demo.start();
  const found = demo.nodes().find(({ kind }) => kind === 'bookie');
  if (!found) throw new Error('the demo has no bookie');
  bookie = { id: `demo-1/bookie/${found.id}`, address: new URL(found.url).host };
  [, secondBroker, broker] = demo.world.brokers.map(({ id }) => `demo-1/broker/${id}`);
  writeFileSync(path.join(directory, 'issuer.pem'), issuer.publicKey.export({ type: 'spki', format: 'pem' }));
  sidecar = await startSidecar(parseConfig(config(), 'test.yml'));
  const { body } = await call<{ token: string }>('admin', 'admin/agents/tokens', {});
  writeFileSync(path.join(directory, 'agent.token'), body.token);
  writeFileSync(
    path.join(directory, 'note.mjs'),
    "import { appendFileSync } from 'node:fs';\nappendFileSync(process.argv[2], `${JSON.stringify(process.argv.slice(3))}\\n`);\nconsole.log('noted');\n",
  );
  const agentConfig = {
    agent: 'host-1',
    cluster: 'demo-1',
    url: sidecar.address.url,
    data: 'agent',
    token_file: 'agent.token',
    // Says that this bookie runs on the agent's host.
    supervised: [{ name: 'bookie', command: [process.execPath, '-e', 'setInterval(() => {}, 1000)'], node: bookie.id }],
    commands: [{ name: 'note', command: [process.execPath, path.join(directory, 'note.mjs'), noteFile()] }],
  };
  agent = await startAgent(parseAgentConfig(JSON.stringify(agentConfig), directory), {
    logger: silentLogger,
    retryMs: { first: 10, most: 50 },
    pollServicesMs: 100,
  });
  await eventually(
    async () => (await call<{ agents: { nodes: string[] }[] }>('reader', 'agents')).body,
    ({ agents }) => agents.some(({ nodes }) => nodes.includes(bookie.id)),
  );
});
afterAll(async () => {
  await agent.stop();
  await sidecar.stop();
  await demo.stop();
  rmSync(directory, { recursive: true });
});

it('a full disk runs the garbage collection of its bookie, as an operation of automation, once', async () => {
  const run = await runOf('run_gc');
  expect(run).toMatchObject({ alert: 'disk', node: bookie.id, outcome: 'done' });
  const { body: executed } = await call<{ state: string; by: object; verified: boolean }>(
    'reader',
    `executions/${run.execution}`,
  );
  expect(executed).toMatchObject({ state: 'succeeded', by: { name: 'recovery: disk', via: 'automation' } });
  const { body: audit } = await call<AuditList>('reader', 'audit?action=recovery');
  expect(audit.records.map(({ result }) => result.split(':')[0])).toEqual(['done', 'requested']);
  const { body: events } = await call<EventList>('reader', 'events?types=control_action');
  expect(events.events).toEqual([expect.objectContaining({ node: bookie.id, type: 'control_action' })]);
});

it.each([
  ['alertmanager', 'alertmanager-firing.json'],
  ['grafana', 'grafana-firing.json'],
])("%s sets an agent's command off, once for each begin, however often it is delivered", async (sender, file) => {
  const before = noted().length;
  const started = new Date().toISOString();
  const labels = { instance: bookie.address, cluster: 'demo-1' };
  const body = payload(file, 'note', labels, started);
  const first = await call<RecoveryRuns>('operator', `control/webhooks/${sender}`, body);
  expect(first).toMatchObject({ status: 200, body: { runs: [{ action: 'note', node: bookie.id }] } });
  const again = await Promise.all(
    [1, 2, 3].map(() => call<RecoveryRuns>('operator', `control/webhooks/${sender}`, body)),
  );
  for (const each of again) expect(each.body.runs[0].id).toBe(first.body.runs[0].id);
  const status = async () => (await call<RecoveryStatus>('reader', 'recovery')).body.runs;
  const run = await eventually(
    async () => (await status()).find(({ id }) => id === first.body.runs[0].id),
    (found) => found?.outcome !== 'running',
  );
  expect(run).toMatchObject({ outcome: 'done', detail: 'noted' });
  expect(noted()).toHaveLength(before + 1);
  const [node, details] = noted()[before];
  expect(node).toBe(bookie.id);
  expect(JSON.parse(details)).toMatchObject({ firing_since: started, labels: { recovery_action: 'note' } });
});

it('refuses what is no delivery, or comes from nobody who may', async () => {
  const labels = { instance: bookie.address, cluster: 'demo-1' };
  const good = payload('alertmanager-firing.json', 'note', labels, new Date().toISOString());
  const before = (await call<RecoveryStatus>('reader', 'recovery')).body.runs.length;
  const status = async (role: keyof typeof TOKENS, sender: string, body: unknown) =>
    (await call('reader' === role ? 'reader' : role, `control/webhooks/${sender}`, body)).status;
  expect(await status('reader', 'alertmanager', good)).toBe(403);
  expect(await status('operator', 'grafana', good)).toBe(400);
  expect(await status('operator', 'alertmanager', { ...good, version: '3' })).toBe(400);
  expect(await status('operator', 'alertmanager', { ...good, alerts: [] })).toBe(400);
  expect(
    await status('operator', 'alertmanager', { ...good, alerts: [{ ...good.alerts[0], fingerprint: '../..' }] }),
  ).toBe(400);
  // Told to somebody else: it names no action.
  const silent = payload('alertmanager-firing.json', '', labels, new Date().toISOString());
  expect((await call<RecoveryRuns>('operator', 'control/webhooks/alertmanager', silent)).body.runs).toEqual([]);
  expect((await call<RecoveryStatus>('reader', 'recovery')).body.runs).toHaveLength(before);
});

it('refuses an action or a node that is not there, and says so', async () => {
  const deliver = async (action: string, labels: Record<string, string>) =>
    (
      await call<RecoveryRuns>(
        'operator',
        'control/webhooks/alertmanager',
        payload('alertmanager-firing.json', action, labels, new Date().toISOString()),
      )
    ).body.runs[0];
  expect(await deliver('rm -rf /', { node_id: bookie.id })).toMatchObject({
    outcome: 'refused',
    detail: 'there is no recovery action rm -rf /',
  });
  expect(await deliver('note', { node_id: '--help', instance: '' })).toMatchObject({ outcome: 'refused' });
  expect(await deliver('run_gc', { node_id: broker })).toMatchObject({
    outcome: 'refused',
    detail: expect.stringContaining('is a broker') as string,
  });
});

it('the stop switch stops it', async () => {
  await observatory('control', 'automation', 'off');
  const before = noted().length;
  const body = payload('grafana-firing.json', 'note', { node_id: bookie.id }, new Date().toISOString());
  const { body: answer } = await call<RecoveryRuns>('operator', 'control/webhooks/grafana', body);
  expect(answer.runs).toMatchObject([{ outcome: 'switched_off' }]);
  expect(await observatory('recovery', 'status')).toContain('The stop switch is on');
  await observatory('control', 'automation', 'on');
  expect(noted()).toHaveLength(before);
});

it('drains a broker when an operator approves, from the command', async () => {
  const body = payload('grafana-firing.json', 'reallocate', { node_id: broker }, new Date().toISOString());
  const { body: answer } = await call<RecoveryRuns>('operator', 'control/webhooks/grafana', body);
  expect(answer.runs).toMatchObject([{ outcome: 'awaiting_approval' }]);
  const [{ id }] = answer.runs;
  for (const verb of ['approve', 'dismiss'])
    expect((await call('reader', `control/recovery/${id}/${verb}`, {})).status).toBe(403);
  const text = await observatory('recovery', 'status');
  expect(text).toContain(`awaiting_approval  reallocate of ${broker}`);
  expect(text).toMatch(/firing since .* demo-1\/bookie/);
  expect(await observatory('recovery', 'approve', id)).toContain('reallocate');
  const run = await runOf('reallocate');
  expect(run).toMatchObject({
    outcome: 'done',
    approvedBy: 'the operator',
    detail: expect.stringContaining('Drain') as string,
  });
  expect(demo.world.brokers[2].up).toBe(false);
  await expect(observatory('recovery', 'dismiss', id)).rejects.toMatchObject({ code: 'OBS_RECOVERY_STATE' });
});

it('a client with a signed token is named in the audit', async () => {
  const token = signedToken({
    iss: 'https://id.example',
    aud: 'observatory',
    sub: 'pager@id.example',
    role: 'operator',
  });
  const post = async (resource: string, body: object) => {
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
    const url = `${sidecar.address.url}/api/observatory/v1/control/${resource}`;
    const answer = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) });
    return (await answer.json()) as RecoveryRuns;
  };
  const delivery = payload(
    'alertmanager-firing.json',
    'reallocate',
    { node_id: secondBroker },
    new Date().toISOString(),
  );
  const [{ id }] = (await post('webhooks/alertmanager', delivery)).runs;
  expect((await post(`recovery/${id}/dismiss`, {})).runs[0]).toMatchObject({ outcome: 'dismissed' });
  const { body } = await call<AuditList>('reader', `audit?execution=${id}`);
  expect(body.records).toMatchObject([
    { actor: { name: 'pager@id.example', via: 'jwt', role: 'operator' }, result: 'dismissed' },
  ]);
  expect(body.records[0].parameters).toMatchObject({ delivered_by: 'pager@id.example' });
});

it('the audit is whole', async () => {
  const { body } = await call<AuditVerification>('reader', 'audit/verify');
  expect(body).toMatchObject({ ok: true });
});
