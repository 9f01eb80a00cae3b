import { performance, type EventLoopUtilization } from 'node:perf_hooks';
import type { AgentService } from '@observatory/protocol/agents';
import type { Clock } from '../util/clock.ts';
import { every } from '../util/every.ts';
import { adviseInterval } from './interval-advice.ts';

export interface IntervalAdvisorOptions {
  clock: Clock;
  fleet: { services(): readonly AgentService[]; suggestInterval(agent: string, seconds: number): boolean };
  /** Topology ids of nodes in trouble, and targets of operations that are being carried out. */
  troubled: () => ReadonlySet<string>;
  /** Busy share of the thread since the last time it was asked; measured, unless a test says it. */
  load?: () => number;
}

/** An agent forgets a suggestion after five minutes. */
const ADVISE_MS = 60_000;

/** Suggests to agents how often to report, by what happens to their services and to the sidecar. */
export class IntervalAdvisor {
  private readonly options: IntervalAdvisorOptions;
  private readonly load: () => number;
  private cancel: () => void = () => {};

  constructor(options: IntervalAdvisorOptions) {
    this.options = options;
    this.load = options.load ?? measuredLoad();
  }

  start(): void {
    this.cancel = every(this.options.clock, ADVISE_MS, () => this.advise());
  }

  stop(): void {
    this.cancel();
  }

  /** One turn over all connected agents. */
  advise(): void {
    const { fleet } = this.options;
    const troubled = this.options.troubled();
    const load = this.load();
    const targets = new Map<string, string[]>();
    for (const { agent, name, node, agentConnected } of fleet.services()) {
      if (!agentConnected) continue;
      const own = targets.get(agent) ?? [];
      own.push(`agents/${agent}/${name}`, ...(node === undefined ? [] : [node]));
      targets.set(agent, own);
    }
    for (const [agent, own] of targets) {
      const seconds = adviseInterval({ targets: own, troubled, load });
      if (seconds !== undefined) fleet.suggestInterval(agent, seconds);
    }
  }
}

function measuredLoad(): () => number {
  let last: EventLoopUtilization = performance.eventLoopUtilization();
  return () => {
    const now = performance.eventLoopUtilization();
    const { utilization } = performance.eventLoopUtilization(now, last);
    last = now;
    return utilization;
  };
}
