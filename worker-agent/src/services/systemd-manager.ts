import type { ServiceAction, ServiceState } from '@observatory/protocol/agents';
import { AgentError } from '../util/agent-error.ts';
import { runProgram } from '../util/run-program.ts';
import { listAll, type ActionContext, type ManagedStatus, type ServiceManager } from './service-manager.ts';

export interface SystemdService {
  unit: string;
  actions: readonly ServiceAction[];
}

const PROPERTIES = [
  'LoadState',
  'ActiveState',
  'SubState',
  'NRestarts',
  'MainPID',
  'InvocationID',
  'ActiveEnterTimestamp',
  'Result',
];
const SHOW_TIMEOUT_MS = 10_000;
/** Units end stops themselves by TimeoutStopSec; systemctl waits for that. */
const ACTION_TIMEOUT_MS = 600_000;

const STATES: Readonly<Record<string, ServiceState>> = {
  active: 'running',
  reloading: 'running',
  inactive: 'stopped',
  failed: 'error',
  activating: 'starting',
  deactivating: 'stopping',
};

/** Units through `systemctl`, called with argument lists. */
export class SystemdManager implements ServiceManager {
  readonly kind = 'systemd';
  private readonly services: ReadonlyMap<string, SystemdService>;
  private readonly program: string;
  private readonly scope: readonly string[];

  constructor(services: ReadonlyMap<string, SystemdService>, options: { program?: string; user?: boolean } = {}) {
    this.services = services;
    this.program = options.program ?? 'systemctl';
    this.scope = options.user ? ['--user'] : [];
  }

  get names(): readonly string[] {
    return [...this.services.keys()];
  }

  actionsOf(name: string): readonly ServiceAction[] {
    return this.service(name).actions;
  }

  async status(name: string): Promise<ManagedStatus> {
    const { unit } = this.service(name);
    const output = await this.call(['show', `--property=${PROPERTIES.join(',')}`, '--', unit], SHOW_TIMEOUT_MS);
    const values = Object.fromEntries(
      output.split('\n').map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1).trim()]),
    );
    if (values.LoadState === 'not-found') return { state: 'error', detail: `there is no unit ${unit}` };
    const state = STATES[values.ActiveState] ?? 'unknown';
    const pid = Number(values.MainPID);
    const since = Date.parse(
      values.ActiveEnterTimestamp?.replace(/^\w{3} (\S+) (\S+) (\S+)$/, '$1T$2 $3').replace(' UTC', 'Z') ?? '',
    );
    return {
      state,
      ...(state === 'running' && values.InvocationID && { run: values.InvocationID }),
      ...(pid > 0 && { pid }),
      ...(Number.isFinite(since) && { sinceMs: since }),
      ...(/^\d+$/.test(values.NRestarts ?? '') && { restarts: Number(values.NRestarts) }),
      ...(state !== 'running' && { detail: `${values.ActiveState} (${values.SubState}), result ${values.Result}` }),
    };
  }

  start(name: string, context: ActionContext): Promise<string> {
    return this.act('start', name, context);
  }

  stop(name: string, context: ActionContext): Promise<string> {
    return this.act('stop', name, context);
  }

  restart(name: string, context: ActionContext): Promise<string> {
    return this.act('restart', name, context);
  }

  list(): Promise<(ManagedStatus & { name: string })[]> {
    return listAll(this.names, (name) => this.status(name));
  }

  /** systemd goes on with its job whatever becomes of systemctl: at the deadline nobody waits any more. */
  private async act(action: ServiceAction, name: string, _context: ActionContext): Promise<string> {
    return this.call([action, '--', this.service(name).unit], ACTION_TIMEOUT_MS);
  }

  private async call(args: readonly string[], timeoutMs: number): Promise<string> {
    const all = [...this.scope, '--no-ask-password', '--no-pager', ...args];
    const { exitCode, output, failure } = await runProgram(this.program, all, {
      timeoutMs,
      env: { LC_ALL: 'C', TZ: 'UTC' },
    });
    if (exitCode === 0) return output;
    throw new AgentError('OBS_AGENT_SYSTEMD', failure ?? (output.trim() || `systemctl ended with ${exitCode}`), {
      hint: 'the agent needs the right to manage the unit: a polkit rule, or a user unit with `user: true`',
    });
  }

  private service(name: string): SystemdService {
    const service = this.services.get(name);
    if (!service) throw new AgentError('OBS_AGENT_SERVICE', `${name} is not a systemd service of this agent`);
    return service;
  }
}
