import type { ClusterConfig } from '../config/index.ts';
import { RequestBudget } from '../pulsar/index.ts';
import type { Clock } from '../util/clock.ts';

/** One budget a cluster, for topology and topics together: a broker sees one sidecar, not two. */
export class ClusterBudgets {
  private readonly clock: Clock;
  private readonly budgets = new Map<string, RequestBudget>();

  constructor(clock: Clock) {
    this.clock = clock;
  }

  /** The budget of a cluster; the same one as long as its limits are the same. */
  of({
    name,
    budget: { requests_per_minute, bytes_per_minute },
  }: Pick<ClusterConfig, 'name' | 'budget'>): RequestBudget {
    const key = `${name}\n${requests_per_minute}\n${bytes_per_minute}`;
    let budget = this.budgets.get(key);
    if (!budget) {
      budget = new RequestBudget(this.clock, {
        requestsPerMinute: requests_per_minute,
        bytesPerMinute: bytes_per_minute,
      });
      this.budgets.set(key, budget);
    }
    return budget;
  }
}
