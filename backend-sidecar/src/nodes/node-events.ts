import type { Node } from '@observatory/protocol/nodes';
import type { NewEvent } from '../events/index.ts';
import { topologyIdOf } from './restart-watch.ts';

/** What happened to nodes, from their states. A node that is seen for the first time is no event. */
export class NodeEvents {
  private readonly nodes = new Map<string, Node>();

  /** The node as it was told last. */
  last(id: string): Node | undefined {
    return this.nodes.get(id);
  }

  /** `undefined` for a node that is forgotten. */
  of(id: string, node: Node | undefined): NewEvent[] {
    const before = this.nodes.get(id);
    if (!node) {
      this.nodes.delete(id);
      return [];
    }
    this.nodes.set(id, node);
    if (!before || before.state === node.state) return [];
    const name = `${(node.kind ?? node.job).replaceAll('_', ' ')} ${node.labels.node ?? node.address}`;
    const event = { cluster: node.cluster, node: topologyIdOf(node), details: { from: before.state, to: node.state } };
    if (node.state === 'down')
      return [{ ...event, type: 'node_down', severity: 'warning', summary: `${name} is down: ${node.lastError}` }];
    if (node.state === 'up' && before.state === 'down')
      return [{ ...event, type: 'node_up', severity: 'info', summary: `${name} is up again` }];
    return [];
  }
}
