import { prepareBookies, stepBookies } from './bookies.ts';
import { stepBrokerJvms, stepBrokerWindows } from './brokers.ts';
import { stepConsumers } from './consumers.ts';
import { stepDecoys } from './decoys.ts';
import { stepFunctions } from './functions.ts';
import { stepBookieWindows, stepHosts, stepSmallProcesses } from './hosts.ts';
import { stepLedgers } from './ledgers.ts';
import { stepLoad } from './load.ts';
import { stepOwnership } from './ownership.ts';
import { stepReplication } from './replication.ts';
import { stepWrites } from './writes.ts';
import type { World } from './world.ts';

/**
 * One tick of the cluster. The order is the order of cause: load and ownership, pauses, disks, publishes that wait for
 * them, consumers that wait for publishes, then what is derived (hosts, windows).
 */
export function stepWorld(world: World): void {
  const seconds = world.tickMs / 1000;
  world.tick++;
  world.nowMs += world.tickMs;
  stepLoad(world, seconds);
  stepDecoys(world);
  stepOwnership(world);
  stepBrokerJvms(world, seconds);
  prepareBookies(world);
  stepWrites(world, seconds);
  stepConsumers(world, seconds);
  stepBookies(world, seconds);
  stepLedgers(world);
  stepReplication(world, seconds);
  stepFunctions(world, seconds);
  stepSmallProcesses(world, seconds);
  stepHosts(world, seconds);
  stepBrokerWindows(world);
  stepBookieWindows(world);
}
