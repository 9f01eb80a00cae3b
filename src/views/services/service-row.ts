import type { AgentInfo, AgentService, ServiceState } from '@observatory/protocol/agents';
import { serviceId } from '../control/target-name.ts';

/** One line of the table: a service with what is known of its agent. */
export interface ServiceRow extends AgentService {
  /** Target of operations: `agents/<agent>/<service>`. */
  id: string;
  info: AgentInfo | undefined;
}

export interface ServiceFilter {
  /** Empty: any. */
  state: string;
  agent: string;
  cluster: string;
  /** Every word must occur in name, agent, host, node, manager, state or detail. */
  text: string;
}

/** Trouble first. */
export const STATE_ORDER: readonly ServiceState[] = ['error', 'unknown', 'stopped', 'stopping', 'starting', 'running'];

export function serviceRows(services: readonly AgentService[], agents: readonly AgentInfo[]): ServiceRow[] {
  const infos = new Map(agents.map((info) => [info.id, info]));
  return services.map((service) => ({
    ...service,
    id: serviceId(service.agent, service.name),
    info: infos.get(service.agent),
  }));
}

export function filterServices(
  rows: readonly ServiceRow[],
  { state, agent, cluster, text }: ServiceFilter,
): ServiceRow[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  return rows.filter((row) => {
    if (state !== '' && row.state !== state) return false;
    if (agent !== '' && row.agent !== agent) return false;
    if (cluster !== '' && row.cluster !== cluster) return false;
    const { name, agent: on, host, node = '', manager, detail = '' } = row;
    const haystack = `${name} ${on} ${host} ${node} ${manager} ${row.state} ${detail}`.toLowerCase();
    return words.every((word) => haystack.includes(word));
  });
}

/** By agent and name with numbers in their natural order, or what is in trouble first. */
export function sortServices(rows: readonly ServiceRow[], order: 'agent' | 'state'): ServiceRow[] {
  const { compare } = new Intl.Collator('en', { numeric: true });
  const trouble = (row: ServiceRow) => (row.agentConnected ? STATE_ORDER.indexOf(row.state) : -1);
  return [...rows].sort(
    (a, b) => (order === 'state' ? trouble(a) - trouble(b) : 0) || compare(a.agent, b.agent) || compare(a.name, b.name),
  );
}
