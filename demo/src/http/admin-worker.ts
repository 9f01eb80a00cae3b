import type { FunctionComponent, FunctionInstance, FunctionWorker, World } from '../model/world.ts';
import { ok, reason, route, type Answer, type Route, type RouteContext } from './router.ts';

export interface WorkerContext extends RouteContext {
  worker: FunctionWorker;
}

const alive = (world: World, worker: FunctionWorker): boolean =>
  worker.embedded >= 0
    ? world.brokers[worker.embedded].up && world.brokers[worker.embedded].reachable
    : worker.up && worker.reachable;

/** The leader: the first worker that lives. */
export const leaderWorker = (world: World): FunctionWorker | undefined => world.workers.find((w) => alive(world, w));

const info = (worker: FunctionWorker) => ({ workerId: worker.id, workerHostname: '127.0.0.1', port: worker.port });

const instancesOf = (world: World): { fn: FunctionComponent; instance: FunctionInstance }[] =>
  world.functions.flatMap((fn) => fn.instances.map((instance) => ({ fn, instance })));

function assignments(world: World): Record<string, string[]> {
  const byWorker: Record<string, string[]> = {};
  for (const { fn, instance } of instancesOf(world)) {
    const worker = world.workers[instance.worker];
    if (worker) (byWorker[worker.id] ??= []).push(`${fn.tenant}/${fn.namespace}/${fn.name}:${instance.id}`);
  }
  return byWorker;
}

const average = (i: FunctionInstance): number | null => (i.received > 0 ? i.latencySumMs / i.received : null);

const window = (i: FunctionInstance) => ({
  receivedTotal: i.windowReceived,
  processedSuccessfullyTotal: i.windowProcessed,
  systemExceptionsTotal: 0,
  userExceptionsTotal: i.windowExceptions,
  avgProcessLatency: average(i),
});

const stats = (i: FunctionInstance) =>
  i.running
    ? {
        receivedTotal: i.received,
        processedSuccessfullyTotal: i.processed,
        systemExceptionsTotal: 0,
        userExceptionsTotal: i.exceptions,
        avgProcessLatency: average(i),
        '1min': window(i),
        lastInvocation: i.lastInvocationMs,
        userMetrics: {},
      }
    : {
        receivedTotal: 0,
        processedSuccessfullyTotal: 0,
        systemExceptionsTotal: 0,
        userExceptionsTotal: 0,
        avgProcessLatency: null,
        '1min': {
          receivedTotal: 0,
          processedSuccessfullyTotal: 0,
          systemExceptionsTotal: 0,
          userExceptionsTotal: 0,
          avgProcessLatency: null,
        },
        lastInvocation: null,
        userMetrics: {},
      };

function status(world: World, i: FunctionInstance): Record<string, unknown> {
  const worker = world.workers[i.worker];
  const running = i.running && worker !== undefined && alive(world, worker);
  return {
    running,
    error: '',
    numRestarts: 0,
    numReceived: i.received,
    numSuccessfullyProcessed: i.processed,
    numUserExceptions: i.exceptions,
    latestUserExceptions: i.exceptions > 0 ? [{ exceptionString: 'Failed', timestampMs: i.lastInvocationMs }] : [],
    numSystemExceptions: 0,
    latestSystemExceptions: [],
    averageLatency: average(i) ?? 0.0,
    lastInvocationTime: i.lastInvocationMs,
    workerId: worker?.id ?? '',
  };
}

const config = (fn: FunctionComponent) => ({
  tenant: fn.tenant,
  namespace: fn.namespace,
  name: fn.name,
  className: 'org.apache.pulsar.functions.api.examples.ExclamationFunction',
  processingGuarantees: 'ATLEAST_ONCE',
  forwardSourceMessageProperty: true,
  userConfig: {},
  runtime: 'JAVA',
  autoAck: true,
  parallelism: fn.instances.length,
  resources: { cpu: 0.2, ram: 134217728, disk: 134217728 },
  cleanupSubscription: true,
  subscriptionPosition: 'Latest',
});

/** Finds a component by the route's parameters: kind, tenant, namespace, name. */
export function findComponent(
  world: World,
  kind: string,
  [tenant, namespace, name]: readonly string[],
): FunctionComponent | undefined {
  const component = kind.slice(0, -1);
  return world.functions.find(
    (f) => f.component === component && f.tenant === tenant && f.namespace === namespace && f.name === name,
  );
}

const notFound = (kind: string, params: readonly string[]): Answer =>
  reason(404, `${kind[0].toUpperCase()}${kind.slice(1, -1)} ${params[2]} doesn't exist`);

function componentRoutes(kind: 'functions' | 'sources' | 'sinks'): Route<WorkerContext>[] {
  const base = `/admin/v3/${kind}/:tenant/:namespace`;
  const withComponent = (
    path: string,
    answer: (world: World, fn: FunctionComponent, params: string[]) => Answer,
  ): Route<WorkerContext> =>
    route('GET', `${base}/:name${path}`, ({ world, params }) => {
      const fn = findComponent(world, kind, params);
      return fn ? answer(world, fn, params) : notFound(kind, params);
    });
  const withInstance = (
    path: string,
    answer: (world: World, instance: FunctionInstance) => Answer,
  ): Route<WorkerContext> =>
    withComponent(`/:instance/${path}`, (world, fn, params) => {
      const instance = fn.instances[Number(params[3])];
      return instance ? answer(world, instance) : reason(400, `Instance ${params[3]} doesn't exist`);
    });
  return [
    route('GET', base, ({ world, params }) =>
      ok(
        world.functions
          .filter((f) => f.component === kind.slice(0, -1) && f.tenant === params[0] && f.namespace === params[1])
          .map((f) => f.name),
      ),
    ),
    withComponent('', (_, fn) => ok(config(fn))),
    withComponent('/status', (world, fn) => {
      const instances = fn.instances.map((i) => ({ instanceId: i.id, status: status(world, i) }));
      return ok({
        numInstances: instances.length,
        numRunning: instances.filter((i) => i.status.running).length,
        instances,
      });
    }),
    withComponent('/stats', (_, fn) => {
      const total = fn.instances.map(stats);
      const sum = (key: 'receivedTotal' | 'processedSuccessfullyTotal' | 'userExceptionsTotal') =>
        total.reduce((n, s) => n + s[key], 0);
      return ok({
        receivedTotal: sum('receivedTotal'),
        processedSuccessfullyTotal: sum('processedSuccessfullyTotal'),
        systemExceptionsTotal: 0,
        userExceptionsTotal: sum('userExceptionsTotal'),
        avgProcessLatency: total[0]?.avgProcessLatency ?? null,
        lastInvocation: Math.max(0, ...fn.instances.map((i) => i.lastInvocationMs)),
        instances: fn.instances.map((i) => ({ instanceId: i.id, metrics: stats(i) })),
      });
    }),
    withInstance('status', (world, i) => ok(status(world, i))),
    withInstance('stats', (_, i) => ok(stats(i))),
  ];
}

/** What every function worker answers, embedded in a broker or standing alone. */
export const workerRoutes: Route<WorkerContext>[] = [
  route('GET', '/admin/v2/worker/cluster', ({ world }) => ok(world.workers.filter((w) => alive(world, w)).map(info))),
  route('GET', '/admin/v2/worker/cluster/leader', ({ world }) => {
    const leader = leaderWorker(world);
    return leader ? ok(info(leader)) : reason(503, 'Leader not yet elected');
  }),
  route('GET', '/admin/v2/worker/assignments', ({ world }) => ok(assignments(world))),
  route('GET', '/admin/v2/worker/connectors', () => ok([])),
  route('GET', '/admin/v2/worker-stats/metrics', ({ worker }) =>
    ok([
      {
        metrics: {
          jvm_direct_memory_used: Math.round(worker.jvm.directBytes),
          jvm_gc_old_count: worker.jvm.oldCount,
          jvm_gc_young_count: worker.jvm.youngCount,
          jvm_heap_used: Math.round(worker.jvm.youngBytes + worker.jvm.oldBytes),
          jvm_max_memory: worker.jvm.heapMaxBytes,
          jvm_start_time: worker.startedMs,
          jvm_thread_cnt: 72,
        },
        dimensions: { metric: 'jvm_metrics' },
      },
    ]),
  ),
  route('GET', '/admin/v2/worker-stats/functionsmetrics', ({ world, worker }) =>
    ok(
      instancesOf(world)
        .filter(({ instance }) => instance.worker === worker.index)
        .map(({ fn, instance }) => ({
          name: `${fn.tenant}/${fn.namespace}/${fn.name}:${instance.id}`,
          metrics: stats(instance),
        })),
    ),
  ),
  ...componentRoutes('functions'),
  ...componentRoutes('sources'),
  ...componentRoutes('sinks'),
];

/** A broker without a worker says so with 409, for all of these paths. */
export const isWorkerPath = (path: string): boolean =>
  /^\/admin\/(v2\/worker|v3\/(functions|sources|sinks))/.test(path);
export const noWorker = reason(
  409,
  'Pulsar Function Worker is not enabled, probably functionsWorkerEnabled is set to false',
);
