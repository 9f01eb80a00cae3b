import { hasPermission } from '@grafana/runtime';
import type { RoleName } from '@observatory/protocol/session';

/** The actions of plugin.json's roles; Grafana's core checks the same ones on every route to the sidecar. */
export const ACTIONS = {
  read: 'observatory-pulsar-app.cluster:read',
  control: 'observatory-pulsar-app.cluster:control',
  admin: 'observatory-pulsar-app.sidecar:admin',
  installRules: 'observatory-pulsar-app.rules:install',
} as const;

const ROLE_ACTIONS: Readonly<Record<RoleName, string>> = {
  reader: ACTIONS.read,
  operator: ACTIONS.control,
  admin: ACTIONS.admin,
};
const GRANTED_TO: Readonly<Record<RoleName, string>> = { reader: 'Viewers', operator: 'Editors', admin: 'Admins' };

/** What the signed-in user may do with the sidecar, and who may when they may not. */
export function mayAs(role: RoleName): { allowed: boolean; reason: string } {
  if (hasPermission(ROLE_ACTIONS[role])) return { allowed: true, reason: '' };
  return {
    allowed: false,
    reason: `Your Grafana role lacks ${ROLE_ACTIONS[role]}, which ${GRANTED_TO[role]} have by default.`,
  };
}
