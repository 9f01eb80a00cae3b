import type { Node } from '@observatory/protocol/nodes';
import type { NewEvent } from '../events/index.ts';
import type { PromqlSource } from '../storage.ts';
import { messageOf } from '../util/errors.ts';
import type { Clock } from '../util/clock.ts';
import type { Logger } from '../util/logger.ts';

export interface RestartWatchOptions {
  promql: PromqlSource;
  nodes: () => readonly Node[];
  clock: Clock;
  logger: Logger;
  onRestart: (event: NewEvent) => void;
  intervalMs?: number;
}

const QUERY = 'max by (cluster, instance) (process_start_time_seconds)';
const INTERVAL_MS = 15_000;
/** Some JVMs tell their start a little differently after each scrape. */
const TOLERANCE_SECONDS = 2;

/** Tells restarts by the start time that every JVM and Go process exposes. */
export class RestartWatch {
  private readonly options: RestartWatchOptions;
  private readonly started = new Map<string, number>();
  private cancelTimer: (() => void) | undefined;
  private running: Promise<void> = Promise.resolve();

  constructor(options: RestartWatchOptions) {
    this.options = options;
  }

  start(): void {
    this.cancelTimer = this.options.clock.setTimeout(() => {
      this.running = this.look();
      this.start();
    }, this.options.intervalMs ?? INTERVAL_MS);
  }

  async stop(): Promise<void> {
    this.cancelTimer?.();
    await this.running;
  }

  settled(): Promise<void> {
    return this.running;
  }

  private async look(): Promise<void> {
    const { promql, nodes, clock, logger, onRestart } = this.options;
    try {
      const { value } = await promql.instant(QUERY, clock.now());
      if (value.resultType !== 'vector') return;
      const starts = new Map(
        value.series.map((each) => [`${each.labels.get('cluster')}\n${each.labels.get('instance')}`, each.value]),
      );
      const present = new Set<string>();
      for (const node of nodes()) {
        present.add(node.id);
        const start = starts.get(`${node.labels.cluster ?? ''}\n${node.labels.instance ?? node.address}`);
        if (start === undefined) continue;
        const before = this.started.get(node.id);
        this.started.set(node.id, start);
        if (before !== undefined && start - before > TOLERANCE_SECONDS) onRestart(restartOf(node, before, start));
      }
      for (const id of this.started.keys()) if (!present.has(id)) this.started.delete(id);
    } catch (error) {
      logger.debug({ error: messageOf(error) }, 'starts of processes could not be read');
    }
  }
}

function restartOf(node: Node, before: number, start: number): NewEvent {
  const name = `${(node.kind ?? node.job).replaceAll('_', ' ')} ${node.labels.node ?? node.address}`;
  return {
    type: 'restart',
    severity: 'warning',
    timeMs: Math.round(start * 1000),
    cluster: node.cluster,
    node: topologyIdOf(node),
    summary: `${name} restarted`,
    details: { ranSeconds: Math.round(start - before) },
  };
}

/** The id by which the topology knows a node: Pulsar's own name for it, where discovery has told it. */
export function topologyIdOf(node: Node): string {
  return node.kind ? `${node.cluster}/${node.kind}/${node.labels.node ?? node.address}` : node.id;
}
