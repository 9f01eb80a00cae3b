import type { BlastItem, Finding } from '@observatory/protocol/control';
import type { Graph, GraphNode } from '../../../topology/index.ts';
import { messageOf } from '../../../util/errors.ts';
import { functionsBlast } from '../../blast/functions-impact.ts';
import { topicsBlast, topicsImpact } from '../../blast/topics-impact.ts';
import type { ControlWorld } from '../../operation.ts';
import { writableBookies } from './bookie-state.ts';
import { ownedBundles } from './bundle-state.ts';
import { ensembleFindings } from './ensemble-findings.ts';

/**
 * What it means that the process of a broker or bookie ends, by whatever manager: the same preconditions as of the gentler
 * operations. A node that is out of service already takes nothing with it, so that it can always be restarted.
 */
export async function nodeServiceImpact(
  node: GraphNode,
  graph: Graph,
  world: Pick<ControlWorld, 'cluster' | 'signal'>,
): Promise<{ blast: BlastItem[]; findings: Finding[] }> {
  try {
    if (node.kind === 'broker') {
      const bundles = await ownedBundles(world, node.name);
      const topics = bundles.flatMap((bundle) => [...graph.topics.inBundle(bundle)]);
      const blast = [...topicsBlast(topicsImpact(graph, topics)), ...functionsBlast(graph, new Set([node.name]))];
      return { blast, findings: [] };
    }
    if (node.kind === 'bookie' && (await writableBookies(world)).includes(node.name))
      return await ensembleFindings(world, graph, { id: node.id, name: node.name });
    return { blast: [], findings: [] };
  } catch (error) {
    const message = `What hangs on it could not be asked: ${messageOf(error)}`;
    return { blast: [], findings: [{ level: 'warning', message }] };
  }
}
