/**
 * Agents on loopback: CPU and memory of a sidecar with many, and the time of a log line from the agent's write to a viewer's
 * WebSocket. The sidecar runs in a process of its own; the agents' ends are light clients that speak the protocol, in this one.
 * `npm run bench:agents -- [agents] [lines a second] [seconds]`
 */
import { spawn } from 'node:child_process';
import { createHash, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { AgentReport, MetricPoint } from '@observatory/protocol/agents';
import { SignJWT } from 'jose';
import WebSocket from 'ws';

const [agents = 500, linesPerSecond = 5000, seconds = 20] = process.argv.slice(2).map(Number);
const PORT = 8240;
const TICK_MS = 20;
const url = `http://127.0.0.1:${PORT}`;
const folder = mkdtempSync(path.join(os.tmpdir(), 'observatory-bench-agents-'));

const sidecar = spawn(
  process.execPath,
  [
    'bin/observatory.mjs',
    'sidecar',
    '--config',
    '/dev/null',
    `--listen=127.0.0.1:${PORT}`,
    `--storage.path=${folder}`,
    '--auth.loopback_role=admin',
    '--log.level=error',
  ],
  { stdio: ['ignore', 'ignore', 'inherit'] },
);
const pid = sidecar.pid ?? 0;
class Client {
  readonly socket: WebSocket;
  private seq = 1;

  private constructor(socket: WebSocket) {
    this.socket = socket;
  }

  static async connect(agent: string): Promise<Client> {
    const key = generateKeyPairSync('ed25519').privateKey;
    const { token } = (await post('/admin/agents/tokens', { agent })) as { token: string };
    const tok = createHash('sha256').update(token).digest('base64url');
    await post('/agents/enroll', { agent, token, publicKey: jwk(key), jws: await sign(key, agent, { tok }) });
    const socket = new WebSocket(`${url.replace('http', 'ws')}/api/observatory/v1/agents/connect`);
    return new Promise((resolve, reject) => {
      socket.once('error', reject);
      socket.on('message', (data) => {
        const message = JSON.parse(String(data)) as { type: string; nonce: string };
        if (message.type === 'welcome') resolve(new Client(socket));
        if (message.type !== 'challenge') return;
        void sign(key, agent, { nonce: message.nonce }).then((jws) =>
          socket.send(
            JSON.stringify({
              type: 'hello',
              protocol: 1,
              agent,
              jws,
              buffer: 'bench-buffer',
              firstSeq: 1,
              version: 'bench',
              host: agent,
              platform: 'bench',
              cluster: 'bench',
              commands: [],
            }),
          ),
        );
      });
    });
  }

  lines(count: number): void {
    const now = performance.timeOrigin + performance.now();
    const line = {
      timeMs: Math.trunc(now),
      level: 'info',
      logger: 'org.apache.pulsar.broker.service.ServerCnx',
      source: 'broker',
      message: `@${now}@ [persistent://public/default/topic-${count}] Created new producer: a line of an ordinary length`,
    };
    this.record({ kind: 'logs', lines: Array.from({ length: count }, () => line) });
  }

  report(): void {
    const now = Date.now();
    const points = Array.from({ length: 120 }, (_, i): MetricPoint => [
      'node_cpu_seconds_total',
      { cpu: String(i), mode: 'user' },
      now / 1000 + i,
    ]);
    const summary = {
      timeMs: now,
      cpuPercent: 1,
      memoryPercent: 1,
      memoryTotalBytes: 1,
      memoryAvailableBytes: 1,
      memoryUsedBytes: 1,
      diskPercent: 1,
      networkReceiveBytesPerSecond: 0,
      networkTransmitBytesPerSecond: 0,
    };
    const report: AgentReport = {
      samples: [{ summary, points }],
      processes: [],
      processCount: 0,
      services: [{ name: 'broker', manager: 'supervised', state: 'running', actions: ['restart'] }],
      statistics: {
        total_reports: 1,
        failed_reports: 0,
        success_rate_percent: 100,
        current_interval: 30,
        last_report_status: 'success',
        running: true,
        dropped_lines: 0,
      },
    };
    this.record({ kind: 'report', report });
  }

  private record(record: object): void {
    this.socket.send(JSON.stringify({ type: 'record', seq: this.seq++, record }));
  }
}

function view(onLine: (sentMs: number) => void): Promise<WebSocket> {
  const socket = new WebSocket(`${url.replace('http', 'ws')}/api/observatory/v1/stream`);
  socket.on('message', (data) => {
    const { channel, payload } = JSON.parse(String(data)) as {
      channel: string;
      payload: { lines: { message: string }[] };
    };
    if (channel === 'logs') for (const { message } of payload.lines) onLine(Number(message.split('@')[1]));
  });
  return new Promise((resolve) =>
    socket.once('open', () => {
      socket.send(JSON.stringify({ type: 'subscribe', id: '1', spec: { channel: 'logs' } }));
      resolve(socket);
    }),
  );
}

async function ready(): Promise<void> {
  for (;;) {
    if (sidecar.exitCode !== null) throw new Error('the sidecar ended');
    if ((await fetch(`${url}/-/ready`).catch(() => undefined))?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

async function post(pathname: string, body: object): Promise<unknown> {
  const response = await fetch(`${url}/api/observatory/v1${pathname}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`${pathname}: ${response.status} ${await response.text()}`);
  return response.json();
}

function jwk(key: KeyObject) {
  return { kty: 'OKP', crv: 'Ed25519', x: key.export({ format: 'jwk' }).x };
}

function sign(key: KeyObject, agent: string, claims: Record<string, string>): Promise<string> {
  return new SignJWT(claims)
    .setProtectedHeader({ alg: 'EdDSA' })
    .setSubject(agent)
    .setAudience('observatory-agents')
    .sign(key);
}

/** Of the sidecar, from /proc. */
function usage(): { cpuSeconds: number; rssMb: number } {
  const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const rss = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'latin1'))?.[1] ?? '0';
  return { cpuSeconds: (Number(fields[11]) + Number(fields[12])) / 100, rssMb: Number(rss) / 1024 };
}

try {
  await ready();
  const clients: Client[] = [];
  for (let i = 0; i < agents; i++) clients.push(await Client.connect(`bench-${i}`));
  const latencies: number[] = [];
  const viewer = await view((sentMs) => latencies.push(performance.timeOrigin + performance.now() - sentMs));
  const before = usage();
  const startedMs = performance.now();
  let sent = 0;
  let turn = 0;
  while (performance.now() - startedMs < seconds * 1000) {
    const due = Math.floor(((performance.now() - startedMs) / 1000) * linesPerSecond) - sent;
    // A few hosts talk at a time, as they do.
    const talkers = Math.min(10, agents);
    for (let i = 0; i < talkers; i++) {
      const count = Math.floor(due / talkers) + (i < due % talkers ? 1 : 0);
      if (count > 0) clients[turn++ % agents].lines(count);
    }
    sent += due;
    // Each host reports once in 30 s.
    clients[turn % agents].report();
    await new Promise((resolve) => setTimeout(resolve, TICK_MS));
  }
  const elapsed = (performance.now() - startedMs) / 1000;
  await new Promise((resolve) => setTimeout(resolve, 2000));
  const after = usage();
  viewer.terminate();
  for (const client of clients) client.socket.terminate();
  latencies.sort((a, b) => a - b);
  const at = (q: number) =>
    (latencies[Math.min(latencies.length - 1, Math.floor(q * latencies.length))] ?? NaN).toFixed(1);
  console.log(`${os.cpus()[0]?.model}, load ${os.loadavg()[0].toFixed(1)}, Node ${process.version}`);
  console.log(`${agents} agents, ${sent} lines in ${elapsed.toFixed(1)} s (${Math.round(sent / elapsed)} a second)`);
  console.log(
    `write to WebSocket: p50 ${at(0.5)} ms, p99 ${at(0.99)} ms, max ${at(1)} ms; ${latencies.length} lines seen`,
  );
  console.log(
    `sidecar: ${(((after.cpuSeconds - before.cpuSeconds) / elapsed) * 100).toFixed(0)} % of a core, ${after.rssMb.toFixed(0)} MB`,
  );
} finally {
  sidecar.kill('SIGTERM');
  await new Promise((resolve) => sidecar.once('exit', resolve));
  rmSync(folder, { recursive: true, force: true });
}
