import type { FunctionComponent, FunctionInstance, World } from './world.ts';

/** The components that run on the recorded cluster; more of the same where there are more workers. */
export function buildFunctions(world: World): void {
  const { topics } = world;
  const find = (base: string): number[] => {
    const namespace = world.namespaces.findIndex((n) => n.tenant === 'acme' && n.name === 'telemetry');
    const list: number[] = [];
    for (let topic = 0; topic < topics.count; topic++) {
      if (topics.namespace[topic] === namespace && topics.names[topic].replace(/-partition-\d+$/, '') === base)
        list.push(topic);
    }
    return list;
  };
  const add = (
    component: FunctionComponent['component'],
    name: string,
    parallelism: number,
    more: Partial<FunctionComponent>,
  ): void => {
    const input = more.input ?? [];
    world.functions.push({
      component,
      tenant: 'acme',
      namespace: 'telemetry',
      name,
      input,
      output: more.output ?? -1,
      subscription: input.map((topic) => topics.subFrom[topic]),
      failing: more.failing ?? 0,
      sourceRate: more.sourceRate ?? 0,
      instances: Array.from({ length: parallelism }, (_, id) => createInstance(id, -1, world.startMs)),
    });
  };
  const fnIn = find('fn-in');
  const fnOut = find('fn-out');
  const logs = find('logs');
  add('function', 'exclaim', 2, { input: fnIn, output: fnOut[0] ?? -1 });
  add('function', 'metered', 1, { input: fnIn });
  add('function', 'flaky', 1, { input: logs, failing: 0.02 });
  add('function', 'windowed', 1, { input: fnIn });
  add('source', 'ticks', 1, { sourceRate: 40, output: fnOut[0] ?? -1 });
  add('sink', 'counter', 1, { input: fnOut });
  for (let i = world.workers.length; i > 2; i--) add('function', `enrich-${i - 2}`, 2, { input: logs });
  schedule(world);
}

function createInstance(id: number, worker: number, startedMs: number): FunctionInstance {
  return {
    id,
    worker,
    running: true,
    startedMs,
    received: 0,
    processed: 0,
    exceptions: 0,
    windowReceived: 0,
    windowProcessed: 0,
    windowExceptions: 0,
    windowStartedMs: startedMs,
    latencyMs: 0.05,
    latencySumMs: 0,
    lastInvocationMs: 0,
  };
}

/** Restarts an instance's counters, as Pulsar does whenever one is started anew. */
export function restartInstance(world: World, instance: FunctionInstance): void {
  Object.assign(instance, createInstance(instance.id, instance.worker, world.nowMs));
}

/** Pulsar's round-robin scheduler: gives every instance without a live worker to the worker with the fewest. */
export function schedule(world: World, everything = false): void {
  const usable = world.workers.filter((w) => w.up && w.reachable && !w.drained);
  if (usable.length === 0) return;
  const count = new Map(usable.map((w) => [w.index, 0]));
  const all = world.functions.flatMap((f) => f.instances);
  if (!everything) {
    for (const instance of all) {
      const n = count.get(instance.worker);
      if (n !== undefined) count.set(instance.worker, n + 1);
    }
  }
  for (const instance of all) {
    if (!everything && count.has(instance.worker)) continue;
    const target = usable.reduce((a, b) => ((count.get(b.index) ?? 0) < (count.get(a.index) ?? 0) ? b : a));
    count.set(target.index, (count.get(target.index) ?? 0) + 1);
    if (instance.worker !== target.index) {
      instance.worker = target.index;
      restartInstance(world, instance);
    }
  }
}

/** Functions work on what their input topics take in; counters, the one-minute windows and failures follow. */
export function stepFunctions(world: World, seconds: number): void {
  for (const fn of world.functions) {
    let rate = fn.sourceRate;
    for (const topic of fn.input) {
      const served = world.topics.servedFrom[topic] <= world.nowMs;
      if (served) rate += world.topics.rate[topic] * world.topics.wave[topic] * world.topics.surge[topic];
    }
    const running = fn.instances.filter((i) => i.running && workerAlive(world, i.worker));
    for (const instance of running) {
      const n = world.random.misc.poisson((rate * seconds) / running.length);
      const failed = fn.failing > 0 ? world.random.misc.poisson(n * fn.failing) : 0;
      instance.received += n;
      instance.processed += n - failed;
      instance.exceptions += failed;
      instance.latencyMs = 0.02 + 0.05 * world.random.misc.next() ** 3;
      instance.latencySumMs += n * instance.latencyMs;
      if (n > 0) instance.lastInvocationMs = world.nowMs - world.random.misc.int(500);
      if (world.nowMs - instance.windowStartedMs >= 60_000) {
        instance.windowStartedMs = world.nowMs;
        instance.windowReceived = 0;
        instance.windowProcessed = 0;
        instance.windowExceptions = 0;
      }
      instance.windowReceived += n;
      instance.windowProcessed += n - failed;
      instance.windowExceptions += failed;
    }
  }
}

function workerAlive(world: World, worker: number): boolean {
  const process = world.workers[worker];
  if (!process) return false;
  return process.embedded >= 0 ? world.brokers[process.embedded].up : process.up;
}
