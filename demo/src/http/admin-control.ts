import { restartInstance, schedule } from '../model/functions.ts';
import { stopBroker } from '../model/brokers.ts';
import { expireBroker, unloadBundle } from '../model/ownership.ts';
import { addEvent, bundleRange, type FunctionInstance, type World } from '../model/world.ts';
import { findNamespace } from './admin-namespaces.ts';
import { findTopic, topicRoute } from './admin-topics.ts';
import { findComponent, leaderWorker, type WorkerContext } from './admin-worker.ts';
import { done, reason, route, type Answer, type BrokerContext, type Route } from './router.ts';
import { runtimeConfiguration } from './runtime-configuration.ts';

const okEmpty: Answer = { status: 200, text: '', type: 'application/json' };

function unload({ world, params, query }: BrokerContext): Answer {
  const namespace = findNamespace(world, params[0], params[1]);
  if (!namespace) return reason(404, 'Namespace does not exist');
  const wanted = query.get('destinationBroker');
  const destination = wanted ? world.brokers.findIndex((b) => b.id === wanted && b.registered) : -1;
  if (wanted && destination < 0) return reason(412, `Destination broker ${wanted} is not active`);
  for (let i = namespace.firstBundle; i < namespace.firstBundle + namespace.bundleCount; i++) {
    const bundle = world.bundles[i];
    if (params[2] !== undefined && bundleRange(bundle) !== params[2]) continue;
    if (bundle.owner >= 0) unloadBundle(world, i, destination);
    if (params[2] !== undefined) return done;
  }
  return params[2] === undefined ? done : reason(412, `Failed to find ${params[2]} in the namespace's bundles`);
}

/** Sets the backlog of a subscription; it is found on a topic or on each partition of a partitioned one. */
function onSubscription(context: BrokerContext, change: (world: World, sub: number) => void): Answer {
  const { world, params } = context;
  const group = world.partitioned.find((p) => p.name === params[2]);
  const single = findTopic(world, params);
  const list = single !== undefined ? [single] : (group?.topics ?? []);
  if (list.length === 0) return reason(404, `Topic persistent://${params[0]}/${params[1]}/${params[2]} not found`);
  let found = false;
  for (const topic of list) {
    for (let sub = world.topics.subFrom[topic]; sub < world.topics.subTo[topic]; sub++) {
      if (world.subs.names[sub] !== params[3]) continue;
      found = true;
      change(world, sub);
    }
  }
  return found ? done : reason(404, `Subscription ${params[3]} not found`);
}

const subscriptionPath = '/admin/v2/persistent/:tenant/:namespace/:topic/subscription/:subscription';

/** Changes of state by the admin API, with the codes of the recorded transcripts. */
export const controlRoutes: Route<BrokerContext>[] = [
  route('PUT', '/admin/v2/namespaces/:tenant/:namespace/unload', unload),
  route('PUT', '/admin/v2/namespaces/:tenant/:namespace/:bundle/unload', unload),
  topicRoute('PUT', 'unload', ({ world }, topic) => {
    unloadBundle(world, world.topics.bundle[topic]);
    return done;
  }),
  route('POST', `${subscriptionPath}/skip_all`, (context) =>
    onSubscription(context, (world, sub) => {
      world.subs.backlog[sub] = 0;
      world.subs.oldestMs[sub] = world.nowMs;
    }),
  ),
  route('POST', `${subscriptionPath}/skip/:count`, (context) =>
    onSubscription(context, (world, sub) => {
      world.subs.backlog[sub] = Math.max(0, world.subs.backlog[sub] - Number(context.params[4]));
    }),
  ),
  route('POST', `${subscriptionPath}/expireMessages/:seconds`, (context) =>
    onSubscription(context, (world, sub) => {
      const keepMs = Number(context.params[4]) * 1000;
      const ageMs = world.nowMs - world.subs.oldestMs[sub];
      if (ageMs > keepMs) {
        world.subs.backlog[sub] *= keepMs / ageMs;
        world.subs.oldestMs[sub] = world.nowMs - keepMs;
      }
    }),
  ),
  route('POST', `${subscriptionPath}/resetcursor/:time`, (context) => {
    const timeMs = Number(context.params[4]);
    if (!Number.isFinite(timeMs)) return reason(412, 'Invalid timestamp');
    return onSubscription(context, (world, sub) => {
      const seconds = Math.max(0, world.nowMs - timeMs) / 1000;
      const topic = world.topics.subFrom.findIndex((from, i) => sub >= from && sub < world.topics.subTo[i]);
      world.subs.backlog[sub] = Math.round(seconds * (world.topics.rate[topic] ?? 0));
      world.subs.oldestMs[sub] = Math.min(timeMs, world.nowMs);
      world.subs.unacked[sub] = 0;
    });
  }),
  route('POST', '/admin/v2/brokers/configuration/:name/:value', ({ world, params }) => {
    if (!(params[0] in runtimeConfiguration.dynamic)) return reason(412, ` Can't update non-dynamic configuration`);
    // Pulsar stores bad values as well; it only logs them.
    for (const broker of world.brokers) broker.dynamicConfiguration.set(params[0], params[1]);
    return okEmpty;
  }),
  route('DELETE', '/admin/v2/brokers/configuration/:name', ({ world, params }) => {
    if (!(params[0] in runtimeConfiguration.dynamic)) return reason(412, ` Can't delete non-dynamic configuration`);
    for (const broker of world.brokers) broker.dynamicConfiguration.delete(params[0]);
    return okEmpty;
  }),
  route('POST', '/admin/v2/brokers/shutdown', ({ world, broker }) => {
    addEvent(world, 'broker-shutdown', broker.name, broker.id);
    // Graceful: its node in the metadata store is gone at once, not after the session's 30 s.
    stopBroker(world, broker);
    expireBroker(world, broker);
    return done;
  }),
];

const NOT_PERMITTED = reason(400, 'Operation not permitted');

function onInstances(
  { world, params }: WorkerContext,
  kind: string,
  change: (world: World, instance: FunctionInstance) => Answer | undefined,
): Answer {
  const fn = findComponent(world, kind, params);
  if (!fn) return reason(404, `${kind[0].toUpperCase()}${kind.slice(1, -1)} ${params[2]} doesn't exist`);
  const chosen = params[3] === undefined ? fn.instances : fn.instances.filter((i) => i.id === Number(params[3]));
  if (chosen.length === 0) return reason(400, `Operation not permitted`);
  for (const instance of chosen) {
    const refused = change(world, instance);
    if (refused) return refused;
  }
  return done;
}

/** An instance's route asked of a worker that does not run it: 307 to the one that does. */
function redirectInstance({ world, worker, params }: WorkerContext, kind: string, action: string): Answer | undefined {
  const instance = findComponent(world, kind, params)?.instances[Number(params[3])];
  const owner = instance ? world.workers[instance.worker] : undefined;
  if (!owner || owner === worker) return undefined;
  return {
    status: 307,
    location: `http://127.0.0.1:${owner.port}/admin/v3/${kind}/${params.slice(0, 4).join('/')}/${action}`,
  };
}

const ACTIONS: Record<string, (world: World, instance: FunctionInstance) => Answer | undefined> = {
  stop: (_, instance) => {
    // Not idempotent: a second stop is refused.
    if (!instance.running) return NOT_PERMITTED;
    instance.running = false;
    return undefined;
  },
  start: (world, instance) => {
    if (instance.running) return NOT_PERMITTED;
    restartInstance(world, instance);
    return undefined;
  },
  restart: (world, instance) => {
    restartInstance(world, instance);
    return undefined;
  },
};

const leaderOnly = (context: WorkerContext, path: string): Answer | undefined => {
  const leader = leaderWorker(context.world);
  if (!leader || leader === context.worker) return undefined;
  return { status: 307, location: `http://127.0.0.1:${leader.port}${path}` };
};

/** Functions, sources, sinks and their scheduling. */
export const workerControlRoutes: Route<WorkerContext>[] = [
  ...['functions', 'sources', 'sinks'].flatMap((kind) =>
    Object.entries(ACTIONS).flatMap(([action, change]) => [
      route<WorkerContext>('POST', `/admin/v3/${kind}/:tenant/:namespace/:name/${action}`, (context) =>
        onInstances(context, kind, change),
      ),
      route<WorkerContext>(
        'POST',
        `/admin/v3/${kind}/:tenant/:namespace/:name/:instance/${action}`,
        (context) => redirectInstance(context, kind, action) ?? onInstances(context, kind, change),
      ),
    ]),
  ),
  route('PUT', '/admin/v2/worker/rebalance', (context) => {
    const elsewhere = leaderOnly(context, '/admin/v2/worker/rebalance');
    if (elsewhere) return elsewhere;
    const usable = context.world.workers.filter((w) => w.up && w.reachable && !w.drained);
    if (usable.length < 2) return reason(400, `Too few workers (active: ${usable.length}) in the cluster to rebalance`);
    schedule(context.world, true);
    return done;
  }),
  route('PUT', '/admin/v2/worker/leader/drain', (context) => {
    const id = context.query.get('workerId');
    const elsewhere = leaderOnly(context, `/admin/v2/worker/leader/drain?workerId=${encodeURIComponent(id ?? '')}`);
    if (elsewhere) return elsewhere;
    const worker = context.world.workers.find((w) => w.id === id);
    if (!worker) return reason(400, `Worker ${id} is not a member of the cluster`);
    const left = context.world.workers.filter((w) => w.up && !w.drained && w !== worker);
    if (left.length === 0) return reason(400, 'Too few workers');
    worker.drained = true;
    schedule(context.world);
    addEvent(context.world, 'worker-drained', worker.name, worker.id);
    return done;
  }),
  route('GET', '/admin/v2/worker/leader/drain', (context) => {
    if (!String(context.headers.accept ?? '').includes('application/json')) return reason(500, 'no body writer');
    const id = context.query.get('workerId');
    const worker = context.world.workers.find((w) => w.id === id);
    return {
      status: 200,
      json: worker?.drained
        ? { status: 'SUCCESS', lastError: '' }
        : { status: 'ERROR', lastError: `Worker ${id} not found in drain records` },
    };
  }),
];
