import * as z from 'zod';
import { functionsBlast } from '../blast/functions-impact.ts';
import { topicsBlast, topicsImpact } from '../blast/topics-impact.ts';
import { operation } from '../operation.ts';
import { liveBrokers, ownedBundles } from './shared/bundle-state.ts';
import { endedStep } from './shared/ended-step.ts';

const parameters = z.strictObject({
  bundles_per_second: z
    .int()
    .min(1)
    .max(1000)
    .default(10)
    .describe('Most bundles unloaded in a second; Pulsar has no limit of its own.'),
});

/** Brokers own a bundle of their own for heartbeats, which moves nowhere. */
const isHeartbeat = (bundle: string, broker: string) => bundle.includes(`/${broker}/`);

export const brokerDrain = operation({
  id: 'broker-drain',
  title: 'Drain broker',
  summary:
    'Unloads all bundles of a broker, little by little, and ends its process. Whatever supervises it may start it again.',
  targets: ['broker'],
  risk: 'high',
  role: 'operator',
  parameters,
  sentence: ({ name }, { bundles_per_second }) => `Drain broker ${name} at ${bundles_per_second} bundles/s`,
  async survey({ graph, target, parameters: { bundles_per_second }, world }) {
    const brokers = await liveBrokers(world);
    const bundles = (await ownedBundles(world, target.name)).filter((bundle) => !isHeartbeat(bundle, target.name));
    const topics = bundles.flatMap((bundle) => [...graph.topics.inBundle(bundle)]);
    const service = world.agents?.services().find(({ node }) => node === target.id);
    const canRestart = service?.agentConnected === true && service.actions.includes('restart');
    return {
      facts: {
        bundles: bundles.length,
        service: canRestart ? `agents/${service.agent}/${service.name}` : null,
        run: service?.run ?? null,
      },
      blast: [
        {
          kind: 'bundles_move',
          count: bundles.length,
          sentence: `${bundles.length} bundles move to ${brokers.length - 1} other brokers, within about ${Math.ceil(bundles.length / bundles_per_second)} s`,
          certainty: 'measured',
          examples: bundles.slice(0, 5),
        },
        ...topicsBlast(topicsImpact(graph, topics)),
        ...functionsBlast(graph, new Set([target.name])),
      ],
      findings: [
        ...(!brokers.includes(target.name)
          ? [{ level: 'blocker' as const, message: 'It is not registered: there is nothing to drain.' }]
          : []),
        ...(brokers.length < 2
          ? [{ level: 'blocker' as const, message: 'It is the only broker: nobody would own its bundles.' }]
          : []),
        ...(brokers.length === 2
          ? [{ level: 'warning' as const, message: 'One broker is left, with all the load.' }]
          : []),
        canRestart
          ? { level: 'info', message: `Its process ends. The agent ${service.agent} has it back, as ${service.name}.` }
          : {
              level: 'warning',
              message: 'Its process ends. Unless something supervises it, it stays down until somebody starts it.',
            },
      ],
    };
  },
  steps({ target, parameters: { bundles_per_second }, facts }) {
    const path = `/admin/v2/brokers/shutdown?maxConcurrentUnloadPerSec=${bundles_per_second}&forcedTerminateTopic=false`;
    return [
      {
        id: 'drain',
        title: 'Unload its bundles and end it',
        call: `POST ${path} (asked of ${target.name})`,
        repeatable: false,
        timeoutMs: 60_000 + Math.ceil(Number(facts.bundles) / bundles_per_second) * 2000,
        run: async (world) => {
          await world.cluster.thatBroker(target.name, { method: 'POST', path }, world.signal);
          return 'accepted';
        },
        check: async (world) => ((await liveBrokers(world)).includes(target.name) ? 'not_done' : 'done'),
        settled: async (world) => {
          const there = (await liveBrokers(world)).includes(target.name);
          return { ready: !there, note: there ? 'still in the list of brokers' : 'gone from the list of brokers' };
        },
      },
      ...(typeof facts.service === 'string' ? [endedStep(facts.service, facts.run as string | null)] : []),
    ];
  },
  verification: 'It has left the list of brokers, and others own what it owned.',
  async verify({ target }, world) {
    const brokers = await liveBrokers(world);
    if (brokers.includes(target.name))
      return { ok: true, message: 'it is back already: its supervisor started it again' };
    const owned = await Promise.all(brokers.map(async (id) => (await ownedBundles(world, id).catch(() => [])).length));
    return {
      ok: brokers.length > 0,
      message: `${brokers.length} brokers own ${owned.reduce((a, b) => a + b, 0)} bundles`,
    };
  },
  stopsOn: ['write_latency', 'backlog_growth'],
  undo: 'Start the broker again; bundles come back to it by load shedding, or by unloading them to it.',
  deadlineMs: 900_000,
});
