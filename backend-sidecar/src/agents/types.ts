/** What other parts of the sidecar (control, dashboard, services page) know of agents. */
import type { ServiceAction, ServiceState } from '@observatory/protocol/agents';

export interface CommandOptions {
  /** The same key means the same command: an agent that has done it answers with the old result and does nothing. */
  key: string;
  /** Milliseconds since the epoch: nothing is begun after it, and the caller is answered by then. */
  deadlineMs: number;
  /** Stops waiting. What the agent has begun goes on; its result is remembered under the key. */
  signal?: AbortSignal;
}

/**
 * How a command ended. `refused`: nothing was done, the reason says why (not allowed, unknown service, deadline over).
 * `failed`: it was tried. `unknown`: the link broke or the time was over while the agent had it: it may or may not have
 * happened; ask again with the same key.
 */
export type CommandResult =
  | { outcome: 'done'; state: ServiceState; output: string; durationMs: number; repeated: boolean }
  | { outcome: 'refused' | 'failed' | 'unknown'; code: string; reason: string; output: string };

export interface ArgvOptions extends CommandOptions {
  /** Name of a command that the agent's configuration allows; its program and fixed arguments stand there. */
  command: string;
  /** Appended as arguments of their own; no shell ever sees them. */
  args: readonly string[];
}

/** Commands to agents. Never throws for what the agent or the link did: that is the result. */
export interface AgentCommands {
  run(agentId: string, service: string, action: ServiceAction, options: CommandOptions): Promise<CommandResult>;
  /** A recovery command from the agent's allow-list. */
  exec(agentId: string, options: ArgvOptions): Promise<CommandResult>;
  /** Whether the agent is connected now, so that a plan can say so. */
  isConnected(agentId: string): boolean;
}
