import path from 'node:path';
import { SERVICE_ACTIONS, type ServiceAction } from '@observatory/protocol/agents';
import { AgentError } from '../util/agent-error.ts';
import type { Logger } from '../util/logger.ts';
import type { ManagedStatus, ServiceManager } from './service-manager.ts';
import { SupervisedProcess, type SupervisedService } from './supervised-process.ts';

export interface SupervisedManagerOptions {
  agent: string;
  dataDirectory: string;
  logger: Logger;
  onChange: () => void;
  backoffMs?: { first: number; most: number };
}

/** Services that the agent starts itself: works anywhere. */
export class SupervisedManager implements ServiceManager {
  readonly kind = 'supervised';
  private readonly processes: ReadonlyMap<string, SupervisedProcess>;

  constructor(services: ReadonlyMap<string, SupervisedService>, options: SupervisedManagerOptions) {
    const { agent, dataDirectory, ...rest } = options;
    this.processes = new Map(
      [...services].map(([name, service]) => [
        name,
        new SupervisedProcess({
          ...rest,
          name,
          service,
          // The folder keeps two agents of one name on one host apart.
          mark: `${agent}/${name}@${path.resolve(dataDirectory)}`,
          stateFile: path.join(dataDirectory, 'supervised', `${name}.json`),
          outputFile: outputFileOf(dataDirectory, name),
        }),
      ]),
    );
  }

  get names(): readonly string[] {
    return [...this.processes.keys()];
  }

  actionsOf(name: string): readonly ServiceAction[] {
    this.process(name);
    return SERVICE_ACTIONS;
  }

  async status(name: string): Promise<ManagedStatus> {
    return this.process(name).status();
  }

  async start(name: string): Promise<string> {
    return this.process(name).start();
  }

  async stop(name: string): Promise<string> {
    return this.process(name).stop();
  }

  async restart(name: string): Promise<string> {
    const supervised = this.process(name);
    const stopped = await supervised.stop();
    return `${stopped}; ${supervised.start()}`;
  }

  list(): Promise<(ManagedStatus & { name: string })[]> {
    return Promise.resolve([...this.processes].map(([name, each]) => ({ name, ...each.status() })));
  }

  close(): void {
    for (const each of this.processes.values()) each.close();
  }

  private process(name: string): SupervisedProcess {
    const supervised = this.processes.get(name);
    if (!supervised) throw new AgentError('OBS_AGENT_SERVICE', `${name} is not a service that this agent supervises`);
    return supervised;
  }
}

/** Where the output of a supervised process goes, and is followed. */
export const outputFileOf = (dataDirectory: string, name: string): string =>
  path.join(dataDirectory, 'output', `${name}.log`);
