import type { AnyOperation } from '../operation.ts';
import { autorecoveryOff } from './autorecovery-off.ts';
import { autorecoveryOn } from './autorecovery-on.ts';
import { bookieGc } from './bookie-gc.ts';
import { bookieReadOnly } from './bookie-read-only.ts';
import { bookieRollingRestart } from './bookie-rolling-restart.ts';
import { bookieWritable } from './bookie-writable.ts';
import { brokerDrain } from './broker-drain.ts';
import { brokerRollingRestart } from './broker-rolling-restart.ts';
import { bundleSplit } from './bundle-split.ts';
import { bundleUnload } from './bundle-unload.ts';
import { dynamicConfigDelete } from './dynamic-config-delete.ts';
import { dynamicConfigSet } from './dynamic-config-set.ts';
import { functionRestart } from './function-restart.ts';
import { functionStart } from './function-start.ts';
import { functionStop } from './function-stop.ts';
import { serviceRestart } from './service-restart.ts';
import { serviceStart } from './service-start.ts';
import { serviceStop } from './service-stop.ts';
import { subscriptionClear } from './subscription-clear.ts';
import { subscriptionReset } from './subscription-reset.ts';
import { subscriptionSkip } from './subscription-skip.ts';
import { topicUnload } from './topic-unload.ts';
import { workerDrain } from './worker-drain.ts';
import { workerRebalance } from './worker-rebalance.ts';

/** Every operation there is, one a file. What destroys data without return is never among them. */
export const OPERATIONS: readonly AnyOperation[] = [
  autorecoveryOff,
  autorecoveryOn,
  bookieGc,
  bookieReadOnly,
  bookieRollingRestart,
  bookieWritable,
  brokerDrain,
  brokerRollingRestart,
  bundleSplit,
  bundleUnload,
  dynamicConfigDelete,
  dynamicConfigSet,
  functionRestart,
  functionStart,
  functionStop,
  serviceRestart,
  serviceStart,
  serviceStop,
  subscriptionClear,
  subscriptionReset,
  subscriptionSkip,
  topicUnload,
  workerDrain,
  workerRebalance,
];

/** Operations by id. */
export class Catalogue {
  readonly operations: readonly AnyOperation[];
  private readonly byId: ReadonlyMap<string, AnyOperation>;

  constructor(operations: readonly AnyOperation[] = OPERATIONS) {
    this.operations = operations;
    this.byId = new Map(operations.map((each) => [each.id, each]));
  }

  find(id: string): AnyOperation | undefined {
    return this.byId.get(id);
  }
}
