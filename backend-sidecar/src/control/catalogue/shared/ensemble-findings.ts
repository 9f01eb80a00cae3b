import type { BlastItem, Finding } from '@observatory/protocol/control';
import type { Graph } from '../../../topology/index.ts';
import type { ControlWorld, Target } from '../../operation.ts';
import { neededEnsemble, writableBookies } from './bookie-state.ts';
import { runtimeValues } from './dynamic-config.ts';

/** What is left for new ensembles without a bookie, and whether writes can go on. */
export async function ensembleFindings(
  world: Pick<ControlWorld, 'cluster' | 'signal'>,
  graph: Graph,
  target: Pick<Target, 'id' | 'name'>,
): Promise<{ blast: BlastItem[]; findings: Finding[] }> {
  const [writable, runtime] = [await writableBookies(world), await runtimeValues(world)];
  const left = writable.filter((id) => id !== target.name).length;
  const standard = Number(runtime.managedLedgerDefaultEnsembleSize ?? 2);
  const { size } = neededEnsemble(graph, Number.isFinite(standard) ? standard : 2);
  const ensembles = [...graph.edgesOf(target.id, false)].filter(({ relation }) => relation === 'replica_on').length;
  const rack = graph.node(target.id)?.attributes.rack;
  const racksLeft = new Set(
    [...graph.nodes.values()]
      .filter(({ kind, id, health }) => kind === 'bookie' && id !== target.id && health !== 'down')
      .map(({ attributes }) => attributes.rack)
      .filter((each) => each !== undefined),
  );
  return {
    blast: [
      {
        kind: 'bookies_left',
        count: left,
        sentence: `${left} of ${writable.length} writable bookies are left; ensembles need ${size}`,
        certainty: 'measured',
        examples: [],
      },
      {
        kind: 'ensembles_change',
        count: ensembles,
        sentence: `${ensembles} known ensembles hold it; of the open ledgers among them writers replace it`,
        certainty: 'estimate',
        examples: [],
      },
    ],
    findings: [
      ...(left < size
        ? [
            {
              level: 'blocker' as const,
              message: `${left} writable bookies would be left and ensembles need ${size}: all writes would wait.`,
            },
          ]
        : []),
      ...(rack !== undefined && !racksLeft.has(rack)
        ? [{ level: 'warning' as const, message: `It is the last bookie of rack ${String(rack)}.` }]
        : []),
    ],
  };
}
