import { randomUUID } from 'node:crypto';
import type { CommandOutcome, SidecarMessage } from '@observatory/protocol/agents';
import type { Clock } from '../util/clock.ts';
import type { CommandOptions, CommandResult } from './types.ts';

type Command = Extract<SidecarMessage, { type: 'command' | 'exec' }>;
/** `Omit` that keeps the members of a union apart. */
export type CommandBody = Command extends infer Each
  ? Each extends Command
    ? Omit<Each, 'id' | 'budgetMs' | 'key'>
    : never
  : never;

interface Pending {
  agent: string;
  id: string;
  body: CommandBody;
  options: CommandOptions;
  wasSent: boolean;
  settle: (result: CommandResult) => void;
}

/**
 * Commands on their way. When a link breaks they are sent again over the next one, under the same key, so that the agent does
 * nothing twice; what is not answered by its deadline is `unknown`.
 */
export class PendingCommands {
  private readonly byId = new Map<string, Pending>();
  private readonly clock: Clock;

  constructor(clock: Clock) {
    this.clock = clock;
  }

  /** @param send false when the agent is not connected. */
  add(
    agent: string,
    body: CommandBody,
    options: CommandOptions,
    send: (message: SidecarMessage) => boolean,
  ): Promise<CommandResult> {
    const id = randomUUID();
    return new Promise((resolve) => {
      const stopWaiting = (reason: string) => () => pending.settle(unanswered(reason));
      const cancel = this.clock.setTimeout(
        stopWaiting('the agent did not answer by the deadline'),
        Math.max(0, options.deadlineMs - this.clock.now()),
      );
      const onAbort = stopWaiting('nobody waits for it any more');
      options.signal?.addEventListener('abort', onAbort, { once: true });
      const pending: Pending = {
        agent,
        id,
        body,
        options,
        wasSent: false,
        settle: (result) => {
          if (!this.byId.delete(id)) return;
          cancel();
          options.signal?.removeEventListener('abort', onAbort);
          resolve(result);
        },
      };
      this.byId.set(id, pending);
      if (options.signal?.aborted || options.deadlineMs <= this.clock.now())
        return pending.settle(refused('OBS_AGENT_DEADLINE', 'its deadline was over before it was sent'));
      pending.wasSent = send(this.messageOf(pending));
      if (!pending.wasSent) pending.settle(refused('OBS_AGENT_OFFLINE', `the agent ${agent} is not connected`));
    });
  }

  /** A link was made anew: what is not answered goes out again. */
  resend(agent: string, send: (message: SidecarMessage) => boolean): void {
    for (const pending of this.byId.values()) if (pending.agent === agent) send(this.messageOf(pending));
  }

  /** An answer counts only from the agent that was asked. */
  answer(agent: string, id: string, outcome: CommandOutcome): void {
    const pending = this.byId.get(id);
    if (pending?.agent === agent) pending.settle(outcome);
  }

  /** The agent will not come back (revoked, or we stop). */
  abandon(agent: string | undefined, reason: string): void {
    for (const pending of [...this.byId.values()])
      if (agent === undefined || pending.agent === agent) pending.settle(unanswered(reason));
  }

  private messageOf({ id, body, options }: Pending): SidecarMessage {
    const budgetMs = Math.min(3_600_000, Math.max(0, Math.trunc(options.deadlineMs - this.clock.now())));
    return { ...body, id, key: options.key, budgetMs };
  }
}

const refused = (code: string, reason: string): CommandResult => ({ outcome: 'refused', code, reason, output: '' });
const unanswered = (reason: string): CommandResult => ({
  outcome: 'unknown',
  code: 'OBS_AGENT_UNANSWERED',
  reason,
  output: '',
});
