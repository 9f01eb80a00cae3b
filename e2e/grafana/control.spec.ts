import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { expect, test } from '@grafana/plugin-e2e';
import type { Page } from '@playwright/test';
import { APP_ID, rig } from './rig.ts';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** Where the views are: what Grafana has around them is Grafana's. */
const views = (page: Page) => page.locator('[data-theme]').first();
const dialog = (page: Page) => page.getByRole('dialog');

async function seriousFindings(page: Page): Promise<string[]> {
  await page.evaluate(axe);
  const { violations } = (await page.evaluate(`axe.run('[data-theme]')`)) as {
    violations: { id: string; impact: string | null; nodes: { html: string }[] }[];
  };
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).slice(0, 3).join(' ')}`); // prettier-ignore
}

/** A partition that the demo cluster serves: what is unloaded comes back by itself. */
async function someTopic(page: Page): Promise<string> {
  const answer = await page.request.get(
    `/api/plugin-proxy/${APP_ID}/api/observatory/v1/topics?limit=1&by=partition&sort=rate_in`,
  );
  const { rows } = (await answer.json()) as { rows: { name: string }[] };
  return rows[0]?.name ?? '';
}

async function openUnload(page: Page): Promise<void> {
  await expect.poll(() => someTopic(page), { timeout: 60_000 }).not.toBe('');
  await page.goto(`/a/${APP_ID}/topics/${encodeURIComponent(await someTopic(page))}`);
  await views(page).getByRole('button', { name: 'Actions …' }).click();
}

test.describe('as viewer', () => {
  test.use({ storageState: rig.signedIn('viewer') });

  test('what one may not do is shown with the reasons of sidecar and Grafana; its plan can be read', async ({
    page,
  }) => {
    await openUnload(page);
    const unload = dialog(page).getByRole('button', { name: 'Unload topic' });
    await expect(unload).toHaveAttribute('aria-disabled', 'true');
    await expect(unload).toHaveAccessibleDescription(/needs the role operator, and you are reader.*Editors have/);
    await unload.focus();
    await expect(unload).toBeFocused();
    await dialog(page).getByRole('button', { name: 'Only show what it would do' }).first().click();
    await expect(dialog(page).getByRole('region', { name: 'What it touches' })).toBeVisible();
    const confirm = dialog(page).getByRole('button', { name: /^Unload/ });
    await expect(confirm).toHaveAttribute('aria-disabled', 'true');
    expect.soft(await seriousFindings(page)).toEqual([]);
    await page.screenshot({ path: `${rig.testDir}/control-viewer.png` });
  });

  test('Services and Audit open, and say why nothing can be switched', async ({ page }) => {
    await page.goto(`/a/${APP_ID}/services`);
    const stop = views(page).getByRole('button', { name: /Stop all automation|Let automation go on/ });
    await expect(stop).toHaveAttribute('aria-disabled', 'true');
    await expect(stop).toHaveAccessibleDescription(/Editors have/);
    expect.soft(await seriousFindings(page)).toEqual([]);
    await page.goto(`/a/${APP_ID}/audit`);
    await expect(views(page)).toContainText('The record is whole.');
    expect.soft(await seriousFindings(page)).toEqual([]);
  });
});

test.describe('as editor', () => {
  test.use({ storageState: rig.signedIn('editor') });

  test('an operation goes from its plan to its verified end, and the audit names the person', async ({ page }) => {
    await openUnload(page);
    await dialog(page).getByRole('button', { name: 'Unload topic' }).click();
    await expect(dialog(page).getByRole('region', { name: 'What it touches' })).toBeVisible();
    const read = dialog(page).getByRole('checkbox');
    if ((await read.count()) > 0) await read.check();
    await dialog(page)
      .getByRole('button', { name: /^Unload/ })
      .click();
    await expect(dialog(page)).toContainText(/Verified: /);
    await page.reload();
    await expect(dialog(page)).toContainText(/Verified: /);
    await page.screenshot({ path: `${rig.testDir}/control-editor.png` });
    await dialog(page).getByRole('link', { name: 'Its records in the audit' }).click();
    await expect(
      views(page)
        .getByRole('cell', { name: /^editor/ })
        .first(),
    ).toBeVisible();
    await expect(views(page)).toContainText('topic-unload');
  });

  test('an admin’s operation is refused to an Editor in the sidecar’s words', async ({ page }) => {
    await page.goto(`/a/${APP_ID}/services`);
    await views(page).getByRole('button', { name: 'Actions …' }).click();
    const rolling = dialog(page).getByRole('button', { name: 'Rolling restart of brokers' });
    await expect(rolling).toHaveAttribute('aria-disabled', 'true');
    await expect(rolling).toHaveAccessibleDescription(/needs the role admin, and you are operator/);
  });
});
