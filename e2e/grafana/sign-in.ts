import { request, type APIRequestContext } from '@playwright/test';
import { rig, type UserRole } from './rig.ts';

/** Creates a Viewer and an Editor in both Grafanas and keeps the cookies of each user. */
export default async function signIn(): Promise<void> {
  for (const [grafana, baseURL] of [
    ['provisioned', rig.url],
    ['fresh', rig.freshUrl],
  ] as const) {
    const admin = await request.newContext({
      baseURL,
      httpCredentials: { username: 'admin', password: rig.password, send: 'always' },
    });
    await createUser(admin, 'viewer', 'Viewer');
    await createUser(admin, 'editor', 'Editor');
    await admin.dispose();
    for (const role of ['viewer', 'editor', 'admin'] as const) {
      const context = await request.newContext({ baseURL });
      const answer = await context.post('/login', { data: { user: role, password: rig.password } });
      if (!answer.ok()) throw new Error(`${role} cannot sign in to ${baseURL}: ${answer.status()}`);
      await context.storageState({ path: rig.signedIn(role, grafana) });
      await context.dispose();
    }
  }
}

async function createUser(admin: APIRequestContext, login: UserRole, role: 'Viewer' | 'Editor'): Promise<void> {
  const known = await admin.get(`/api/users/lookup?loginOrEmail=${login}`);
  if (known.ok()) return;
  const answer = await admin.post('/api/admin/users', {
    data: { name: login, login, email: `${login}@localhost`, password: rig.password, OrgId: 1 },
  });
  const { id } = (await answer.json()) as { id: number };
  const changed = await admin.patch(`/api/org/users/${id}`, { data: { role } });
  if (!changed.ok()) throw new Error(`${login} could not be made ${role}: ${await changed.text()}`);
}
