import type { ServiceStatus } from '@observatory/protocol/agents';
import { listeningOf } from './listening.ts';
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
/** How long it is believed where services listen: short after a start, longer while they run. */
const FIRST_ADDRESSES_MS = 5000;
const MOST_ADDRESSES_MS = 120_000;

/** All services of the agent, whoever manages them; watches their states. */
export class Services {
  private readonly options: ServicesOptions;
  private last = '';
  private timer: NodeJS.Timeout | undefined;
  private soon: NodeJS.Timeout | undefined;
  private running = false;
  private looking: Promise<void> = Promise.resolve();
  private addresses = { key: '', byPid: new Map<number, string[]>(), lifeMs: 0, untilMs: 0 };

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
    return this.withAddresses(lists.flat());
  }

  /** Which node a service is shows in where it listens, when the configuration does not say it. */
  private async withAddresses(services: ServiceStatus[]): Promise<ServiceStatus[]> {
    const asked = services.filter(({ node, pid }) => node === undefined && pid !== undefined);
    const key = asked.map(({ run }) => run).join();
    if (key !== this.addresses.key || Date.now() >= this.addresses.untilMs) {
      const byPid = await listeningOf(asked.flatMap(({ pid }) => pid ?? [])).catch(() => new Map<number, string[]>());
      // A process that was just started opens its ports by and by.
      const lifeMs =
        key === this.addresses.key ? Math.min(MOST_ADDRESSES_MS, 2 * this.addresses.lifeMs) : FIRST_ADDRESSES_MS;
      this.addresses = { key, byPid, lifeMs, untilMs: Date.now() + lifeMs };
    }
    return services.map((each) => {
      const listens =
        each.node === undefined && each.pid !== undefined ? this.addresses.byPid.get(each.pid) : undefined;
      return listens?.length ? { ...each, listens } : each;
    });
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
