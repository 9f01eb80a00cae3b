/** Agents on worker hosts: who they are, what they report, and how they are commanded. */
export { agentEndpoint } from './endpoint.ts';
export { Fleet, GONE_AFTER_MS, type FleetOptions } from './fleet.ts';
export { HostHistory, type HistoryPoint } from './host-history.ts';
export { IntervalAdvisor } from './interval-advisor.ts';
export type { AddressedNode } from './node-mapping.ts';
export { COORDINATOR, OwnHost } from './own-host.ts';
export { AgentRegistry, hashOf } from './registry.ts';
export { ReportIngest } from './report-ingest.ts';
export { AGENT_AUDIENCE } from './signature.ts';
export type { AgentCommands, ArgvOptions, CommandOptions, CommandResult } from './types.ts';
