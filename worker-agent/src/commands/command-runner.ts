import type { CommandOutcome, ServiceAction, SidecarMessage } from '@observatory/protocol/agents';
import type { Services } from '../services/services.ts';
import { AgentError, messageOf } from '../util/agent-error.ts';
import type { Logger } from '../util/logger.ts';
import { runProgram } from '../util/run-program.ts';
import type { CommandEntry, CommandJournal } from './command-journal.ts';

export interface AllowedCommand {
  /** Program and fixed arguments. */
  command: readonly string[];
  /** Most arguments that may follow. */
  maxArgs: number;
  timeoutSeconds: number;
  cwd?: string;
}

export interface CommandRunnerOptions {
  services: Services;
  commands: ReadonlyMap<string, AllowedCommand>;
  journal: CommandJournal;
  logger: Logger;
}

type ServiceCommand = Extract<SidecarMessage, { type: 'command' }>;
type ExecCommand = Extract<SidecarMessage, { type: 'exec' }>;

/**
 * Carries out commands: each key once, one at a time for each service, nothing begun after its deadline.
 *
 * A key that was begun and has no result was cut off by a crash. Starting and stopping lead to the same end however often they
 * are done. A restart is taken up by the run of the service: another run than the one before means that it has happened, no
 * run that only the start is missing. What a program of `exec` did cannot be known, so it is not run again.
 */
export class CommandRunner {
  private readonly options: CommandRunnerOptions;
  private readonly tails = new Map<string, Promise<unknown>>();
  private readonly underWay = new Map<string, Promise<CommandOutcome>>();

  constructor(options: CommandRunnerOptions) {
    this.options = options;
  }

  run(command: ServiceCommand): Promise<CommandOutcome> {
    const what = `${command.action} ${command.service}`;
    return this.once(command, what, command.service, (entry, signal) => this.act(command, entry, signal));
  }

  exec(command: ExecCommand): Promise<CommandOutcome> {
    const what = `exec ${JSON.stringify([command.command, ...command.args])}`;
    return this.once(command, what, `exec ${command.command}`, (entry) => this.runAllowed(command, entry));
  }

  private once(
    { key, budgetMs }: { key: string; budgetMs: number },
    what: string,
    target: string,
    work: (entry: CommandEntry | undefined, signal: AbortSignal) => Promise<CommandOutcome>,
  ): Promise<CommandOutcome> {
    const known = this.options.journal.find(key);
    if (known && known.what !== what)
      return Promise.resolve(refusal('OBS_AGENT_KEY_REUSED', `the key stands for another command: ${known.what}`));
    if (known?.outcome) return Promise.resolve(asRepeated(known.outcome));
    const running = this.underWay.get(key);
    if (running) return running.then(asRepeated);
    const deadline = Date.now() + budgetMs;
    const before = this.tails.get(target) ?? Promise.resolve();
    const result = before.then(async () => {
      const left = deadline - Date.now();
      // Begun before the crash, it has to be brought to an end whatever the time is.
      if (left <= 0 && !known) return refusal('OBS_AGENT_DEADLINE', 'its deadline was over before it could begin');
      return work(known, AbortSignal.timeout(Math.max(1, left))).catch((error: unknown) => failure(error));
    });
    const settled = result.catch(() => undefined);
    this.tails.set(target, settled);
    this.underWay.set(key, result);
    void settled.then(() => {
      this.underWay.delete(key);
      if (this.tails.get(target) === settled) this.tails.delete(target);
    });
    return result;
  }

  private async act(
    command: ServiceCommand,
    known: CommandEntry | undefined,
    signal: AbortSignal,
  ): Promise<CommandOutcome> {
    const { services, journal, logger } = this.options;
    const { key, service, action } = command;
    const manager = services.managerOf(service);
    if (!manager) return refusal('OBS_AGENT_SERVICE', `${service} is not a service of this agent`);
    if (!manager.actionsOf(service).includes(action))
      return refusal('OBS_AGENT_ACTION', `${action} of ${service} is not allowed by the agent's configuration`);
    const startedMs = performance.now();
    const before = await manager.status(service).catch(() => undefined);
    const entry = known ?? {
      key,
      what: `${action} ${service}`,
      begunMs: Date.now(),
      ...(before?.run && { runBefore: before.run }),
    };
    if (!known) journal.note(entry);
    const doing = known ? remaining(action, known, before) : action;
    let outcome: CommandOutcome;
    try {
      const context = { signal, begunMs: entry.begunMs };
      const output = doing === 'nothing' ? `${action}: it had happened` : await manager[doing](service, context);
      const { state } = await manager.status(service);
      outcome = {
        outcome: 'done',
        state,
        output: output.slice(-16_000),
        durationMs: performance.now() - startedMs,
        repeated: false,
      };
    } catch (error) {
      outcome = failure(error);
    }
    journal.note({ ...entry, outcome });
    logger.info({ key, service, action, outcome: outcome.outcome }, 'a command was carried out');
    services.changed();
    return outcome;
  }

  private async runAllowed(
    { key, command, args }: ExecCommand,
    known: CommandEntry | undefined,
  ): Promise<CommandOutcome> {
    const { commands, journal, logger } = this.options;
    const allowed = commands.get(command);
    if (!allowed) return refusal('OBS_AGENT_COMMAND', `${command} is not a command that this agent allows`);
    if (args.length > allowed.maxArgs)
      return refusal(
        'OBS_AGENT_COMMAND',
        `${command} takes at most ${allowed.maxArgs} arguments, ${args.length} were given`,
      );
    if (args.some((arg) => arg.includes('\0'))) return refusal('OBS_AGENT_COMMAND', 'an argument holds a zero byte');
    if (known) {
      const outcome: CommandOutcome = {
        outcome: 'unknown',
        code: 'OBS_AGENT_INTERRUPTED',
        reason: 'the agent ended while the program ran; it is not run again',
        output: '',
      };
      journal.note({ ...known, outcome });
      return outcome;
    }
    const entry = { key, what: `exec ${JSON.stringify([command, ...args])}`, begunMs: Date.now() };
    journal.note(entry);
    const startedMs = performance.now();
    const [program, ...fixed] = allowed.command;
    const {
      exitCode,
      output,
      failure: why,
    } = await runProgram(program, [...fixed, ...args], {
      timeoutMs: allowed.timeoutSeconds * 1000,
      ...(allowed.cwd !== undefined && { cwd: allowed.cwd }),
    });
    const outcome: CommandOutcome =
      exitCode === 0
        ? { outcome: 'done', state: 'unknown', output, durationMs: performance.now() - startedMs, repeated: false }
        : {
            outcome: 'failed',
            code: 'OBS_AGENT_COMMAND',
            reason: why ?? `it ended with exit code ${exitCode}`,
            output,
          };
    journal.note({ ...entry, outcome });
    logger.info({ key, command, exitCode }, 'a program was run');
    return outcome;
  }
}

/** What is left to do of a command that a crash cut off. */
function remaining(
  action: ServiceAction,
  { runBefore }: CommandEntry,
  now: { state: string; run?: string } | undefined,
): ServiceAction | 'nothing' {
  if (action !== 'restart') return action;
  if (now?.state !== 'running') return 'start';
  return now.run !== undefined && now.run !== runBefore ? 'nothing' : 'restart';
}

const asRepeated = (outcome: CommandOutcome): CommandOutcome =>
  outcome.outcome === 'done' ? { ...outcome, repeated: true } : outcome;

const refusal = (code: string, reason: string): CommandOutcome => ({ outcome: 'refused', code, reason, output: '' });

function failure(error: unknown): CommandOutcome {
  const code = error instanceof AgentError ? error.code : 'OBS_AGENT_FAILED';
  const hint = error instanceof AgentError && error.hint !== '' ? ` (${error.hint})` : '';
  return { outcome: 'failed', code, reason: `${messageOf(error)}${hint}`.slice(0, 4000), output: '' };
}
