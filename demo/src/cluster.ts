import type { DemoNode, FaultRequest, GroundTruth } from '@observatory/protocol/demo';
import { injectedPace, wallPace, type DemoClock, type Pace } from './clock.ts';
import { Pages, type AnyProcess } from './exposition/pages.ts';
import { FaultEngine } from './faults/engine.ts';
import type { Fault } from './faults/fault.ts';
import { handleNode } from './http/node-handler.ts';
import { NodeServer, type NodeGate } from './http/node-server.ts';
import { buildWorld } from './model/build.ts';
import { stepWorld } from './model/step.ts';
import { answers, type World } from './model/world.ts';
import { assignPort, listeners } from './ports.ts';
import { clusterSize, type ClusterSize } from './size.ts';

export interface DemoClusterOptions {
  seed?: number;
  /** Name of the Pulsar cluster; the `cluster` label of brokers and workers. */
  cluster?: string;
  /** About how many Pulsar processes; see `clusterSize`. */
  nodes?: number;
  /** Exact numbers, above `nodes`. */
  size?: Partial<ClusterSize>;
  /** Virtual time at which the cluster is found running; now by default, or the injected clock's now. */
  startMs?: number;
  /** First port; 0 lets the system choose each. */
  basePort?: number;
  /** Time from outside (the library form). Without it the wall clock, `speed` times. */
  clock?: DemoClock;
  /** Virtual seconds per wall second, or `max`: only `advanceTo` moves time. */
  speed?: number | 'max';
  /** exposeTopicLevelMetricsInPrometheus; `auto` turns it off above 5,000 topics, as operators do. */
  topicLevel?: boolean | 'auto';
  /** File to which the ground truth is appended, one JSON object a line. */
  truthFile?: string;
}

const TOPIC_LEVEL_LIMIT = 5000;
/** Work between two turns of the event loop when the world has to catch up. */
const SLICE_MS = 15;

/**
 * A simulated Pulsar cluster: the model, its faults, and (after `start`) one HTTP listener a node. Time is pulled: whoever
 * asks (a scrape, a REST call, `advanceTo`) first brings the world up to its clock, tick by tick, so the same seed gives the
 * same values at the same virtual time whatever the pace, and an injected clock needs no timers.
 */
export class DemoCluster {
  readonly world: World;
  readonly faults: FaultEngine;
  readonly pages: Pages;
  readonly pace: Pace;
  private readonly basePort: number;
  private servers: NodeServer[] = [];
  private catchingUp: Promise<void> | undefined;
  private timer: NodeJS.Timeout | undefined;
  private stopped = false;

  constructor(options: DemoClusterOptions = {}) {
    const startMs = Math.floor((options.startMs ?? options.clock?.now() ?? Date.now()) / 1000) * 1000;
    const size = clusterSize(options.nodes ?? 3, options.size);
    this.basePort = options.basePort ?? 7500;
    this.world = buildWorld({
      seed: options.seed ?? 1,
      cluster: options.cluster ?? 'demo-1',
      size,
      startMs,
      basePort: this.basePort || 7500,
    });
    this.faults = new FaultEngine(this.world, options.truthFile);
    const topicLevel = options.topicLevel ?? 'auto';
    this.pages = new Pages(this.world, {
      topicLevel: topicLevel === 'auto' ? size.topics <= TOPIC_LEVEL_LIMIT : topicLevel,
    });
    this.pace = options.clock ? injectedPace(options.clock) : wallPace(startMs, options.speed ?? 1);
  }

  /** Virtual time of the world, ms since the epoch: the last whole tick. */
  get nowMs(): number {
    return this.world.nowMs;
  }

  /** Opens a listener for every node. Rejects when a port is taken, with all listeners closed again. */
  async start(): Promise<void> {
    this.stopped = false;
    const gate: NodeGate = {
      settle: () => this.settle(),
      nowMs: () => this.world.nowMs,
      wait: (ms) => this.pace.wait(ms),
      closed: () => this.stopped,
    };
    try {
      for (const process of listeners(this.world)) {
        const server = new NodeServer(process, gate, (request, response) =>
          handleNode(this.world, this.pages, process, request, response),
        );
        const port = await server.listen(this.basePort === 0 ? 0 : process.port);
        assignPort(this.world, process, port);
        this.servers.push(server);
      }
    } catch (error) {
      await this.stop();
      throw error;
    }
    // Without requests time passes as well: events, faults and their log must not wait for a scrape.
    if (this.pace.speed() !== 'injected') {
      this.timer = setInterval(() => void this.settle(), 500);
      this.timer.unref();
    }
  }

  async stop(): Promise<void> {
    this.stopped = true;
    clearInterval(this.timer);
    const servers = this.servers;
    this.servers = [];
    await Promise.all(servers.map((server) => server.close()));
  }

  /** Moves virtual time to `ms` (a time in the past does nothing). The world then stands at the last whole tick. */
  async advanceTo(ms: number): Promise<void> {
    this.pace.advanceTo(ms);
    await this.catchUp(Math.max(ms, this.pace.targetMs()));
  }

  /** Brings the world up to its clock. */
  settle(): Promise<void> {
    return this.catchUp(this.pace.targetMs());
  }

  /** The same without HTTP and without yielding: for tests and soaks. */
  advanceSync(ms: number): void {
    this.pace.advanceTo(ms);
    while (this.world.nowMs + this.world.tickMs <= ms) this.tick();
  }

  inject(request: FaultRequest): Fault {
    return this.faults.inject(request);
  }

  groundTruth(): GroundTruth[] {
    return this.faults.groundTruth();
  }

  /** A node's exposition body as of now, without HTTP; undefined when it would not answer. */
  scrape(name: string): Buffer | undefined {
    const process = this.find(name);
    return process && answers(process, this.world.nowMs) ? this.pages.read(process) : undefined;
  }

  find(name: string): AnyProcess | undefined {
    return [...listeners(this.world), ...this.world.workers].find((process) => process.name === name);
  }

  /** All nodes with their ids and addresses: the port map. */
  nodes(): DemoNode[] {
    return listeners(this.world).map((process) => ({
      name: process.name,
      kind: process.kind,
      id: 'id' in process ? process.id : process.name,
      url: `http://${process.address}`,
      metricsUrl: `http://${process.address}${process.kind === 'broker' ? '/metrics/' : '/metrics'}`,
      host: this.world.hosts[process.host]?.name ?? '',
      up: answers(process, this.world.nowMs),
    }));
  }

  private tick(): void {
    this.faults.step();
    stepWorld(this.world);
  }

  private catchUp(targetMs: number): Promise<void> {
    if (this.world.nowMs + this.world.tickMs > targetMs) return Promise.resolve();
    this.catchingUp ??= this.run().finally(() => {
      this.catchingUp = undefined;
    });
    return this.catchingUp;
  }

  private async run(): Promise<void> {
    const began = performance.now();
    let from = began;
    // The target is read anew each time: an injected clock may have moved on meanwhile.
    while (!this.stopped && this.world.nowMs + this.world.tickMs <= this.pace.targetMs()) {
      this.tick();
      const now = performance.now();
      if (now - from < SLICE_MS) continue;
      if (now - began > this.pace.patienceMs()) return this.pace.slip(this.world.nowMs);
      await new Promise((resolve) => setImmediate(resolve));
      from = performance.now();
    }
  }
}

/** Builds a cluster; nothing listens until `start()`. */
export function createDemoCluster(options: DemoClusterOptions = {}): DemoCluster {
  return new DemoCluster(options);
}
