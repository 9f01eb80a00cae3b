import type { FunctionComponent, FunctionInstance, World } from './world.ts';

/** A component before it is built: topics by their names without partition. */
interface PlannedComponent {
  component: FunctionComponent['component'];
  name: string;
  parallelism: number;
  input?: string;
  output?: string;
  /** Share of messages whose processing throws. */
  failing?: number;
  /** Messages a second that a source makes. */
  sourceRate?: number;
}

/** The components that run on the recorded cluster; more of the same where there are more workers. */
function plannedComponents(world: World): PlannedComponent[] {
  return [
    { component: 'function', name: 'exclaim', parallelism: 2, input: 'fn-in', output: 'fn-out' },
    { component: 'function', name: 'metered', parallelism: 1, input: 'fn-in' },
    { component: 'function', name: 'flaky', parallelism: 1, input: 'logs', failing: 0.02 },
    { component: 'function', name: 'windowed', parallelism: 1, input: 'fn-in' },
    { component: 'source', name: 'ticks', parallelism: 1, sourceRate: 40, output: 'fn-out' },
    { component: 'sink', name: 'counter', parallelism: 1, input: 'fn-out' },
    ...Array.from({ length: Math.max(0, world.workers.length - 2) }, (_, i): PlannedComponent => ({
      component: 'function',
      name: `enrich-${world.workers.length - 2 - i}`,
      parallelism: 2,
      input: 'logs',
    })),
  ];
}

const fullName = (name: string): string => `acme/telemetry/${name}`;

/** Functions and sinks subscribe to their input under their full name, as Shared, a consumer an instance. */
export function functionSubscriptions(world: World, base: string): { name: string; consumers: number }[] {
  return plannedComponents(world)
    .filter(({ input }) => input === base)
    .map(({ name, parallelism }) => ({ name: fullName(name), consumers: parallelism }));
}

export function buildFunctions(world: World): void {
  const { topics, subs } = world;
  const namespace = world.namespaces.findIndex((n) => n.tenant === 'acme' && n.name === 'telemetry');
  const find = (base = ''): number[] => {
    const list: number[] = [];
    for (let topic = 0; topic < topics.count; topic++) {
      if (topics.namespace[topic] === namespace && topics.names[topic].replace(/-partition-\d+$/, '') === base)
        list.push(topic);
    }
    return list;
  };
  const subscriptionOf = (topic: number, name: string): number => {
    let sub = topics.subFrom[topic];
    while (sub < topics.subTo[topic] - 1 && subs.names[sub] !== name) sub++;
    return sub;
  };
  for (const { component, name, parallelism, input, output, failing = 0, sourceRate = 0 } of plannedComponents(world)) {
    const inputTopics = find(input);
    world.functions.push({
      component,
      tenant: 'acme',
      namespace: 'telemetry',
      name,
      input: inputTopics,
      output: find(output)[0] ?? -1,
      subscription: inputTopics.map((topic) => subscriptionOf(topic, fullName(name))),
      failing,
      sourceRate,
      instances: Array.from({ length: parallelism }, (_, id) => createInstance(id, -1, world.startMs)),
    });
  }
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
    for (const sub of fn.subscription) world.subs.wanted[sub] = running.length;
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
