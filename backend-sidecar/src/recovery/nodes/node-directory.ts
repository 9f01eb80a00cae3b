import { ALERT_KINDS, type AlertKind } from '../../config/schema/monitoring.ts';
import type { NodeSources, WatchedNode } from './watched-node.ts';

/**
 * All nodes that alerts can be about, under one id each: topology, scraped targets and agents joined. What a node was once
 * known as is kept, so that it does not change its name when it leaves the topology, which is when it matters.
 */
export class NodeDirectory {
  private readonly sources: NodeSources;
  /** Topology id by the id of the scraped node. */
  private readonly names = new Map<string, string>();
  /** Nodes by agent: an agent that is gone tells nothing any more. */
  private readonly hosted = new Map<string, readonly string[]>();

  constructor(sources: NodeSources) {
    this.sources = sources;
  }

  list(): Map<string, WatchedNode> {
    const found = new Map<string, WatchedNode>();
    for (const { id, cluster, kind, scrapedAs, diskPercent } of this.sources.topology()) {
      if (!isAlertKind(kind)) continue;
      if (scrapedAs !== undefined) this.names.set(scrapedAs, id);
      found.set(id, { id, cluster, kind, agents: [], services: [], ...(diskPercent !== undefined && { diskPercent }) });
    }
    for (const scraped of this.sources.scraped()) {
      if (!scraped.kind) continue;
      const id = this.names.get(scraped.id) ?? scraped.id;
      const { cluster, kind } = scraped;
      const node = found.get(id) ?? { id, cluster, kind, agents: [], services: [] };
      found.set(id, { ...node, scraped });
    }
    this.addAgents(found);
    for (const service of this.sources.services())
      if (service.node !== undefined) found.get(service.node)?.services.push(service);
    return found;
  }

  /** The node of that id: topology id, id of a scraped node, or name of an agent. */
  find(id: string): WatchedNode | undefined {
    const nodes = this.list();
    return nodes.get(id) ?? nodes.get(this.names.get(id) ?? '');
  }

  private addAgents(found: Map<string, WatchedNode>): void {
    for (const agent of this.sources.agents()) {
      if (agent.state === 'revoked') continue;
      if (agent.nodes.length > 0) this.hosted.set(agent.id, agent.nodes);
      const nodes = (this.hosted.get(agent.id) ?? []).flatMap((id) => found.get(id) ?? []);
      for (const node of nodes) node.agents.push(agent);
      if (nodes.length > 0 || found.has(agent.id)) continue;
      found.set(agent.id, { id: agent.id, cluster: agent.cluster, kind: 'host', agents: [agent], services: [] });
    }
  }
}

/** The nodes that labels of a series or of an alert name: `node_id` (or `node`), else `instance` within `cluster`. */
export function nodesOf(nodes: ReadonlyMap<string, WatchedNode>, label: (name: string) => string): WatchedNode[] {
  const named = nodes.get(label('node_id')) ?? nodes.get(label('node'));
  if (named) return [named];
  const instance = label('instance');
  if (instance === '') return [];
  const cluster = label('cluster');
  return [...nodes.values()].filter(
    (node) =>
      (cluster === '' || node.cluster === cluster) &&
      (node.scraped?.address === instance || (node.kind === 'host' && node.id === instance)),
  );
}

function isAlertKind(kind: string): kind is AlertKind {
  return (ALERT_KINDS as readonly string[]).includes(kind);
}
