import { plan as schema } from '@observatory/protocol/control';
import { failureOf } from '../../control/failure.ts';
import { planPath } from '../../control/rank-path.ts';
import type { ViewHost } from '../../host/ViewHost.ts';
import type { BulkItem } from './bulk-item.ts';

/** Plans that are asked for at the same time: each reads the cluster. */
const AT_ONCE = 4;

/** One plan a target, in the order of the targets; one that cannot be planned says why. */
export async function planAll(
  host: Pick<ViewHost, 'send' | 'may'>,
  operation: string,
  targets: readonly string[],
  signal?: AbortSignal,
  onPlanned: (count: number) => void = () => undefined,
): Promise<BulkItem[]> {
  const items: BulkItem[] = targets.map((target) => ({ target, plan: undefined, failure: undefined }));
  let next = 0;
  let done = 0;
  const work = async () => {
    for (;;) {
      const item = items[next++];
      if (!item || signal?.aborted) return;
      try {
        item.plan = await planOne(host, operation, item.target, signal);
      } catch (error) {
        item.failure = failureOf(error);
      }
      onPlanned(++done);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return items;
}

/** @throws Error in the server's words. */
export function planOne(host: Pick<ViewHost, 'send' | 'may'>, operation: string, target: string, signal?: AbortSignal) {
  return host.send(planPath(host), { operation, target, parameters: {} }, schema, signal ? { signal } : {});
}
