/** A small real Pulsar cluster on loopback: ZooKeeper, two bookies, two brokers, a functions worker inside broker-1. */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { existsSync, mkdirSync, openSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import {
  bookieOverrides,
  brokerOverrides,
  CLUSTER,
  functionWorkerYaml,
  writeConf,
  zookeeperOverrides,
} from './conf.ts';
import type { Distribution } from './distribution.ts';

export type NodeName = 'zookeeper' | 'bookie-1' | 'bookie-2' | 'broker-1' | 'broker-2';

interface NodeSpec {
  command: string[];
  env: Record<string, string>;
  readyUrl: string;
  ready: (status: number, body: string) => boolean;
}

const READY_TIMEOUT_MS = 360_000;

export class PulsarCluster {
  readonly name = CLUSTER;
  readonly adminUrls = ['http://127.0.0.1:8080', 'http://127.0.0.1:8081'];
  readonly bookieHttp: Record<string, string> = {
    '127.0.0.1:3181': '127.0.0.1:8001',
    '127.0.0.1:3182': '127.0.0.1:8002',
  };
  readonly zookeeperMetrics = '127.0.0.1:8000';
  private readonly processes = new Map<NodeName, ChildProcess>();
  private readonly distribution: Distribution;
  private readonly dir: string;
  private readonly log: (line: string) => void;

  constructor(distribution: Distribution, dir: string, log: (line: string) => void) {
    this.distribution = distribution;
    this.dir = dir;
    this.log = log;
  }

  /** Starts everything in order; about a minute on a quiet machine. */
  async start(signal: AbortSignal): Promise<void> {
    mkdirSync(path.join(this.dir, 'conf'), { recursive: true });
    const started = Date.now();
    this.spawn('zookeeper');
    await this.waitReady('zookeeper', signal);
    this.initialiseMetadata();
    // One after the other: the first lays out the metadata, and of two that do it at once one ends (BadVersion).
    for (const bookie of ['bookie-1', 'bookie-2'] as const) {
      this.spawn(bookie);
      await this.waitReady(bookie, signal);
    }
    this.spawn('broker-1');
    this.spawn('broker-2');
    await Promise.all([this.waitReady('broker-1', signal), this.waitReady('broker-2', signal)]);
    this.log(`Cluster ${this.name} is ready after ${Math.round((Date.now() - started) / 1000)} s.`);
  }

  /** Starts one node again after `kill`. */
  async restart(node: NodeName, signal: AbortSignal): Promise<void> {
    this.spawn(node);
    await this.waitReady(node, signal);
  }

  /** SIGKILL by pid, as a crash. */
  async kill(node: NodeName): Promise<void> {
    await this.end(node, 'SIGKILL');
  }

  pid(node: NodeName): number | undefined {
    return this.processes.get(node)?.pid;
  }

  /** Stops in reverse order. */
  async stop(): Promise<void> {
    await Promise.all([this.end('broker-1', 'SIGTERM'), this.end('broker-2', 'SIGTERM')]);
    await Promise.all([this.end('bookie-1', 'SIGTERM'), this.end('bookie-2', 'SIGTERM')]);
    await this.end('zookeeper', 'SIGTERM');
  }

  private async end(node: NodeName, signal: NodeJS.Signals): Promise<void> {
    const child = this.processes.get(node);
    this.processes.delete(node);
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
    child.kill(signal);
    const hard = setTimeout(() => child.kill('SIGKILL'), 30_000);
    await exited;
    clearTimeout(hard);
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
      { cwd: this.distribution.home, env: this.environment('init', { PULSAR_MEM: '-Xmx128m' }), encoding: 'utf8' },
    );
    if (run.status !== 0)
      throw new Error(`initialize-cluster-metadata failed: ${run.stdout.slice(-500)}${run.stderr.slice(-500)}`);
    writeFileSync(done, '');
  }

  private spawn(node: NodeName): void {
    const spec = this.spec(node);
    const logFile = path.join(this.dir, `${node}.log`);
    const output = openSync(logFile, 'a');
    // The script execs java, so the child is the JVM itself.
    const child = spawn(path.join(this.distribution.home, 'bin/pulsar'), spec.command, {
      cwd: this.distribution.home,
      env: this.environment(node, spec.env),
      stdio: ['ignore', output, output],
    });
    child.once('exit', (code) => {
      if (this.processes.get(node) === child) this.log(`${node} ended by itself (exit code ${code}): see ${logFile}`);
    });
    this.processes.set(node, child);
  }

  private async waitReady(node: NodeName, signal: AbortSignal): Promise<void> {
    const { readyUrl, ready } = this.spec(node);
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
    throw new Error(
      `${node} did not become ready within ${READY_TIMEOUT_MS / 1000} s: see ${path.join(this.dir, `${node}.log`)}`,
    );
  }

  private environment(node: string, extra: Record<string, string>): NodeJS.ProcessEnv {
    const logs = path.join(this.dir, 'logs', node);
    mkdirSync(logs, { recursive: true });
    return {
      ...process.env,
      JAVA_HOME: this.distribution.javaHome,
      // ZGC with AlwaysPreTouch, the default, would make the resident size the whole heap.
      PULSAR_GC: '-XX:+UseG1GC -XX:ParallelGCThreads=2 -XX:ConcGCThreads=1 -XX:CICompilerCount=2',
      PULSAR_GC_LOG: `-Xlog:gc*:file=${logs}/gc.log:time,uptime,tags:filecount=2,filesize=5M`,
      PULSAR_EXTRA_OPTS: '-Dio.netty.recycler.maxCapacityPerThread=4096',
      MALLOC_ARENA_MAX: '2',
      PULSAR_LOG_DIR: logs,
      NODE_OPTIONS: undefined,
      ...extra,
    };
  }

  private spec(node: NodeName): NodeSpec {
    const shipped = path.join(this.distribution.home, 'conf');
    const conf = (name: string) => path.join(this.dir, 'conf', name);
    const data = path.join(this.dir, 'data', node);
    mkdirSync(data, { recursive: true });
    const ok = (status: number) => status === 200;
    switch (node) {
      case 'zookeeper':
        writeConf(`${shipped}/zookeeper.conf`, conf('zookeeper.conf'), zookeeperOverrides(data), '=');
        return {
          command: ['zookeeper'],
          env: { PULSAR_ZK_CONF: conf('zookeeper.conf'), PULSAR_MEM: '-Xms96m -Xmx128m -XX:MaxDirectMemorySize=32m' },
          readyUrl: 'http://127.0.0.1:9990/commands/ruok',
          ready: ok,
        };
      case 'bookie-1':
      case 'bookie-2': {
        const index = node === 'bookie-1' ? 1 : 2;
        writeConf(
          `${shipped}/bookkeeper.conf`,
          conf(`${node}.conf`),
          bookieOverrides(data, 3180 + index, 8000 + index),
          '=',
        );
        return {
          command: ['bookie'],
          env: {
            PULSAR_BOOKKEEPER_CONF: conf(`${node}.conf`),
            BOOKIE_MEM: '-Xms192m -Xmx256m -XX:MaxDirectMemorySize=192m',
          },
          readyUrl: `http://127.0.0.1:${8000 + index}/heartbeat`,
          ready: (_status, body) => body.trim() === 'OK',
        };
      }
      case 'broker-1':
      case 'broker-2': {
        const index = node === 'broker-1' ? 0 : 1;
        const worker = index === 0;
        writeConf(
          `${shipped}/broker.conf`,
          conf(`${node}.conf`),
          brokerOverrides(6650 + index, 8080 + index, worker),
          '=',
        );
        if (worker)
          writeConf(`${shipped}/functions_worker.yml`, conf('functions_worker.yml'), functionWorkerYaml(data), ': ');
        return {
          command: worker ? ['broker', '--functions-worker-conf', conf('functions_worker.yml')] : ['broker'],
          env: {
            PULSAR_BROKER_CONF: conf(`${node}.conf`),
            PULSAR_MEM: '-Xms256m -Xmx384m -XX:MaxDirectMemorySize=256m',
          },
          readyUrl: `http://127.0.0.1:${8080 + index}/admin/v2/brokers/health`,
          ready: (_status, body) => body.trim() === 'ok',
        };
      }
    }
  }
}
