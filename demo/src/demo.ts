import type { ClusterSize } from './size.ts';
import { createDemoCluster, type DemoCluster } from './cluster.ts';
import { planScenario } from './faults/scenario.ts';
import { ControlServer } from './http/control.ts';

export interface RunDemoOptions {
  nodes?: number;
  brokers?: number;
  bookies?: number;
  workers?: number;
  topics?: number;
  seed?: number;
  speed?: number | 'max';
  basePort?: number;
  controlPort?: number;
  /** ISO time at which the virtual clock starts; now when absent. */
  start?: string;
  cluster?: string;
  /** `mixed` schedules incidents by the seed; `none` leaves it to the control port. */
  scenario?: 'none' | 'mixed';
  topicLevel?: boolean | 'auto';
  truthFile?: string;
}

export interface RunningDemo {
  cluster: DemoCluster;
  urls: {
    /** Admin API of the first broker: what the sidecar is pointed at. */
    admin: string;
    control: string;
    brokers: string[];
    bookies: string[];
    workers: string[];
    zookeepers: string[];
    hosts: string[];
  };
  /** BookKeeper id to HTTP address, for the sidecar's `bookies` list. */
  bookieHttp: Record<string, string>;
  stop(): Promise<void>;
}

/** What cannot be started, said in one line with the cure. */
export class DemoStartError extends Error {
  readonly code: 'OBS_DEMO_OPTION' | 'OBS_DEMO_PORT_TAKEN';
  readonly hint: string;

  constructor(code: 'OBS_DEMO_OPTION' | 'OBS_DEMO_PORT_TAKEN', message: string, hint: string, cause?: unknown) {
    super(message, { cause });
    this.name = 'DemoStartError';
    this.code = code;
    this.hint = hint;
  }
}

const SCENARIO_LENGTH = 500;

function check(options: RunDemoOptions): number | undefined {
  for (const key of ['nodes', 'brokers', 'bookies', 'workers', 'topics', 'seed', 'basePort', 'controlPort'] as const) {
    const value = options[key];
    const least = key === 'seed' || key === 'basePort' || key === 'controlPort' || key === 'workers' ? 0 : 1;
    if (value !== undefined && (!Number.isInteger(value) || value < least)) {
      throw new DemoStartError(
        'OBS_DEMO_OPTION',
        `--${key} is ${value}: it must be a whole number from ${least} upwards`,
        'see docs/guide/demo.md',
      );
    }
  }
  if (typeof options.speed === 'number' && !(options.speed > 0)) {
    throw new DemoStartError(
      'OBS_DEMO_OPTION',
      `--speed is ${options.speed}: it must be above 0, or max`,
      'see docs/guide/demo.md',
    );
  }
  if (options.start === undefined) return undefined;
  const startMs = Date.parse(options.start);
  if (Number.isNaN(startMs)) {
    throw new DemoStartError(
      'OBS_DEMO_OPTION',
      `--start is "${options.start}": not an ISO time`,
      'write it like 2026-11-22T10:00:00Z',
    );
  }
  return startMs;
}

function portTaken(error: unknown): DemoStartError | undefined {
  const { code, port } = (error ?? {}) as { code?: string; port?: number };
  if (code !== 'EADDRINUSE') return undefined;
  return new DemoStartError(
    'OBS_DEMO_PORT_TAKEN',
    `port ${port} is taken`,
    'stop what listens there, or give --base-port / --control-port',
    error,
  );
}

/** Starts the demo cluster with its control port; rejects with a DemoStartError that says what to do. */
export async function runDemo(options: RunDemoOptions = {}): Promise<RunningDemo> {
  const startMs = check(options);
  const { brokers, bookies, workers, topics } = options;
  const size: Partial<ClusterSize> = Object.fromEntries(
    Object.entries({ brokers, bookies, workers, topics }).filter(([, value]) => value !== undefined),
  );
  const cluster = createDemoCluster({
    seed: options.seed,
    cluster: options.cluster,
    nodes: options.nodes,
    size,
    startMs,
    basePort: options.basePort,
    speed: options.speed,
    topicLevel: options.topicLevel,
    truthFile: options.truthFile,
  });
  const control = new ControlServer(cluster);
  let controlPort = 0;
  try {
    await cluster.start();
    controlPort = await control.listen(options.controlPort ?? 7490);
  } catch (error) {
    await cluster.stop();
    throw portTaken(error) ?? error;
  }
  if (options.scenario === 'mixed') {
    for (const request of planScenario({ seed: cluster.world.seed, startMs: cluster.nowMs, count: SCENARIO_LENGTH }))
      cluster.inject(request);
  }
  const nodes = cluster.nodes();
  const urls = (kind: string): string[] => nodes.filter((n) => n.kind === kind).map((n) => n.url);
  return {
    cluster,
    urls: {
      admin: urls('broker')[0],
      control: `http://127.0.0.1:${controlPort}`,
      brokers: urls('broker'),
      bookies: urls('bookie'),
      workers: urls('function_worker'),
      zookeepers: urls('zookeeper'),
      hosts: urls('host'),
    },
    bookieHttp: Object.fromEntries(nodes.filter((n) => n.kind === 'bookie').map((n) => [n.id, n.url])),
    async stop() {
      await control.close();
      await cluster.stop();
    },
  };
}
