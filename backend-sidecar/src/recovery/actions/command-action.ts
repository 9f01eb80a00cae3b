import type { AgentInfo } from '@observatory/protocol/agents';
import type { AgentCommands, CommandResult } from '../../agents/types.ts';
import { sleep, type Clock } from '../../util/clock.ts';
import { messageOf } from '../../util/errors.ts';
import type { ActionKind, ActionRequest, ActionResult, Preview } from './action.ts';
import { fillArguments, shownCommand } from './fill-arguments.ts';

export interface CommandActionOptions {
  clock: Clock;
  agents: Pick<AgentCommands, 'exec' | 'isConnected'>;
  info: (agent: string) => AgentInfo | undefined;
}

/** How long a start waits for the agent of a command that was under way. */
const RETURN_MS = 120_000;
const POLL_MS = 1000;

/**
 * A program from the allow-list of the agent, which decides what the name means. The agent keeps the key on disk: asked again
 * after a crash of either side it answers with what happened, and does nothing twice.
 */
export class CommandAction implements ActionKind {
  private readonly options: CommandActionOptions;

  constructor(options: CommandActionOptions) {
    this.options = options;
  }

  preview(request: ActionRequest): Promise<Preview> {
    const { command, args, agent } = parts(request);
    const says = (shown: readonly string[]) => `Would run ${shownCommand(command, shown)} on the agent ${agent}`;
    try {
      const filled = says(fillArguments(args, request));
      return Promise.resolve({ says: filled, refusal: this.refusal(agent, command) });
    } catch (error) {
      return Promise.resolve({ says: says(args), refusal: messageOf(error) });
    }
  }

  async perform(request: ActionRequest, resumed: boolean, signal: AbortSignal): Promise<ActionResult | 'interrupted'> {
    const { clock, agents } = this.options;
    const { command, args, agent } = parts(request);
    if (resumed) {
      const untilMs = clock.now() + RETURN_MS;
      while (!agents.isConnected(agent) && clock.now() < untilMs && !signal.aborted)
        await sleep(clock, POLL_MS, signal);
    }
    if (signal.aborted) return 'interrupted';
    let filled: string[];
    try {
      filled = fillArguments(args, request);
    } catch (error) {
      return { outcome: 'refused', detail: messageOf(error) };
    }
    const result = await agents.exec(agent, {
      key: request.key,
      command,
      args: filled,
      // The agent has a time-out of its own; this one is for the way there and back.
      deadlineMs: clock.now() + request.rule.timeoutMs + 10_000,
      signal,
    });
    if (signal.aborted && result.outcome !== 'done') return 'interrupted';
    // Refused now says nothing of what was done before the crash.
    if (resumed && result.outcome === 'refused')
      return { outcome: 'unknown', detail: `it was under way when the sidecar ended, and now: ${result.reason}` };
    return resultOf(result);
  }

  /** Why it cannot be run now; empty when it can. */
  private refusal(agent: string, command: string): string {
    const info = this.options.info(agent);
    if (!info) return `there is no agent ${agent}`;
    if (!this.options.agents.isConnected(agent)) return `the agent ${agent} is not connected`;
    return info.commands.includes(command) ? '' : `the agent ${agent} allows no command ${command}`;
  }
}

function parts({ rule: { does }, target: agent }: ActionRequest): {
  command: string;
  args: readonly string[];
  agent: string;
} {
  if (does.kind !== 'command') throw new Error(`an action of kind ${does.kind} is no command`);
  return { command: does.command, args: does.args, agent };
}

function resultOf(result: CommandResult): ActionResult {
  const output = result.output.trim().slice(-1000);
  if (result.outcome === 'done') return { outcome: 'done', detail: output || 'it ended well and said nothing' };
  return { outcome: result.outcome, detail: output === '' ? result.reason : `${result.reason}: ${output}` };
}
