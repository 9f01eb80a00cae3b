import { MAX_INTERVAL_SECONDS, MIN_INTERVAL_SECONDS } from '@observatory/protocol/agents';

export interface AdviceInput {
  /** What the agent runs: `agents/<agent>/<service>` and topology ids. */
  targets: readonly string[];
  /** Nodes in trouble, and targets of operations that are being carried out. */
  troubled: ReadonlySet<string>;
  /** Share of the time in which the sidecar's thread was busy, 0 to 1. */
  load: number;
}

/** Busy for so much of the time, the sidecar asks for fewer reports. */
const LOADED_ABOVE = 0.8;

/**
 * How often an agent should report now: as often as it can while something of its own is in trouble or operated on, as seldom
 * as it can while the sidecar is loaded, and otherwise (undefined) as it sees fit. Trouble goes before load.
 */
export function adviseInterval({ targets, troubled, load }: AdviceInput): number | undefined {
  if (targets.some((each) => troubled.has(each))) return MIN_INTERVAL_SECONDS;
  return load > LOADED_ABOVE ? MAX_INTERVAL_SECONDS : undefined;
}
