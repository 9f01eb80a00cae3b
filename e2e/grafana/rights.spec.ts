import { expect, test } from '@grafana/plugin-e2e';
import { APP_ID, rig, type UserRole } from './rig.ts';

const API = `/api/plugin-proxy/${APP_ID}/api/observatory/v1`;

/** Who is let through to which prefix of the sidecar's API. */
const ROUTES: Record<string, Record<UserRole, number>> = {
  session: { viewer: 200, editor: 200, admin: 200 },
  nodes: { viewer: 200, editor: 200, admin: 200 },
  'control/session': { viewer: 403, editor: 200, admin: 200 },
  'admin/session': { viewer: 403, editor: 403, admin: 200 },
};
/** What the sidecar takes the caller for behind each prefix: never more than the route's rank. */
const RANK: Record<string, string> = { session: 'reader', 'control/session': 'operator', 'admin/session': 'admin' };

for (const role of ['viewer', 'editor', 'admin'] as const) {
  test.describe(`as ${role}`, () => {
    test.use({ storageState: rig.signedIn(role) });

    test('each route prefix lets in whom it should', async ({ request }) => {
      for (const [path, expected] of Object.entries(ROUTES)) {
        const answer = await request.get(`${API}/${path}`);
        expect(answer.status(), path).toBe(expected[role]);
        if (answer.ok() && path in RANK) expect((await answer.json()).role, path).toBe(RANK[path]);
      }
    });

    test('no detour around a prefix gives a higher rank', async ({ request }) => {
      for (const path of [
        'control',
        'x/../control/session',
        '%63ontrol/session',
        '/control/session',
        'Control/session',
      ]) {
        const answer = await request.get(`${API}/${path}`);
        if (!answer.ok()) continue;
        const { role: taken } = (await answer.json()) as { role?: string };
        expect([undefined, ...(role === 'viewer' ? ['reader'] : ['reader', 'operator'])], path).toContain(taken);
      }
    });

    test('what is outside of the routes is not proxied', async ({ request }) => {
      for (const path of ['api/v1/query?query=up', '-/reload', 'api/v1/write', 'metrics']) {
        const answer = await request.get(`/api/plugin-proxy/${APP_ID}/${path}`);
        expect(answer.status(), path).toBe(404);
      }
    });

    test('each page opens for whom it should', async ({ page }) => {
      await page.goto(`/a/${APP_ID}/overview`);
      await expect(page.getByText(/^Live · sse/)).toBeVisible();
      await page.goto(`/a/${APP_ID}/alert-rules`);
      if (role === 'viewer') {
        // Grafana's core does not open a page whose action the user lacks.
        await expect(page.getByTestId('obs-rules')).toHaveCount(0);
        await expect(page.getByRole('checkbox', { name: 'Choose BookieDown' })).toHaveCount(0);
      } else {
        await expect(page.getByTestId('obs-rules')).toBeVisible();
      }
      await page.goto(`/plugins/${APP_ID}?page=connection`);
      const form = page.getByTestId('obs-connection-url');
      if (role === 'admin') await expect(form).toBeVisible();
      else await expect(page.getByTestId('obs-connection-save')).toHaveCount(0);
    });

    test('only Admins change the settings', async ({ request }) => {
      const answer = await request.post(`/api/plugins/${APP_ID}/settings`, { data: { enabled: true, pinned: true } });
      // An Admin's empty change leaves everything as it was: address and tokens are put back at once.
      expect(answer.status()).toBe(role === 'admin' ? 200 : 403);
      if (role === 'admin') {
        const jsonData = { sidecarUrl: rig.sidecarUrl };
        await request.post(`/api/plugins/${APP_ID}/settings`, { data: { enabled: true, pinned: true, jsonData } });
      }
    });
  });
}

test.describe('signed out', () => {
  test.use({ storageState: { cookies: [], origins: [] } });

  test('nothing goes through', async ({ request }) => {
    for (const path of Object.keys(ROUTES)) expect((await request.get(`${API}/${path}`)).status(), path).toBe(401);
  });
});
