import { functionsBlast } from '../blast/functions-impact.ts';
import { topicsBlast, topicsImpact } from '../blast/topics-impact.ts';
import { pathOf } from '../cluster/path-of.ts';
import { sleep } from '../../util/clock.ts';
import { operation, type Json, type Step } from '../operation.ts';
import { liveBrokers } from './shared/bundle-state.ts';
import { dynamicValues } from './shared/dynamic-config.ts';
import { membersFrom, membersJson, membersOf, restartOneByOne, rollingParameters } from './shared/rolling.ts';

const parameters = rollingParameters('broker', 30);

/** Off while brokers restart, so that bundles are neither shed nor split because of it. */
const SETTINGS = ['loadBalancerSheddingEnabled', 'loadBalancerAutoBundleSplitEnabled'];
/** After it is healthy, until its first load report. */
const LOAD_REPORT_MS = 5000;

export const brokerRollingRestart = operation({
  id: 'broker-rolling-restart',
  title: 'Rolling restart of brokers',
  summary:
    'Restarts all brokers, one after the other, with load shedding off, a canary first, and a look at each before the next.',
  targets: ['cluster'],
  risk: 'high',
  role: 'admin',
  parameters,
  sentence: ({ name }) => `Restart the brokers of ${name}, one by one`,
  async survey({ graph, world }) {
    const live = await liveBrokers(world);
    const nodes = [...graph.nodes.values()].filter(({ kind, name }) => kind === 'broker' && live.includes(name));
    // The leader last: so it is elected anew once.
    nodes.sort(
      (a, b) =>
        Number(a.attributes.leader === true) - Number(b.attributes.leader === true) || (a.name < b.name ? -1 : 1),
    );
    const { members, findings } = membersOf(nodes, world.agents);
    const bundles = [...graph.nodes.values()].filter(
      ({ kind, attributes }) => kind === 'bundle' && attributes.owner !== undefined,
    );
    const topics = bundles.flatMap(({ name }) => [...graph.topics.inBundle(name)]);
    return {
      facts: { members: membersJson(members) },
      blast: [
        {
          kind: 'nodes_restart',
          count: nodes.length,
          sentence: `${nodes.length} brokers restart, one at a time; ${bundles.length} bundles move at least once`,
          certainty: 'measured',
          examples: nodes.map(({ name }) => name),
        },
        ...topicsBlast(topicsImpact(graph, topics)),
        ...functionsBlast(graph, new Set(nodes.map(({ name }) => name))),
      ],
      findings: [
        ...findings,
        ...(nodes.length < 2
          ? [
              {
                level: 'blocker' as const,
                message: 'There are fewer than two brokers: topics would have no owner meanwhile.',
              },
            ]
          : []),
        {
          level: 'info',
          message:
            'Producers with a send timeout of 30 s (the default) lose nothing; those with a shorter one may fail.',
        },
      ],
    };
  },
  steps({ parameters, facts }) {
    const steps: Step[] = [settingsStep('shedding-off', 'Turn load shedding and bundle splits off')];
    steps.push(...restartOneByOne(membersFrom(facts), parameters, healthStep));
    steps.push(settingsStep('shedding-on', 'Put load shedding and bundle splits back', 'shedding-off'));
    return steps;
  },
  verification: 'All brokers are registered and healthy.',
  async verify({ facts }, world) {
    const live = await liveBrokers(world);
    const missing = membersFrom(facts).filter(({ node }) => !live.includes(node));
    return {
      ok: missing.length === 0,
      message:
        missing.length === 0
          ? `${live.length} brokers are registered`
          : `${missing.map(({ node }) => node).join(', ')} missing`,
    };
  },
  stopsOn: ['write_latency', 'backlog_growth', 'under_replication'],
  undo: 'Nothing to undo. Stopped half way, the brokers that restarted stay so, and load shedding is put back.',
  deadlineMs: 6 * 3_600_000,
});

/** Off, or back to what was set before (kept in `shedding-off.before`). */
function settingsStep(id: string, title: string, restores?: string): Step {
  const isOff = restores === undefined;
  return {
    id,
    title,
    call: SETTINGS.map((name) =>
      isOff ? `POST /admin/v2/brokers/configuration/${name}/false` : `DELETE or POST …/${name}`,
    ).join('; '),
    repeatable: true,
    ...(restores !== undefined && { restores }),
    timeoutMs: 120_000,
    before: async (world) => {
      const values = await dynamicValues(world);
      return Object.fromEntries(SETTINGS.map((name) => [name, values[name] ?? null]));
    },
    run: async (world, before) => {
      const old = isOff ? undefined : ((world.stepBefore(restores) ?? before) as { readonly [name: string]: Json });
      for (const name of SETTINGS) {
        const value = old === undefined ? 'false' : old[name];
        const call =
          typeof value === 'string'
            ? { method: 'POST' as const, path: pathOf`/admin/v2/brokers/configuration/${name}/${value}` }
            : { method: 'DELETE' as const, path: pathOf`/admin/v2/brokers/configuration/${name}` };
        await world.cluster.broker(call, world.signal);
      }
      return isOff ? 'off' : 'as before';
    },
  };
}

function healthStep(broker: string): Step {
  const path = '/admin/v2/brokers/health';
  return {
    id: `healthy-${broker}`,
    title: `Wait until ${broker} is registered and healthy`,
    call: `GET ${path} (of ${broker})`,
    repeatable: true,
    timeoutMs: 600_000,
    run: () => Promise.resolve(''),
    settled: async (world) => {
      if (!(await liveBrokers(world)).includes(broker)) return { ready: false, note: 'not in the list of brokers yet' };
      await world.cluster.thatBroker(broker, { method: 'GET', path }, world.signal);
      await sleep(world.clock, LOAD_REPORT_MS, world.signal);
      return { ready: true, note: 'healthy' };
    },
  };
}
