import type { ControlPermission, Plan } from '@observatory/protocol/control';
import type { Permission } from '../host/ViewHost.ts';

/** Why somebody may not do something: the server's reason, and where the host knows more, whose role it takes. */
export function permissionReason(permission: ControlPermission, hosts: Permission): string {
  if (permission.allowed) return '';
  const reason = permission.reason === '' ? `it takes ${permission.requires.join(', ')}` : permission.reason;
  return [sentence(reason), hosts.reason].filter(Boolean).join(' ');
}

export interface ConfirmState {
  leftMs: number;
  warningsRead: boolean;
  typed: string;
}

/** What stands between a plan and its confirmation, in the order in which one clears it; empty when nothing does. */
export function planObstacle(plan: Plan, hosts: Permission, { leftMs, warningsRead, typed }: ConfirmState): string {
  if (!plan.permission.allowed) return permissionReason(plan.permission, hosts);
  const blockers = plan.findings.filter(({ level }) => level === 'blocker').length;
  if (blockers > 0) return blockers === 1 ? 'A blocker stands against it.' : `${blockers} blockers stand against it.`;
  if (leftMs <= 0) return 'The plan is older than two minutes: look again.';
  if (!warningsRead && plan.findings.some(({ level }) => level === 'warning')) return 'Say that you read the warnings.';
  if (plan.confirmation.kind === 'typed' && typed !== plan.confirmation.text)
    return `Type ${plan.confirmation.text} to confirm.`;
  return '';
}

function sentence(text: string): string {
  const begun = `${text[0].toUpperCase()}${text.slice(1)}`;
  return /[.!?]$/.test(begun) ? begun : `${begun}.`;
}
