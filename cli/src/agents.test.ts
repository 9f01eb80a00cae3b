/** An agent and a sidecar on real sockets: enrolment, reports, logs, services, commands, cuts of the link. */
import { appendFileSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { AgentRegistry, agentEndpoint, Fleet, ReportIngest } from '@observatory/backend-sidecar/agents/index';
import { LogStore } from '@observatory/backend-sidecar/logs/index';
import { systemClock } from '@observatory/backend-sidecar/util/clock';
import { silentLogger } from '@observatory/backend-sidecar/util/logger';
import type { Appender } from '@observatory/backend-sidecar/storage';
import { enrolRequest } from '@observatory/protocol/agents';
import { parseAgentConfig, startAgent, type Agent } from '@observatory/worker-agent';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

let folder: string;
let running: (() => Promise<void>)[] = [];
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'observatory-agents-'));
});
afterEach(async () => {
  for (const stop of running.reverse()) await stop();
  running = [];
  rmSync(folder, { recursive: true, force: true });
});

async function eventually<T>(read: () => T | Promise<T>, fits: (value: T) => boolean): Promise<T> {
  for (;;) {
    const value = await read();
    if (fits(value)) return value;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

function isThere(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

interface Hub {
  url: string;
  port: number;
  fleet: Fleet;
  registry: AgentRegistry;
  logs: LogStore;
  samples: () => Map<string, number>;
  stop: () => Promise<void>;
}

/** The sidecar's part, on a port of its own, with an appender that remembers the newest values. */
async function startHub(port = 0): Promise<Hub> {
  const newest = new Map<string, number>();
  const names: string[] = [''];
  const appender = {
    setMetadata() {},
    newLayoutId: () => 1,
    isLive: () => true,
    appendStale: () => undefined,
    seriesRef: (labels: { toString(): string }) => names.push(labels.toString()) - 1,
    appendBatch: ({ refs, values, length }: { refs: Uint32Array; values: Float64Array; length: number }) => {
      for (let i = 0; i < length; i++) newest.set(names[refs[i]], values[i]);
      return { appended: length, refused: {} };
    },
  } as unknown as Appender;
  const registry = new AgentRegistry(path.join(folder, 'sidecar', 'registry.json'), systemClock);
  registry.open();
  const logs = new LogStore({
    directory: path.join(folder, 'sidecar', 'logs'),
    clock: systemClock,
    logger: silentLogger,
    retentionMs: 0,
    retentionBytes: 0,
    syncIntervalMs: 20,
  });
  logs.start();
  const fleet = new Fleet({
    clock: systemClock,
    logger: silentLogger,
    registry,
    logs,
    ingest: new ReportIngest(appender),
    history: { add() {}, clear() {} },
    sampleFsyncMs: 20,
    onLines() {},
    onChange() {},
  });
  fleet.start();
  const endpoint = agentEndpoint(fleet, { maxAgents: 100 });
  const server: Server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => (body += chunk));
    request.on('end', () => {
      registry
        .enrol(enrolRequest.parse(JSON.parse(body)))
        .then(({ id, kid }) => response.end(JSON.stringify({ agent: id, kid })))
        .catch((error: Error) => response.writeHead(403).end(JSON.stringify({ error: { message: error.message } })));
    });
  });
  server.on('upgrade', endpoint.handleUpgrade);
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const address = server.address() as AddressInfo;
  let stopped = false;
  const stop = async () => {
    if (stopped) return;
    stopped = true;
    fleet.stop();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    await logs.stop();
  };
  running.push(stop);
  return {
    url: `http://127.0.0.1:${address.port}`,
    port: address.port,
    fleet,
    registry,
    logs,
    samples: () => newest,
    stop,
  };
}

async function startOne(hub: Hub, more = '', name = 'a1'): Promise<Agent> {
  const tokenFile = path.join(folder, `${name}.token`);
  if (!existsSync(tokenFile)) writeFileSync(tokenFile, hub.registry.createToken({ expiresSeconds: 60 }).token);
  const config = parseAgentConfig(
    `{agent: ${name}, cluster: c1, url: '${hub.url}', data: data-${name}, token_file: '${tokenFile}'${more}}`,
    folder,
  );
  const agent = await startAgent(config, {
    logger: silentLogger,
    retryMs: { first: 10, most: 50 },
    backoffMs: { first: 20, most: 100 },
    pollServicesMs: 100,
  });
  let stopped = false;
  const stop = agent.stop.bind(agent);
  agent.stop = async () => {
    if (!stopped) await stop();
    stopped = true;
  };
  running.push(() => agent.stop());
  return agent;
}

const TICKER = `const t=setInterval(()=>console.log('INFO beat'),50);process.on('SIGTERM',()=>process.exit(0))`;
const supervised = (script = TICKER) =>
  `, supervised: [{name: ticker, command: ['${process.execPath}', '-e', ${JSON.stringify(script)}], stop_timeout_seconds: 5, node: c1/broker/b1}]`;

const optionsOf = (key: string) => ({ key, deadlineMs: Date.now() + 60_000 });

it('reports its host, its services and their output, and carries commands out once', async () => {
  const hub = await startHub();
  const agent = await startOne(hub, supervised());
  const running1 = await eventually(
    () => hub.fleet.services()[0],
    (service) => service?.state === 'running',
  );
  expect(running1).toMatchObject({ name: 'ticker', agent: 'a1', node: 'c1/broker/b1', agentConnected: true });
  const { lines } = await eventually(
    () => hub.logs.query({ text: 'beat' }),
    (found) => found.lines.length > 2,
  );
  expect(lines[0]).toMatchObject({ level: 'info', source: 'ticker', node: 'a1', message: 'beat' });
  const info = await eventually(
    () => hub.fleet.info('a1'),
    (each) => each?.summary !== undefined,
  );
  expect(info).toMatchObject({ state: 'connected', cluster: 'c1', nodes: ['c1/broker/b1'] });
  expect(info?.summary?.memoryTotalBytes).toBeGreaterThan(0);
  const series = [...hub.samples().keys()];
  expect(series.some((each) => each.startsWith('node_cpu_seconds_total{') && each.includes('job="agent"'))).toBe(true);
  expect(
    hub
      .samples()
      .get(
        'observatory_service_up{cluster="c1", instance="a1", job="agent", manager="supervised", node="c1/broker/b1", service="ticker"}',
      ),
  ).toBeDefined();

  const first = await hub.fleet.run('a1', 'ticker', 'restart', optionsOf('k1'));
  expect(first).toMatchObject({ outcome: 'done', state: 'running', repeated: false });
  const after = await eventually(
    () => hub.fleet.services()[0],
    (service) => service.state === 'running' && service.pid !== running1.pid,
  );
  expect(await hub.fleet.run('a1', 'ticker', 'restart', optionsOf('k1'))).toMatchObject({
    outcome: 'done',
    repeated: true,
  });
  expect(await hub.fleet.run('a1', 'ticker', 'stop', optionsOf('k1'))).toMatchObject({
    outcome: 'refused',
    code: 'OBS_AGENT_KEY_REUSED',
  });
  expect(hub.fleet.services()[0].pid).toBe(after.pid);
  expect(await hub.fleet.run('a1', 'other', 'stop', optionsOf('k2'))).toMatchObject({
    outcome: 'refused',
    code: 'OBS_AGENT_SERVICE',
  });
  expect(await hub.fleet.run('a1', 'ticker', 'stop', { key: 'k3', deadlineMs: Date.now() - 1 })).toMatchObject({
    outcome: 'refused',
  });
  expect(await hub.fleet.run('nobody', 'ticker', 'stop', optionsOf('k4'))).toMatchObject({
    outcome: 'refused',
    code: 'OBS_AGENT_OFFLINE',
  });

  expect(await hub.fleet.reporter('a1', { command: 'set_interval', intervalSeconds: 120 })).toMatchObject({
    current_interval: 120,
    running: true,
  });
  const before = await hub.fleet.reporter('a1', { command: 'status' });
  const reported = await hub.fleet.reporter('a1', { command: 'report_now' });
  expect(reported.total_reports).toBe(before.total_reports + 1);
  expect(reported.last_report_status).toBe('success');
  expect(await hub.fleet.reporter('a1', { command: 'stop' })).toMatchObject({ running: false });

  expect(await hub.fleet.run('a1', 'ticker', 'stop', optionsOf('k5'))).toMatchObject({
    outcome: 'done',
    state: 'stopped',
  });
  await agent.stop();
});

it('loses no line and stores none twice over cuts of the link and restarts of either side', async () => {
  let hub = await startHub();
  const file = path.join(folder, 'app.log');
  writeFileSync(file, '');
  const more = `, logs: {files: [{path: '${file}', from_start: true}]}`;
  let agent = await startOne(hub, more);
  const expected: string[] = [];
  for (let round = 0; round < 12; round++) {
    for (let i = 0; i < 40; i++) {
      const text = `line ${expected.length}`;
      expected.push(text);
      appendFileSync(file, `${text}\n`);
    }
    if (round % 4 === 0) agent.link.disconnect();
    if (round % 4 === 1) {
      await hub.stop();
      hub = await startHub(hub.port);
    }
    if (round % 4 === 2) {
      await agent.stop();
      agent = await startOne(hub, more);
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  const { lines } = await eventually(
    () => hub.logs.query({ limit: 10_000, order: 'asc' }),
    (found) => found.lines.length >= expected.length && agent.link.isOpen,
  );
  expect(lines.sort((a, b) => Number(a.id) - Number(b.id)).map(({ message }) => message)).toEqual(expected);
});

it('counts exactly the lines that its buffer had no room for while the link was cut', async () => {
  let hub = await startHub();
  const file = path.join(folder, 'much.log');
  writeFileSync(file, '');
  const agent = await startOne(hub, `, buffer_megabytes: 1, logs: {files: [{path: '${file}', from_start: true}]}`);
  await eventually(
    () => agent.link.isOpen,
    (isOpen) => isOpen,
  );
  let written = 0;
  const write = (count: number) =>
    appendFileSync(file, Array.from({ length: count }, () => `n=${++written} ${'x'.repeat(400)}\n`).join(''));
  // Some are on their way when the link breaks: they are lost only if they did not arrive.
  write(200);
  await hub.stop();
  write(8000);
  await eventually(
    () => agent.spool.droppedLines,
    (lost) => lost > 0,
  );
  hub = await startHub(hub.port);
  write(1);
  const { lines } = await eventually(
    () => hub.logs.query({ limit: 10_000, order: 'asc' }),
    (found) =>
      found.lines.at(-1)?.message.startsWith(`n=${written} `) === true &&
      found.lines.length + hub.fleet.droppedLines === written,
  );
  const numbers = lines.map(({ message }) => Number(/^n=(\d+)/.exec(message)?.[1]));
  expect(numbers).toEqual([...new Set(numbers)].sort((a, b) => a - b));
  expect(hub.fleet.droppedLines).toBeGreaterThan(0);
}, 60_000);

it('takes its processes over after it was cut off, and brings a restart that was begun to one end', async () => {
  const hub = await startHub();
  const agent = await startOne(hub, supervised());
  const before = await eventually(
    () => hub.fleet.services()[0],
    (service) => service?.state === 'running',
  );
  await agent.stop();
  // As a kill in the middle of a restart leaves it: begun, no result.
  const journal = path.join(folder, 'data-a1', 'commands.jsonl');
  appendFileSync(
    journal,
    `${JSON.stringify({ key: 'cut', what: 'restart ticker', begunMs: Date.now(), runBefore: 'another' })}\n{"key":"to`,
  );
  await startOne(hub, supervised());
  await eventually(
    () => hub.fleet.isConnected('a1'),
    (is) => is,
  );
  const again = await hub.fleet.run('a1', 'ticker', 'restart', optionsOf('cut'));
  expect(again).toMatchObject({ outcome: 'done', state: 'running', output: 'restart: it had happened' });
  const state = JSON.parse(readFileSync(path.join(folder, 'data-a1', 'supervised', 'ticker.json'), 'utf8')) as {
    pid: number;
  };
  expect(state.pid).toBe(before.pid);
  expect(await hub.fleet.run('a1', 'ticker', 'stop', optionsOf('end'))).toMatchObject({ state: 'stopped' });
});

it('starts a service again that is killed, and not one that was stopped', async () => {
  const hub = await startHub();
  await startOne(hub, supervised());
  const first = await eventually(
    () => hub.fleet.services()[0],
    (service) => service?.state === 'running',
  );
  process.kill(first.pid ?? 0, 'SIGKILL');
  const second = await eventually(
    () => hub.fleet.services()[0],
    (service) => service.state === 'running' && service.pid !== first.pid,
  );
  expect(second.restarts).toBe(1);
  await hub.fleet.run('a1', 'ticker', 'stop', optionsOf('s'));
  // Ended, and soon reaped.
  await eventually(
    () => isThere(second.pid ?? 0),
    (is) => !is,
  );
});

it('changes its key, and is shut out when it is revoked', async () => {
  const hub = await startHub();
  const agent = await startOne(hub);
  await eventually(
    () => agent.link.isOpen,
    (is) => is,
  );
  const { kid } = hub.registry.get('a1') ?? {};
  expect(hub.fleet.rotateKey('a1')).toBe(true);
  await eventually(
    () => hub.registry.get('a1')?.kid,
    (now) => now !== kid,
  );
  await eventually(
    () => agent.link.isOpen,
    (is) => is,
  );
  hub.fleet.revoke('a1');
  await eventually(
    () => hub.fleet.stats.refused.OBS_AGENT_PROOF ?? 0,
    (refusals) => refusals > 0,
  );
  expect(hub.fleet.info('a1')?.state).toBe('revoked');
});
