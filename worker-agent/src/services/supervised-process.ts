import { spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync } from 'node:fs';
import path from 'node:path';
import { AgentError, messageOf } from '../util/agent-error.ts';
import { readIfThere, writeDurably } from '../util/durable-file.ts';
import type { Logger } from '../util/logger.ts';
import { findMarked, processRun, SERVICE_VARIABLE } from './process-identity.ts';
import type { ManagedStatus } from './service-manager.ts';

export interface SupervisedService {
  /** Program and arguments; no shell. */
  command: readonly string[];
  cwd?: string;
  env: Readonly<Record<string, string>>;
  autostart: boolean;
  stopSignal: NodeJS.Signals;
  /** Until the whole process group is killed. */
  stopTimeoutSeconds: number;
}

export interface SupervisedProcessOptions {
  name: string;
  service: SupervisedService;
  /** `<agent>/<name>`. */
  mark: string;
  stateFile: string;
  outputFile: string;
  logger: Logger;
  onChange: () => void;
  backoffMs?: { first: number; most: number };
}

interface State {
  wanted: 'running' | 'stopped';
  pid?: number;
  run?: string;
  sinceMs?: number;
  restarts: number;
}

const BACKOFF_MS = { first: 1000, most: 60_000 };
/** What ran so long did start: the next failure is a new one. */
const SETTLED_MS = 60_000;
const WATCH_MS = 500;

/**
 * One process that the agent starts and keeps running. It leads a session of its own and writes to a file, so that it outlives
 * an agent that is killed; the next agent finds it by its number and start, or by the mark in its environment when the agent
 * was killed before it could note them.
 */
export class SupervisedProcess {
  private readonly options: SupervisedProcessOptions;
  private state: State;
  private stopping = false;
  private lastEnd: string | undefined;
  private failures = 0;
  private timer: NodeJS.Timeout | undefined;
  private readonly watcher: NodeJS.Timeout;
  private closed = false;

  constructor(options: SupervisedProcessOptions) {
    this.options = options;
    const text = readIfThere(options.stateFile);
    this.state = text
      ? (JSON.parse(text) as State)
      : { wanted: options.service.autostart ? 'running' : 'stopped', restarts: 0 };
    this.adopt();
    if (this.state.wanted === 'running' && this.state.pid === undefined) this.tryStart();
    this.watcher = setInterval(() => this.watch(), WATCH_MS);
    this.watcher.unref();
  }

  status(): ManagedStatus {
    const { pid, run, sinceMs, wanted, restarts } = this.state;
    if (pid !== undefined) return { state: this.stopping ? 'stopping' : 'running', run, pid, sinceMs, restarts };
    const waits = this.timer !== undefined;
    return {
      state: wanted === 'stopped' ? 'stopped' : 'error',
      restarts,
      ...(this.lastEnd !== undefined && { detail: `${this.lastEnd}${waits ? '; it is started again' : ''}` }),
    };
  }

  /** Running when it resolves. */
  start(): string {
    if (this.state.pid !== undefined && !this.stopping) {
      this.save({ wanted: 'running' });
      return 'start: it runs already';
    }
    clearTimeout(this.timer);
    this.timer = undefined;
    this.failures = 0;
    this.save({ wanted: 'running' });
    this.spawn();
    return `started with pid ${this.state.pid}`;
  }

  /** Gone, with all of its group, when it resolves. */
  async stop(): Promise<string> {
    clearTimeout(this.timer);
    this.timer = undefined;
    // First, and on disk: a crash in the middle must not bring it back.
    this.save({ wanted: 'stopped' });
    const { pid, run } = this.state;
    if (pid === undefined || run === undefined) {
      this.options.onChange();
      return 'stop: it does not run';
    }
    this.stopping = true;
    this.options.onChange();
    try {
      const { stopSignal, stopTimeoutSeconds } = this.options.service;
      signalGroup(pid, stopSignal);
      const isGone = await gone(run, pid, stopTimeoutSeconds * 1000);
      if (!isGone) {
        signalGroup(pid, 'SIGKILL');
        if (!(await gone(run, pid, 10_000)))
          throw new AgentError('OBS_AGENT_STOP', `pid ${pid} did not end, even killed`);
      }
      this.ended(run, 'stopped');
      return isGone ? `stopped pid ${pid}` : `killed pid ${pid}: it did not end within ${stopTimeoutSeconds} s`;
    } finally {
      this.stopping = false;
    }
  }

  /** Leaves the process as it is: the next agent takes it over. */
  close(): void {
    this.closed = true;
    clearTimeout(this.timer);
    clearInterval(this.watcher);
  }

  private adopt(): void {
    const { pid, run } = this.state;
    if (pid !== undefined && run !== undefined && processRun(pid) === run) return;
    const [found] = findMarked(this.options.mark);
    if (found === undefined) {
      if (pid !== undefined) this.lastEnd = 'it ended while no agent ran';
      this.save({ pid: undefined, run: undefined, sinceMs: undefined });
      return;
    }
    this.save({ pid: found, run: processRun(found), sinceMs: Date.now() });
    this.options.logger.info({ service: this.options.name, pid: found }, 'a process of an agent before was taken over');
  }

  private tryStart(): void {
    try {
      this.spawn();
    } catch (error) {
      this.lastEnd = messageOf(error);
      this.again();
    }
  }

  private spawn(): void {
    const { service, mark, outputFile, logger, name } = this.options;
    const [program, ...args] = service.command;
    mkdirSync(path.dirname(outputFile), { recursive: true, mode: 0o700 });
    const output = openSync(outputFile, 'a', 0o600);
    try {
      const child = spawn(program, args, {
        shell: false,
        detached: true,
        stdio: ['ignore', output, output],
        env: { ...process.env, ...service.env, [SERVICE_VARIABLE]: mark },
        ...(service.cwd !== undefined && { cwd: service.cwd }),
      });
      child.on('error', (error) => {
        this.lastEnd = error.message;
        logger.warn({ service: name, error: error.message }, 'a service cannot be started');
        if (child.pid === undefined) this.again();
      });
      if (child.pid === undefined)
        throw new AgentError('OBS_AGENT_START', `${program} cannot be started`, {
          hint: 'check the command of the service',
        });
      const run = processRun(child.pid) ?? `${child.pid}-0`;
      child.on('exit', (code, signal) =>
        this.ended(run, signal ? `ended by ${signal}` : `ended with exit code ${code}`),
      );
      child.unref();
      this.save({ pid: child.pid, run, sinceMs: Date.now() });
      this.options.onChange();
    } finally {
      closeSync(output);
    }
  }

  /** Processes that were taken over are no children: nobody tells of their end. */
  private watch(): void {
    const { pid, run } = this.state;
    if (pid !== undefined && run !== undefined && processRun(pid) !== run) this.ended(run, 'it ended');
  }

  private ended(run: string, how: string): void {
    if (this.closed || this.state.run !== run) return;
    const ranMs = Date.now() - (this.state.sinceMs ?? 0);
    this.lastEnd = how;
    this.save({ pid: undefined, run: undefined, sinceMs: undefined });
    if (this.state.wanted === 'running') {
      if (ranMs > SETTLED_MS) this.failures = 0;
      this.options.logger.warn({ service: this.options.name, how }, 'a service ended by itself');
      this.again();
    }
    this.options.onChange();
  }

  private again(): void {
    if (this.closed || this.state.wanted !== 'running' || this.timer) return;
    const { first, most } = this.options.backoffMs ?? BACKOFF_MS;
    this.timer = setTimeout(
      () => {
        this.timer = undefined;
        if (this.closed || this.state.wanted !== 'running' || this.state.pid !== undefined) return;
        this.save({ restarts: this.state.restarts + 1 });
        this.tryStart();
      },
      Math.min(most, first * 2 ** Math.min(16, this.failures++)),
    );
  }

  private save(change: Partial<State>): void {
    this.state = { ...this.state, ...change };
    writeDurably(this.options.stateFile, JSON.stringify(this.state));
  }
}

function signalGroup(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return;
    try {
      process.kill(pid, signal);
    } catch {
      // It ended meanwhile.
    }
  }
}

async function gone(run: string, pid: number, timeoutMs: number): Promise<boolean> {
  const until = Date.now() + timeoutMs;
  for (;;) {
    if (processRun(pid) !== run) return true;
    if (Date.now() >= until) return false;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
