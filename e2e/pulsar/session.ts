/** What `npm run pulsar` and `npm run test:pulsar` share: the cluster, its load and a sidecar that watches it. */
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { AgentProcesses } from './agent-processes.ts';
import { ChildProcesses } from './child-processes.ts';
import { PulsarCluster } from './cluster.ts';
import { prepareDistribution, type Distribution } from './distribution.ts';
import { createFunction } from './functions.ts';
import { createTopics, startLoad, type LoadCounts } from './load.ts';

export const SIDECAR_ADDRESS = '127.0.0.1:7481';
const PORTS = [2181, 9990, 8000, 8001, 8002, 3181, 3182, 8080, 8081, 6650, 6651, 7481];

export interface PulsarSession {
  cluster: PulsarCluster;
  load: LoadCounts;
  sidecarUrl: string;
  distribution: Distribution;
  /** Folder of this run: configuration, data, logs. */
  dir: string;
  /** The agents that supervise the cluster's processes, where there are any. */
  agents: AgentProcesses | undefined;
  /** What `stop` does before all else, last first: clients of the cluster end here. */
  cleanups: (() => Promise<unknown>)[];
  /** SIGKILL; it stays down. */
  killSidecar(): Promise<void>;
  stop(): Promise<void>;
}

export interface SessionOptions {
  root: string;
  signal: AbortSignal;
  log: (line: string) => void;
  /** Each process is a supervised service of an agent, and the sidecar may act on them (`control.mode: confirm`). */
  withAgents?: boolean;
}

/**
 * Brings everything up in a fresh folder below `.cache/pulsar`.
 * @throws Error when a port is taken or a process does not become ready; what was started is stopped first.
 */
export async function startSession({ root, signal, log, withAgents = false }: SessionOptions): Promise<PulsarSession> {
  for (const port of PORTS) {
    if (await isTaken(port)) throw new Error(`Port ${port} is taken: stop what listens on 127.0.0.1:${port} first.`);
  }
  const cache = path.join(root, '.cache/pulsar');
  const dir = path.join(cache, `run-${new Date().toISOString().replace(/[:.]/g, '-')}`);
  const distribution = prepareDistribution(cache, log);
  const sidecarUrl = `http://${SIDECAR_ADDRESS}`;
  const agents = withAgents ? new AgentProcesses({ root, dir, sidecarUrl, distribution }) : undefined;
  const cluster = new PulsarCluster(distribution, dir, agents ?? new ChildProcesses(distribution, dir, log), log);
  const loadAbort = new AbortController();
  let sidecar: ChildProcess | undefined;
  const cleanups: PulsarSession['cleanups'] = [];
  const endSidecar = async (how: NodeJS.Signals) => {
    if (!sidecar || sidecar.exitCode !== null || sidecar.signalCode !== null) return;
    const exited = new Promise((resolve) => sidecar?.once('exit', resolve));
    sidecar.kill(how);
    await exited;
  };
  const stop = async () => {
    loadAbort.abort();
    for (const cleanup of cleanups.splice(0).reverse()) await cleanup().catch(() => undefined);
    await cluster.stop();
    await endSidecar('SIGTERM');
  };
  const watch = async () => {
    sidecar = startSidecar(root, dir, cluster, withAgents);
    await waitFor(`${sidecarUrl}/-/ready`, 30_000, signal);
  };
  try {
    if (agents) {
      await watch();
      await agents.startAgents();
    }
    log('Starting ZooKeeper, two bookies and two brokers (about a minute; needs 2 GB) ...');
    await cluster.start(signal);
    await createTopics(cluster.adminUrls[0], cluster.name);
    if (agents) await createFunction(cluster.adminUrls[0], distribution);
    const load = startLoad(cluster.adminUrls[0], loadAbort.signal);
    if (!agents) await watch();
    const killSidecar = () => endSidecar('SIGKILL');
    return { cluster, load, sidecarUrl, killSidecar, distribution, dir, agents, cleanups, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

function startSidecar(root: string, dir: string, cluster: PulsarCluster, mayAct: boolean): ChildProcess {
  const bookies = Object.entries(cluster.bookieHttp).map(([id, address]) => `        '${id}': ${address}`);
  const control = 'control: { mode: confirm }\nauth: { loopback_role: admin }\n';
  const config = `listen: ${SIDECAR_ADDRESS}
storage: { path: ${JSON.stringify(path.join(dir, 'sidecar'))} }
global: { scrape_interval: 5s, scrape_timeout: 4s }
${mayAct ? control : ''}clusters:
  - name: ${cluster.name}
    pulsar: { admin_urls: [${cluster.adminUrls.join(', ')}] }
    bookies:
      addresses:
${bookies.join('\n')}
# Verdicts within the minutes that a run takes; the defaults are ten and thirty.
topics:
  interval: 15s
  verdicts: { orphan_after: 30s, growing_after: 30s, growing_backlog: 100, clear_after: 30s }
scrape_configs:
  - job_name: zookeeper
    static_configs:
      - targets: ['${cluster.zookeeperMetrics}']
        labels: { cluster: ${cluster.name} }
`;
  mkdirSync(dir, { recursive: true });
  const file = path.join(dir, 'observatory.yaml');
  writeFileSync(file, config);
  return spawn(
    process.execPath,
    ['--enable-source-maps', path.join(root, 'dist/cli.js'), 'sidecar', '--config', file],
    {
      cwd: root,
      stdio: ['ignore', 'ignore', 'inherit'],
    },
  );
}

function isTaken(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = net.connect(port, '127.0.0.1');
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}

/** Polls until `url` answers 200. */
export async function waitFor(url: string, timeoutMs: number, signal: AbortSignal): Promise<void> {
  const deadline = Date.now() + timeoutMs;
  while (Date.now() < deadline) {
    signal.throwIfAborted();
    const ok = await fetch(url).then(
      (response) => response.ok,
      () => false,
    );
    if (ok) return;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  throw new Error(`${url} did not answer within ${timeoutMs / 1000} s`);
}
