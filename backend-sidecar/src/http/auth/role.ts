/** What a caller may do; each role includes the ones before it. `public` marks routes that ask for nobody. */
export const ROLES = ['reader', 'operator', 'admin'] as const;
export type Role = (typeof ROLES)[number];
export type RequiredRole = Role | 'public';

/** True when `role` includes `required`. No role satisfies only `public`. */
export function permits(role: Role | undefined, required: RequiredRole): boolean {
  if (required === 'public') return true;
  return role !== undefined && ROLES.indexOf(role) >= ROLES.indexOf(required);
}
