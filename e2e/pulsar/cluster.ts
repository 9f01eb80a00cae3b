/** A small real Pulsar cluster on loopback: ZooKeeper, two bookies, two brokers, a functions worker inside broker-1. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { CLUSTER } from './conf.ts';
import type { Distribution } from './distribution.ts';
import { javaEnvironment, nodeSpec, type NodeName, type NodeProcesses } from './nodes.ts';

export type { NodeName } from './nodes.ts';

const READY_TIMEOUT_MS = 360_000;

export class PulsarCluster {
  readonly name = CLUSTER;
  readonly adminUrls = ['http://127.0.0.1:8080', 'http://127.0.0.1:8081'];
  readonly serviceUrl = 'pulsar://127.0.0.1:6650,127.0.0.1:6651';
  readonly bookieHttp: Record<string, string> = {
    '127.0.0.1:3181': '127.0.0.1:8001',
    '127.0.0.1:3182': '127.0.0.1:8002',
  };
  readonly zookeeperMetrics = '127.0.0.1:8000';
  private readonly distribution: Distribution;
  private readonly dir: string;
  private readonly log: (line: string) => void;
  private readonly processes: NodeProcesses;

  constructor(distribution: Distribution, dir: string, processes: NodeProcesses, log: (line: string) => void) {
    this.distribution = distribution;
    this.dir = dir;
    this.processes = processes;
    this.log = log;
    mkdirSync(dir, { recursive: true });
  }

  /** Starts everything in order; about a minute on a quiet machine. */
  async start(signal: AbortSignal): Promise<void> {
    const started = Date.now();
    await this.restart('zookeeper', signal);
    this.initialiseMetadata();
    // One after the other: the first lays out the metadata, and of two that do it at once one ends (BadVersion).
    for (const bookie of ['bookie-1', 'bookie-2'] as const) await this.restart(bookie, signal);
    await Promise.all([this.restart('broker-1', signal), this.restart('broker-2', signal)]);
    this.log(`Cluster ${this.name} is ready after ${Math.round((Date.now() - started) / 1000)} s.`);
  }

  /** Starts one node (again), and waits until it is ready. */
  async restart(node: NodeName, signal: AbortSignal): Promise<void> {
    await this.processes.start(node);
    await this.waitReady(node, signal);
  }

  /** SIGKILL by pid, as a crash. */
  async kill(node: NodeName): Promise<void> {
    await this.processes.kill(node);
  }

  pid(node: NodeName): Promise<number | undefined> {
    return this.processes.pid(node);
  }

  /** Stops in reverse order. */
  async stop(): Promise<void> {
    await this.processes.stopAll();
  }

  /** Waits until a node answers as it should. @throws Error after six minutes */
  async waitReady(node: NodeName, signal: AbortSignal): Promise<void> {
    const { readyUrl, ready } = nodeSpec(node, this.distribution, this.dir);
    const deadline = Date.now() + READY_TIMEOUT_MS;
    while (Date.now() < deadline) {
      signal.throwIfAborted();
      try {
        const response = await fetch(readyUrl, { signal: AbortSignal.timeout(20_000) });
        if (ready(response.status, await response.text())) return;
      } catch {
        // Not listening yet.
      }
      await new Promise((resolve) => setTimeout(resolve, 250));
    }
    throw new Error(`${node} did not become ready within ${READY_TIMEOUT_MS / 1000} s: see its log below ${this.dir}`);
  }

  private initialiseMetadata(): void {
    const done = path.join(this.dir, '.initialised');
    if (existsSync(done)) return;
    const run = spawnSync(
      path.join(this.distribution.home, 'bin/pulsar'),
      [
        'initialize-cluster-metadata',
        ...['--cluster', CLUSTER],
        ...['--metadata-store', 'zk:127.0.0.1:2181', '--configuration-metadata-store', 'zk:127.0.0.1:2181'],
        ...['--web-service-url', 'http://127.0.0.1:8080,127.0.0.1:8081'],
        ...['--broker-service-url', 'pulsar://127.0.0.1:6650,127.0.0.1:6651'],
      ],
      {
        cwd: this.distribution.home,
        env: {
          ...process.env,
          NODE_OPTIONS: undefined,
          ...javaEnvironment(this.distribution, this.dir, 'init', { PULSAR_MEM: '-Xmx128m' }),
        },
        encoding: 'utf8',
      },
    );
    if (run.status !== 0)
      throw new Error(`initialize-cluster-metadata failed: ${run.stdout.slice(-500)}${run.stderr.slice(-500)}`);
    writeFileSync(done, '');
  }
}
