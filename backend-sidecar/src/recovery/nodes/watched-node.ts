import type { AgentInfo, AgentService } from '@observatory/protocol/agents';
import type { Node } from '@observatory/protocol/nodes';
import type { AlertKind } from '../../config/schema/monitoring.ts';

/** One node that alerts can be about, with what is known of it from all sides. */
export interface WatchedNode {
  /** Topology id; of a host that runs no node we know, the name of its agent. */
  id: string;
  kind: AlertKind;
  cluster: string;
  /** Where its metrics are scraped. */
  scraped?: Node;
  /** Of a bookie, as its own admin server says. */
  diskPercent?: number;
  /** Those on its host. */
  agents: AgentInfo[];
  /** Of agents, that are this node. */
  services: AgentService[];
}

/** A node of the topology, as far as recovery needs it. */
export interface TopologyFact {
  id: string;
  cluster: string;
  kind: string;
  /** Id of the scraped node that it is. */
  scrapedAs: string | undefined;
  diskPercent: number | undefined;
}

/** Where nodes are known from. All are read at once, and must be cheap. */
export interface NodeSources {
  topology: () => readonly TopologyFact[];
  scraped: () => readonly Node[];
  agents: () => readonly AgentInfo[];
  services: () => readonly AgentService[];
}
