import { bundleRange, namespaceName, ownerOf, topicName, type World } from '../model/world.ts';
import { ok, reason, route, text, type Answer, type BrokerContext, type Route } from './router.ts';
import { internalStats, topicStats } from './topic-stats.ts';

/** Index of a topic by tenant, namespace and local name. */
export const findTopic = (world: World, params: readonly string[]): number | undefined =>
  world.topicByName.get(`persistent://${params[0]}/${params[1]}/${params[2]}`);

const notFound = (params: readonly string[]): Answer =>
  reason(404, `Topic persistent://${params[0]}/${params[1]}/${params[2]} not found`);

/** Only the owner answers for a topic; others redirect, and while nobody owns it the look-up fails. */
export function redirectToOwner(context: BrokerContext, topic: number, path: string): Answer | undefined {
  const { world, broker } = context;
  const owner = ownerOf(world, topic);
  if (owner === broker.index) return undefined;
  if (owner < 0)
    return reason(503, `Namespace bundle ${bundleRange(world.bundles[world.topics.bundle[topic]])} is being unloaded`);
  const query = context.query.toString();
  const separator = query ? `?${query}&` : '?';
  return { status: 307, location: `http://${world.brokers[owner].id}${path}${separator}authoritative=false` };
}

/** A route about one topic, answered by its owner. */
export function topicRoute(
  method: string,
  suffix: string,
  answer: (context: BrokerContext, topic: number) => Answer,
): Route<BrokerContext> {
  const path = `/admin/v2/persistent/:tenant/:namespace/:topic/${suffix}`;
  return route(method, path, (context) => {
    const topic = findTopic(context.world, context.params);
    if (topic === undefined) return notFound(context.params);
    const own = [...context.params];
    const real = path.replace(/:\w+/g, () => encodeURIComponent(own.shift() ?? ''));
    return redirectToOwner(context, topic, real) ?? answer(context, topic);
  });
}

const partitionsOf = (world: World, params: readonly string[]): number[] | undefined =>
  world.partitioned.find(
    (p) => p.name === params[2] && namespaceName(world.namespaces[p.namespace]) === `${params[0]}/${params[1]}`,
  )?.topics;

const SUMMED = [
  'msgRateIn', 'msgThroughputIn', 'msgRateOut', 'msgThroughputOut', 'bytesInCounter', 'msgInCounter', 'bytesOutCounter',
  'msgOutCounter', 'storageSize', 'backlogSize',
] as const; // prettier-ignore

/** `/partitioned-stats`: the sum over the partitions, subscriptions by name, and each partition with `perPartition=true`. */
function partitionedStats(context: BrokerContext, partitions: number[]): Answer {
  const { world, query } = context;
  const earliest = query.get('getEarliestTimeInBacklog') === 'true';
  const each = partitions.map((topic) => ({
    name: topicName(world, topic),
    stats: topicStats(world, topic, earliest),
  }));
  const total: Record<string, unknown> = { ...each[0].stats };
  for (const key of SUMMED) total[key] = each.reduce((sum, { stats }) => sum + Number(stats[key]), 0);
  const subscriptions: Record<string, Record<string, unknown>> = {};
  for (const { stats } of each) {
    for (const [name, sub] of Object.entries(stats.subscriptions as Record<string, Record<string, unknown>>)) {
      const known = subscriptions[name];
      if (!known) {
        subscriptions[name] = { ...sub };
        continue;
      }
      for (const key of [
        'msgRateOut',
        'msgThroughputOut',
        'msgOutCounter',
        'bytesOutCounter',
        'msgBacklog',
        'backlogSize',
        'msgBacklogNoDelayed',
        'unackedMessages',
        'messageAckRate',
      ]) {
        known[key] = Number(known[key]) + Number(sub[key]);
      }
    }
  }
  total.subscriptions = subscriptions;
  total.metadata = { partitions: partitions.length, deleted: false };
  total.partitions =
    query.get('perPartition') === 'false' ? {} : Object.fromEntries(each.map(({ name, stats }) => [name, stats]));
  delete total.ownerBroker;
  return ok(total);
}

function lookup({ world, params }: BrokerContext): Answer {
  const topic = findTopic(world, params);
  if (topic === undefined) return reason(404, 'Namespace not found');
  const owner = ownerOf(world, topic);
  if (owner < 0) return reason(503, 'No owner for the bundle yet');
  const broker = world.brokers[owner];
  const url = `pulsar://127.0.0.1:${broker.servicePort}`;
  return ok({ brokerUrl: url, httpUrl: `http://${broker.id}`, nativeUrl: url, brokerUrlSsl: '' });
}

const namesOfSubscriptions = (world: World, topic: number): string[] =>
  world.subs.names.slice(world.topics.subFrom[topic], world.topics.subTo[topic]).sort();

export const topicRoutes: Route<BrokerContext>[] = [
  route('GET', '/lookup/v2/topic/persistent/:tenant/:namespace/:topic', lookup),
  route('GET', '/lookup/v2/topic/persistent/:tenant/:namespace/:topic/bundle', ({ world, params }) => {
    const topic = findTopic(world, params);
    return topic === undefined
      ? reason(404, 'Namespace not found')
      : text(bundleRange(world.bundles[world.topics.bundle[topic]]), 200, 'text/plain');
  }),
  route('GET', '/admin/v2/persistent/:tenant/:namespace/:topic/partitions', ({ world, params }) =>
    ok({ partitions: partitionsOf(world, params)?.length ?? 0, deleted: false }),
  ),
  route('GET', '/admin/v2/persistent/:tenant/:namespace/:topic/partitioned-stats', (context) => {
    const partitions = partitionsOf(context.world, context.params);
    return partitions ? partitionedStats(context, partitions) : reason(404, 'Partitioned Topic not found');
  }),
  route('GET', '/admin/v2/persistent/:tenant/:namespace/:topic/partitioned-internalStats', ({ world, params }) => {
    const partitions = partitionsOf(world, params);
    if (!partitions) return reason(404, 'Partitioned Topic not found');
    return ok({
      metadata: { partitions: partitions.length, deleted: false },
      partitions: Object.fromEntries(partitions.map((t) => [topicName(world, t), internalStats(world, t)])),
    });
  }),
  route('GET', '/admin/v2/persistent/:tenant/:namespace/:topic/subscriptions', ({ world, params }) => {
    const partitions = partitionsOf(world, params);
    const topic = partitions?.[0] ?? findTopic(world, params);
    return topic === undefined ? notFound(params) : ok(namesOfSubscriptions(world, topic));
  }),
  topicRoute('GET', 'stats', ({ world, query }, topic) =>
    ok(topicStats(world, topic, query.get('getEarliestTimeInBacklog') === 'true')),
  ),
  topicRoute('GET', 'internalStats', ({ world }, topic) => ok(internalStats(world, topic))),
];
