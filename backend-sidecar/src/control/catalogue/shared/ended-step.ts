import type { ControlWorld, Step } from '../../operation.ts';
import { commandAgent, stateOf } from './service-operation.ts';

/** Pulsar 4.0.8 closes within seconds; a JVM that is there longer has hung at its end, with everything closed. */
const HANG_MS = 30_000;

/**
 * Waits until the process of a service that was told to end has done so. Now and then a broker's JVM stays after its shutdown
 * (seen on 4.0.8): its supervisor sees a process that runs, and nobody would have the broker back. Then its agent restarts it.
 */
export function endedStep(service: string, run: string | null): Step {
  const target = { id: service, name: service };
  const hasEnded = (world: ControlWorld) => {
    const status = stateOf(world.agents, target);
    return status !== undefined && status.run !== (run ?? undefined);
  };
  return {
    id: 'ended',
    title: 'See that its process has ended, and restart it where it hangs',
    call: `agent: restart ${service}, only if it still runs after ${HANG_MS / 1000} s`,
    repeatable: true,
    timeoutMs: 300_000,
    before: (world) => Promise.resolve(world.clock.now() + HANG_MS),
    run: () => Promise.resolve(''),
    settled: async (world, before) => {
      if (hasEnded(world)) return { ready: true, note: 'its process has ended' };
      if (world.clock.now() < Number(before)) return { ready: false, note: 'its process is still there' };
      return { ready: true, note: `its process hung at its end: ${await commandAgent(world, target, 'restart')}` };
    },
  };
}
