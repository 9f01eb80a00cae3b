import { operation, type Step } from '../operation.ts';
import { autorecoveryEnabled, isUnderReplicated, neededEnsemble, writableBookies } from './shared/bookie-state.ts';
import { runtimeValues } from './shared/dynamic-config.ts';
import { membersFrom, membersJson, membersOf, restartOneByOne, rollingParameters } from './shared/rolling.ts';

const parameters = rollingParameters('bookie', 60);

export const bookieRollingRestart = operation({
  id: 'bookie-rolling-restart',
  title: 'Rolling restart of bookies',
  summary:
    'Restarts all bookies, one after the other, with autorecovery off, a canary first, and no ledger under-replicated before the next.',
  targets: ['cluster'],
  risk: 'high',
  role: 'admin',
  parameters,
  sentence: ({ name }) => `Restart the bookies of ${name}, one by one`,
  async survey({ graph, world }) {
    const [writable, runtime, under] = [
      await writableBookies(world),
      await runtimeValues(world),
      await isUnderReplicated(world),
    ];
    const nodes = [...graph.nodes.values()].filter(({ kind }) => kind === 'bookie');
    nodes.sort((a, b) => (a.name < b.name ? -1 : 1));
    const { members, findings } = membersOf(nodes, world.agents);
    const { size } = neededEnsemble(graph, Number(runtime.managedLedgerDefaultEnsembleSize ?? 2));
    const left = writable.length - 1;
    return {
      facts: { members: membersJson(members), autorecovery: await autorecoveryEnabled(world) },
      blast: [
        {
          kind: 'nodes_restart',
          count: nodes.length,
          sentence: `${nodes.length} bookies restart, one at a time; ${left} writable ones are left meanwhile, ensembles need ${size}`,
          certainty: 'measured',
          examples: nodes.map(({ name }) => name),
        },
      ],
      findings: [
        ...findings,
        ...(left < size
          ? [
              {
                level: 'blocker' as const,
                message: `${left} writable bookies would be left and ensembles need ${size}: all writes would wait.`,
              },
            ]
          : []),
        ...(under
          ? [{ level: 'blocker' as const, message: 'Ledgers are under-replicated now: a further loss may lose data.' }]
          : []),
      ],
    };
  },
  steps({ parameters, facts }) {
    const steps: Step[] = facts.autorecovery === true ? [autorecoveryStep('autorecovery-off', false)] : [];
    steps.push(...restartOneByOne(membersFrom(facts), parameters, rejoinStep));
    if (facts.autorecovery === true) steps.push(autorecoveryStep('autorecovery-on', true, 'autorecovery-off'));
    return steps;
  },
  verification: 'All bookies take writes, and no ledger is under-replicated.',
  async verify({ facts }, world) {
    const [writable, under] = [await writableBookies(world), await isUnderReplicated(world)];
    const missing = membersFrom(facts).filter(({ node }) => !writable.includes(node));
    if (missing.length > 0)
      return { ok: false, message: `${missing.map(({ node }) => node).join(', ')} take no writes` };
    return { ok: !under, message: under ? 'ledgers are under-replicated' : `${writable.length} bookies take writes` };
  },
  stopsOn: ['write_latency', 'backlog_growth', 'under_replication'],
  undo: 'Nothing to undo. Stopped half way, the bookies that restarted stay so, and autorecovery is on again.',
  deadlineMs: 12 * 3_600_000,
});

function autorecoveryStep(id: string, on: boolean, restores?: string): Step {
  const path = `/api/v1/autorecovery/status?enabled=${on}`;
  return {
    id,
    title: `Turn autorecovery ${on ? 'on again' : 'off'}`,
    call: `PUT ${path} (asked of any bookie)`,
    repeatable: true,
    ...(restores !== undefined && { restores }),
    timeoutMs: 120_000,
    run: (world) => world.cluster.anyBookie({ method: 'PUT', path }, world.signal),
    check: async (world) => ((await autorecoveryEnabled(world)) === on ? 'done' : 'not_done'),
  };
}

function rejoinStep(bookie: string): Step {
  return {
    id: `rejoined-${bookie}`,
    title: `Wait until ${bookie} takes writes`,
    call: 'GET /api/v1/bookie/list_bookies?type=rw',
    repeatable: true,
    timeoutMs: 900_000,
    run: () => Promise.resolve(''),
    settled: async (world) => {
      const writable = await writableBookies(world);
      return { ready: writable.includes(bookie), note: `${writable.length} bookies take writes` };
    },
  };
}
