import type { ServiceAction, ServiceState } from '@observatory/protocol/agents';
import { AgentError } from '../util/agent-error.ts';
import { httpCall, type HttpAnswer } from './http-json.ts';
import { listAll, type ActionContext, type ManagedStatus, type ServiceManager } from './service-manager.ts';

export interface DockerService {
  /** Name or id. */
  container: string;
  actions: readonly ServiceAction[];
  /** Until the engine kills it: its own default of 10 s would cut a broker off in mid-drain. */
  stopTimeoutSeconds: number;
}

interface Inspected {
  Id: string;
  RestartCount?: number;
  State: {
    Status: string;
    Running: boolean;
    Pid: number;
    StartedAt: string;
    ExitCode: number;
    Error?: string;
    OOMKilled?: boolean;
  };
}

const STATES: Readonly<Record<string, ServiceState>> = {
  running: 'running',
  paused: 'stopped',
  created: 'stopped',
  restarting: 'starting',
  removing: 'stopping',
  exited: 'stopped',
  dead: 'error',
};

/** Containers through the Engine API on its unix socket. */
export class DockerManager implements ServiceManager {
  readonly kind = 'docker';
  private readonly services: ReadonlyMap<string, DockerService>;
  private readonly socketPath: string;

  constructor(services: ReadonlyMap<string, DockerService>, options: { socketPath?: string } = {}) {
    this.services = services;
    this.socketPath = options.socketPath ?? '/var/run/docker.sock';
  }

  get names(): readonly string[] {
    return [...this.services.keys()];
  }

  actionsOf(name: string): readonly ServiceAction[] {
    return this.service(name).actions;
  }

  async status(name: string): Promise<ManagedStatus> {
    const { container } = this.service(name);
    const answer = await this.call('GET', `/containers/${encodeURIComponent(container)}/json`);
    if (answer.status === 404) return { state: 'error', detail: `there is no container ${container}` };
    if (answer.status !== 200) throw this.failure(answer);
    const { Id, RestartCount, State } = JSON.parse(answer.body) as Inspected;
    const failed =
      State.Status === 'exited' && State.ExitCode !== 0 && State.ExitCode !== 143 && State.ExitCode !== 137;
    const state = failed || State.OOMKilled ? 'error' : (STATES[State.Status] ?? 'unknown');
    const sinceMs = Date.parse(State.StartedAt);
    return {
      state: State.Running && state !== 'starting' && State.Status !== 'paused' ? 'running' : state,
      ...(State.Running && { run: `${Id.slice(0, 12)} ${State.StartedAt}` }),
      ...(State.Pid > 0 && { pid: State.Pid }),
      ...(State.Running && Number.isFinite(sinceMs) && { sinceMs }),
      ...(RestartCount !== undefined && { restarts: RestartCount }),
      ...(!State.Running && {
        detail: `${State.Status}, exit code ${State.ExitCode}${State.OOMKilled ? ', out of memory' : ''}${State.Error ? `, ${State.Error}` : ''}`,
      }),
    };
  }

  async start(name: string, context: ActionContext): Promise<string> {
    return this.act(name, 'start', '', context);
  }

  async stop(name: string, context: ActionContext): Promise<string> {
    return this.act(name, 'stop', `?t=${this.service(name).stopTimeoutSeconds}`, context);
  }

  async restart(name: string, context: ActionContext): Promise<string> {
    return this.act(name, 'restart', `?t=${this.service(name).stopTimeoutSeconds}`, context);
  }

  list(): Promise<(ManagedStatus & { name: string })[]> {
    return listAll(this.names, (name) => this.status(name));
  }

  private async act(name: string, verb: string, query: string, { signal }: ActionContext): Promise<string> {
    const { container, stopTimeoutSeconds } = this.service(name);
    const answer = await this.call('POST', `/containers/${encodeURIComponent(container)}/${verb}${query}`, {
      signal,
      timeoutMs: (stopTimeoutSeconds + 60) * 1000,
    });
    if (answer.status === 204) return `${verb}: done`;
    // It is as it is wanted already.
    if (answer.status === 304) return `${verb}: nothing to do`;
    throw this.failure(answer);
  }

  private call(
    method: string,
    path: string,
    more: { signal?: AbortSignal; timeoutMs?: number } = {},
  ): Promise<HttpAnswer> {
    return httpCall({ socketPath: this.socketPath }, { method, path: `/v1.41${path}`, ...more }).catch(
      (error: unknown) => {
        throw new AgentError('OBS_AGENT_DOCKER', `the Docker engine does not answer: ${(error as Error).message}`, {
          hint: `the agent's user needs access to ${this.socketPath}`,
          cause: error,
        });
      },
    );
  }

  private failure({ status, body }: HttpAnswer): AgentError {
    let message = body.slice(0, 500);
    try {
      message = (JSON.parse(body) as { message?: string }).message ?? message;
    } catch {
      // The text as it is.
    }
    return new AgentError('OBS_AGENT_DOCKER', `the Docker engine answered ${status}: ${message}`);
  }

  private service(name: string): DockerService {
    const service = this.services.get(name);
    if (!service) throw new AgentError('OBS_AGENT_SERVICE', `${name} is not a Docker service of this agent`);
    return service;
  }
}
