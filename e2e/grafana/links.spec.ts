import { expect as promptly, test } from '@grafana/plugin-e2e';
import type { Page } from '@playwright/test';
import { APP_ID, rig } from './rig.ts';

// What a machine under load takes its time for is no failure.
test.describe.configure({ timeout: 300_000 });
test.use({ actionTimeout: 60_000 });
const expect = promptly.configure({ timeout: 60_000 });

/** A shipped rule, as the provisioning files name it. */
const RULE = 'BookieDown';

const views = (page: Page) => page.locator('[data-theme]').first();

test.describe('links of the app in Grafana', () => {
  const to = Date.now();
  const from = to - 600_000;

  test.beforeAll(async ({ playwright }) => {
    // Grafana reads provisioned dashboards and rules some time after it answers.
    const request = await playwright.request.newContext({ baseURL: rig.url, storageState: rig.signedIn('admin') });
    for (const path of ['/api/dashboards/uid/observatory-overview', '/api/v1/provisioning/alert-rules'])
      await expect.poll(async () => (await (await request.get(path)).text()).length).toBeGreaterThan(1000);
    await request.dispose();
  });

  for (const [title, address] of [
    ['The cluster at this time', `/a/${APP_ID}/overview\\?from=${from}&to=${to}`],
    ['Explain this panel', `/a/${APP_ID}/explain\\?from=${from}&to=${to}.*query=`],
  ] as const) {
    test(`a panel’s menu: ${title}`, async ({ page }) => {
      await page.goto(`/d/observatory-overview?from=${from}&to=${to}`);
      const panel = page
        .locator('[data-viz-panel-key]')
        .filter({ hasText: /latency/i })
        .first();
      await panel.hover();
      await panel.getByRole('button', { name: /Menu for panel/ }).click();
      await page.getByRole('menuitem', { name: 'Extensions' }).hover();
      await page.getByRole('menuitem', { name: title }).click();
      await expect(page).toHaveURL(new RegExp(address));
      await expect(views(page).getByRole('alert')).toHaveCount(0);
    });
  }

  test('an alert rule’s actions lead to what it watches, and to its explanation', async ({ page, request }) => {
    const rules = (await (await request.get('/api/v1/provisioning/alert-rules')).json()) as {
      uid: string;
      title: string;
    }[];
    const uid = rules.find(({ title }) => title === RULE)?.uid;
    expect(uid, `${RULE} is provisioned`).toBeDefined();
    const open = async (name: string) => {
      await page.goto(`/alerting/grafana/${uid}/view`);
      // What the page loads meanwhile closes the menu.
      await expect(async () => {
        await page.getByRole('button', { name: 'More', exact: true }).click({ timeout: 5000 });
        await page.getByRole('menuitem', { name }).click({ timeout: 5000 });
      }).toPass({ timeout: 60_000 });
    };
    await open('See what this rule watches');
    await expect(page).toHaveURL(new RegExp(`/a/${APP_ID}/overview`));
    await open('Explain what this rule saw');
    await expect(page).toHaveURL(new RegExp(`/a/${APP_ID}/explain\\?from=now-15m&to=now&query=`));
    await expect(views(page)).toBeVisible();
  });

  test('the command palette opens the overview', async ({ page }) => {
    await page.goto('/profile');
    const search = page.getByPlaceholder(/Search or jump/);
    // The keys do nothing before the page listens.
    await expect(async () => {
      await page.keyboard.press('ControlOrMeta+k');
      await expect(search).toBeVisible({ timeout: 5000 });
    }).toPass({ timeout: 60_000 });
    await search.fill('Pulsar Observatory: Over');
    await page.getByRole('option', { name: /Pulsar Observatory: Overview/ }).click();
    await expect(page).toHaveURL(new RegExp(`/a/${APP_ID}/overview`));
    await expect(views(page)).toContainText(/All is well|need|critical|Nothing fires/);
  });

  test.describe('as viewer', () => {
    test.use({ storageState: rig.signedIn('viewer') });
    test('the links are there, too', async ({ page }) => {
      await page.goto(`/d/observatory-overview?from=${from}&to=${to}`);
      const panel = page.locator('[data-viz-panel-key]').filter({ hasText: /latency/i }).first(); // prettier-ignore
      await panel.hover();
      await panel.getByRole('button', { name: /Menu for panel/ }).click();
      await page.getByRole('menuitem', { name: 'Extensions' }).hover();
      await expect(page.getByRole('menuitem', { name: 'The cluster at this time' })).toBeVisible();
    });
  });
});
