import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { expect as promptly, test } from '@grafana/plugin-e2e';
import type { Page } from '@playwright/test';
import { APP_ID, rig } from './rig.ts';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const API = `**/api/plugin-proxy/${APP_ID}/**`;

/** Anything but a page on its way. */
const LOADED = /^(?!.*Loading …).*\w/s;

/** Each page, and what stands on it when it is there. */
const PAGES: readonly [path: string, shows: RegExp][] = [
  ['overview', /All is well|need|critical|Nothing fires/],
  ['topology', /Only problems/],
  ['nodes', /Health over time/],
  ['topics', /persistent:\/\//],
  ['latency', /p99/],
  ['explain', /Explain|cause/i],
  ['services', LOADED],
  ['logs', LOADED],
  ['actions', LOADED],
  ['runs', LOADED],
  ['audit', LOADED],
  ['settings', /Sidecar \d/],
];

// What a machine under load takes its time for is no failure.
test.describe.configure({ timeout: 300_000 });
test.use({ actionTimeout: 60_000 });
const expect = promptly.configure({ timeout: 60_000 });

/** Where the views are: what Grafana has around them is Grafana's. */
const views = (page: Page) => page.locator('[data-theme]').first();

function listen(page: Page): string[] {
  const troubles: string[] = [];
  page.on('pageerror', (error) => troubles.push(String(error)));
  page.on('console', (message) => {
    // What Grafana itself asks of addresses that are not there is not ours.
    if (message.type() === 'error' && !/Failed to load resource/.test(message.text())) troubles.push(message.text());
  });
  return troubles;
}

async function seriousFindings(page: Page): Promise<string[]> {
  await page.evaluate(axe);
  const { violations } = (await page.evaluate(`axe.run('[data-theme]')`)) as {
    violations: { id: string; impact: string | null; nodes: { html: string }[] }[];
  };
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).slice(0, 3).join(' ')}`); // prettier-ignore
}

for (const theme of ['dark', 'light'] as const) {
  for (const [path, shows] of PAGES) {
    test(`${path}, ${theme}: opens without an error, and axe finds nothing serious`, async ({ page }) => {
      const troubles = listen(page);
      await page.goto(`/a/${APP_ID}/${path}?theme=${theme}`);
      await expect(views(page)).toContainText(shows);
      await expect(views(page)).toHaveAttribute('data-theme', theme);
      await expect(views(page).getByRole('alert')).toHaveCount(0);
      await page.screenshot({ path: `${rig.testDir}/page-${path}-${theme}.png` });
      expect(await seriousFindings(page)).toEqual([]);
      expect(troubles).toEqual([]);
    });
  }
}

for (const role of ['viewer', 'editor'] as const) {
  test.describe(`as ${role}`, () => {
    test.use({ storageState: rig.signedIn(role) });
    test('each page of the cluster opens', async ({ page }) => {
      for (const [path, shows] of PAGES) {
        await page.goto(`/a/${APP_ID}/${path}`);
        await expect(views(page), path).toContainText(shows);
      }
    });
  });
}

test('a node is reached by keyboard, and its page says what is around it', async ({ page }) => {
  await page.goto(`/a/${APP_ID}/nodes`);
  const row = views(page).getByRole('row').filter({ hasText: 'Broker' }).first();
  await row.focus();
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/nodes\/.+/);
  await expect(views(page)).toContainText('Around it');
  await page.goBack();
  await expect(views(page)).toContainText('Health over time');
});

test('time range and refresh are in the address; a view kept as a file opens again', async ({ page }) => {
  await page.goto(`/a/${APP_ID}/latency`);
  await views(page).getByRole('combobox', { name: 'Time range' }).selectOption({ label: 'Last 6 hours' });
  await views(page).getByRole('combobox', { name: 'Refresh interval' }).selectOption({ label: '1 min' });
  await expect(page).toHaveURL(/from=now-6h.*refresh=1m/);
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    views(page).getByRole('button', { name: 'Export view' }).click(),
  ]);
  const file = `${rig.testDir}/${download.suggestedFilename()}`;
  await download.saveAs(file);
  await page.goto(`/a/${APP_ID}/settings`);
  await views(page).getByLabel('File of a view').setInputFiles(file);
  await expect(page).toHaveURL(/\/latency\?.*from=now-6h/);
});

test('without a sidecar each page says so', async ({ page }) => {
  await page.route(API, (route) => route.fulfill({ status: 502, body: '' }));
  for (const [path] of PAGES) {
    await page.goto(`/a/${APP_ID}/${path}`);
    await expect(views(page).getByRole('alert').first(), path).toContainText(/sidecar/);
  }
});

test('links from elsewhere keep their time', async ({ page }) => {
  const from = Date.now() - 1_800_000;
  await page.goto(`/a/${APP_ID}/overview?from=${from}&to=${from + 600_000}`);
  await expect(views(page).getByRole('combobox', { name: 'Time range' })).toHaveValue('custom');
});
