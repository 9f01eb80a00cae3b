export { Control, type ControlOptions } from './control.ts';
export { auditEntry } from './audit/audit-entry.ts';
export { type AuditQuery, verifyAuditDirectory } from './audit/audit-log.ts';
export { GrafanaIdentity } from './identity/grafana-identity.ts';
export type { ServiceAgents } from './operation.ts';
