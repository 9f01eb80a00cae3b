/** systemd, Docker and Kubernetes against fakes of their program, socket and API. None of them was run on the real thing. */
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DockerManager } from './docker-manager.ts';
import { KubernetesManager, type KubernetesService } from './kubernetes-manager.ts';
import { SystemdManager } from './systemd-manager.ts';

const CONTEXT = { signal: new AbortController().signal, begunMs: Date.parse('2026-01-01T00:00:00Z') };
let folder: string;
let server: Server | undefined;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'observatory-managers-'));
});
afterEach(async () => {
  await new Promise((resolve) => (server ? server.close(resolve) : resolve(undefined)));
  server = undefined;
  rmSync(folder, { recursive: true });
});

interface Call {
  method: string;
  url: string;
  headers: IncomingMessage['headers'];
  body: string;
}

async function serve(listen: string | number, answer: (call: Call, response: ServerResponse) => void): Promise<Call[]> {
  const calls: Call[] = [];
  server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => (body += chunk));
    request.on('end', () => {
      const call = { method: request.method ?? '', url: request.url ?? '', headers: request.headers, body };
      calls.push(call);
      answer(call, response);
    });
  });
  await new Promise<void>((resolve) => server?.listen(listen, resolve));
  return calls;
}

describe('systemd', () => {
  /** A systemctl that keeps one unit's state in a file and writes down how it was called. */
  function fakeSystemctl(): { program: string; calls: () => string[][] } {
    const program = path.join(folder, 'systemctl');
    const state = path.join(folder, 'state');
    writeFileSync(state, 'active 1');
    writeFileSync(
      program,
      `#!/usr/bin/env node
const fs = require('fs'); const args = process.argv.slice(2);
fs.appendFileSync(${JSON.stringify(path.join(folder, 'calls'))}, JSON.stringify(args) + '\\n');
const [now, runs] = fs.readFileSync(${JSON.stringify(state)}, 'utf8').split(' ');
const unit = args[args.length - 1]; const verb = args.find((each) => !each.startsWith('-'));
if (unit === 'denied.service' && verb !== 'show') { console.error('Failed to restart denied.service: Access denied'); process.exit(4); }
if (verb === 'show') {
  if (unit === 'gone.service') console.log('LoadState=not-found\\nActiveState=inactive');
  else console.log(['LoadState=loaded', 'ActiveState=' + now, 'SubState=' + (now === 'active' ? 'running' : 'dead'), 'NRestarts=2', 'MainPID=' + (now === 'active' ? 77 : 0), 'InvocationID=' + 'run' + runs, 'ActiveEnterTimestamp=Sun 2026-01-04 10:11:12 UTC', 'Result=success'].join('\\n'));
} else fs.writeFileSync(${JSON.stringify(state)}, (verb === 'stop' ? 'inactive ' : 'active ') + (verb === 'restart' ? Number(runs) + 1 : runs));
`,
    );
    chmodSync(program, 0o755);
    const calls = () =>
      readFileSync(path.join(folder, 'calls'), 'utf8')
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as string[]);
    return { program, calls };
  }

  it('asks and acts through systemctl, with the unit behind "--"', async () => {
    const { program, calls } = fakeSystemctl();
    const manager = new SystemdManager(
      new Map([
        ['bookie', { unit: 'bookie.service', actions: ['restart', 'stop'] as const }],
        ['gone', { unit: 'gone.service', actions: [] }],
        ['denied', { unit: 'denied.service', actions: ['restart'] as const }],
      ]),
      { program },
    );
    expect(await manager.status('bookie')).toEqual({
      state: 'running',
      run: 'run1',
      pid: 77,
      sinceMs: Date.parse('2026-01-04T10:11:12Z'),
      restarts: 2,
    });
    await manager.restart('bookie', CONTEXT);
    expect((await manager.status('bookie')).run).toBe('run2');
    await manager.stop('bookie', CONTEXT);
    expect(await manager.status('bookie')).toMatchObject({
      state: 'stopped',
      detail: 'inactive (dead), result success',
    });
    expect(await manager.status('gone')).toMatchObject({ state: 'error', detail: 'there is no unit gone.service' });
    await expect(manager.restart('denied', CONTEXT)).rejects.toMatchObject({
      code: 'OBS_AGENT_SYSTEMD',
      message: expect.stringContaining('Access denied'),
    });
    await expect(manager.restart('sshd', CONTEXT)).rejects.toMatchObject({ code: 'OBS_AGENT_SERVICE' });
    for (const call of calls()) expect(call.at(-2)).toBe('--');
    expect(manager.actionsOf('gone')).toEqual([]);
  });

  it('says that there is no systemctl', async () => {
    const manager = new SystemdManager(new Map([['x', { unit: 'x.service', actions: [] }]]), {
      program: path.join(folder, 'none'),
    });
    expect(await manager.list()).toMatchObject([
      { name: 'x', state: 'error', detail: expect.stringContaining('ENOENT') },
    ]);
  });
});

describe('Docker', () => {
  it('asks and acts through the engine on its socket', async () => {
    const socketPath = path.join(folder, 'docker.sock');
    let runs = 1;
    let up = true;
    const calls = await serve(socketPath, ({ method, url }, response) => {
      if (url.includes('missing')) return void response.writeHead(404).end('{"message":"No such container: missing"}');
      if (method === 'GET')
        return void response.end(
          JSON.stringify({
            Id: 'abcdef0123456789',
            RestartCount: 3,
            State: {
              Status: up ? 'running' : 'exited',
              Running: up,
              Pid: up ? 9 : 0,
              StartedAt: `2026-01-01T00:00:0${runs}Z`,
              ExitCode: up ? 0 : 1,
            },
          }),
        );
      if (url.includes('/start') && up) return void response.writeHead(304).end();
      if (url.includes('/stop')) up = false;
      else [up, runs] = [true, runs + 1];
      response.writeHead(204).end();
    });
    const one = { actions: ['restart'] as const, stopTimeoutSeconds: 120 };
    const manager = new DockerManager(
      new Map([
        ['broker', { container: 'pulsar-broker', ...one }],
        ['lost', { container: 'missing', ...one }],
      ]),
      { socketPath },
    );
    const before = await manager.status('broker');
    expect(before).toMatchObject({ state: 'running', pid: 9, restarts: 3 });
    expect(await manager.start('broker', CONTEXT)).toBe('start: nothing to do');
    await manager.restart('broker', CONTEXT);
    expect((await manager.status('broker')).run).not.toBe(before.run);
    await manager.stop('broker', CONTEXT);
    expect(await manager.status('broker')).toMatchObject({ state: 'error', detail: 'exited, exit code 1' });
    expect(calls.map(({ url }) => url)).toContain('/v1.41/containers/pulsar-broker/restart?t=120');
    expect(await manager.status('lost')).toMatchObject({ state: 'error' });
    await expect(manager.restart('lost', CONTEXT)).rejects.toMatchObject({
      message: expect.stringContaining('No such container'),
    });
  });

  it('says that no engine answers', async () => {
    const manager = new DockerManager(new Map([['x', { container: 'x', actions: [], stopTimeoutSeconds: 1 }]]), {
      socketPath: path.join(folder, 'none.sock'),
    });
    await expect(manager.status('x')).rejects.toMatchObject({ code: 'OBS_AGENT_DOCKER' });
  });
});

describe('Kubernetes', () => {
  const workload = (name: string, kind: KubernetesService['kind']): KubernetesService => ({
    namespace: 'pulsar',
    kind,
    name,
    replicas: 3,
    actions: ['start', 'stop', 'restart'],
  });

  async function cluster() {
    const state = {
      replicas: 3,
      annotations: {} as Record<string, string>,
      restartedAt: undefined as string | undefined,
      generation: 1,
      evictable: false,
    };
    const tokenFile = path.join(folder, 'token');
    writeFileSync(tokenFile, 'secret-token\n');
    const calls = await serve(0, ({ method, url, body, headers }, response) => {
      if (headers.authorization !== 'Bearer secret-token')
        return void response.writeHead(401).end('{"message":"Unauthorized"}');
      if (url.endsWith('/eviction'))
        return void (state.evictable
          ? response.writeHead(201).end('{"status":"Success"}')
          : response
              .writeHead(429)
              .end('{"message":"Cannot evict pod as it would violate the pod\'s disruption budget."}'));
      if (url.includes('/pods/'))
        return void response.end(
          JSON.stringify({
            metadata: { uid: 'u1' },
            status: { phase: 'Running', containerStatuses: [{ ready: true, restartCount: 4 }] },
          }),
        );
      if (method === 'PATCH') {
        const patch = JSON.parse(body) as {
          metadata?: { annotations: Record<string, string> };
          spec: { replicas?: number; template?: { metadata: { annotations: Record<string, string> } } };
        };
        Object.assign(state.annotations, patch.metadata?.annotations);
        if (patch.spec.replicas !== undefined) state.replicas = patch.spec.replicas;
        const at = patch.spec.template?.metadata.annotations['kubectl.kubernetes.io/restartedAt'];
        if (at !== undefined && at !== state.restartedAt) {
          state.restartedAt = at;
          state.generation++;
        }
      }
      response.end(
        JSON.stringify({
          metadata: { generation: state.generation, annotations: state.annotations },
          spec: {
            replicas: state.replicas,
            template: {
              metadata: {
                annotations: state.restartedAt ? { 'kubectl.kubernetes.io/restartedAt': state.restartedAt } : {},
              },
            },
          },
          status: {
            observedGeneration: state.generation,
            replicas: state.replicas,
            readyReplicas: state.replicas,
            updatedReplicas: state.replicas,
          },
        }),
      );
    });
    const { port } = server?.address() as AddressInfo;
    const services = new Map([
      ['broker', workload('broker', 'statefulset')],
      ['pod', workload('broker-0', 'pod')],
    ]);
    return { state, calls, manager: new KubernetesManager(services, { url: `http://127.0.0.1:${port}`, tokenFile }) };
  }

  it('rolls a workload by annotation, once however often the same command is taken up', async () => {
    const { state, calls, manager } = await cluster();
    expect(await manager.status('broker')).toEqual({ state: 'running' });
    await manager.restart('broker', CONTEXT);
    await manager.restart('broker', CONTEXT);
    expect(state.generation).toBe(2);
    expect(await manager.status('broker')).toMatchObject({ state: 'running', run: '2026-01-01T00:00:00.000Z' });
    expect(calls.find(({ method }) => method === 'PATCH')).toMatchObject({
      url: '/apis/apps/v1/namespaces/pulsar/statefulsets/broker',
      headers: { 'content-type': 'application/strategic-merge-patch+json' },
    });
  });

  it('stops by scaling to none, and starts with as many as there were', async () => {
    const { state, manager } = await cluster();
    state.replicas = 5;
    await manager.stop('broker', CONTEXT);
    expect(await manager.status('broker')).toMatchObject({ state: 'stopped' });
    await manager.start('broker', CONTEXT);
    expect(state.replicas).toBe(5);
  });

  it('evicts a pod, and tells when a disruption budget forbids it', async () => {
    const { state, calls, manager } = await cluster();
    expect(await manager.status('pod')).toMatchObject({ state: 'running', run: 'u1', restarts: 4 });
    expect(manager.actionsOf('pod')).toEqual(['restart']);
    await expect(manager.restart('pod', CONTEXT)).rejects.toMatchObject({ code: 'OBS_AGENT_DISRUPTION_BUDGET' });
    state.evictable = true;
    await manager.restart('pod', CONTEXT);
    const [first] = calls.filter(({ method }) => method === 'POST');
    expect(first.url).toBe('/api/v1/namespaces/pulsar/pods/broker-0/eviction');
    expect(JSON.parse(first.body)).toMatchObject({
      apiVersion: 'policy/v1',
      kind: 'Eviction',
      metadata: { name: 'broker-0' },
    });
    expect(calls.some(({ method }) => method === 'DELETE')).toBe(false);
    await expect(manager.stop('pod', CONTEXT)).rejects.toMatchObject({ code: 'OBS_AGENT_ACTION' });
  });
});
