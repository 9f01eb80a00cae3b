import type { Actor } from '@observatory/protocol/control';
import type { AuditEntry } from './audit-chain.ts';

/** An audit record that is about no execution. */
export function auditEntry(action: AuditEntry['action'], actor: Actor, result: string): AuditEntry {
  return { action, actor, operation: '', target: '', parameters: {}, execution: '', planHash: '', result };
}
