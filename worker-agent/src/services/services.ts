import type { ServiceStatus } from '@observatory/protocol/agents';
import type { ServiceManager } from './service-manager.ts';

export interface ServicesOptions {
  managers: readonly ServiceManager[];
  /** Topology ids of the nodes that services are, by service. */
  nodes: ReadonlyMap<string, string>;
  /** Told when a status differs from the one before. */
  onChange: (services: ServiceStatus[]) => void;
  pollMs?: number;
}

const POLL_MS = 10_000;
const SOON_MS = 20;

/** All services of the agent, whoever manages them; watches their states. */
export class Services {
  private readonly options: ServicesOptions;
  private last = '';
  private timer: NodeJS.Timeout | undefined;
  private soon: NodeJS.Timeout | undefined;
  private running = false;
  private looking: Promise<void> = Promise.resolve();

  constructor(options: ServicesOptions) {
    this.options = options;
  }

  start(): void {
    this.running = true;
    void this.poll();
  }

  stop(): void {
    this.running = false;
    clearTimeout(this.timer);
    clearTimeout(this.soon);
  }

  managerOf(service: string): ServiceManager | undefined {
    return this.options.managers.find(({ names }) => names.includes(service));
  }

  async list(): Promise<ServiceStatus[]> {
    const { managers, nodes } = this.options;
    const lists = await Promise.all(
      managers.map(async (manager) =>
        (await manager.list()).map(({ name, ...status }): ServiceStatus => {
          const node = nodes.get(name);
          return {
            name,
            manager: manager.kind,
            ...status,
            actions: [...manager.actionsOf(name)],
            ...(node !== undefined && { node }),
          };
        }),
      ),
    );
    return lists.flat();
  }

  /** Hands the present list over before any later one can be told. */
  withList(use: (services: ServiceStatus[]) => void): Promise<void> {
    const done = this.looking.then(async () => use(await this.list()));
    this.looking = done.catch(() => undefined);
    return done;
  }

  /** Something happened: look at once instead of at the next turn. */
  changed(): void {
    if (!this.running || this.soon) return;
    this.soon = setTimeout(() => {
      this.soon = undefined;
      void this.look();
    }, SOON_MS);
  }

  /** Tells all states again, changed or not. */
  announce(): void {
    this.last = '';
    this.changed();
  }

  private async poll(): Promise<void> {
    await this.look();
    if (this.running) this.timer = setTimeout(() => void this.poll(), this.options.pollMs ?? POLL_MS);
  }

  /** One at a time: an older answer must never come after a newer one. */
  private look(): Promise<void> {
    return (this.looking = this.looking.then(() => this.lookNow()).catch(() => undefined));
  }

  private async lookNow(): Promise<void> {
    const services = await this.list();
    const text = JSON.stringify(services);
    if (!this.running || text === this.last) return;
    this.last = text;
    this.options.onChange(services);
  }
}
