import { expect, test } from '@grafana/plugin-e2e';
import { APP_ID, rig } from './rig.ts';

const RULES = '/api/v1/provisioning/alert-rules';
const UID = 'obs-app-writable-bookies-at-ensemble';

test.describe('alert rules of the page', () => {
  // Editors install rules; the Grafana has none from files.
  test.use({ baseURL: rig.freshUrl, storageState: rig.signedIn('editor', 'fresh') });

  test('are chosen, previewed, installed, edited, updated, exported and removed', async ({ page, request }) => {
    await page.goto(`/a/${APP_ID}/alert-rules`);
    const row = (name: string) => page.getByTestId(`obs-rule-${name}`);
    await row('WritableBookiesAtEnsemble').getByRole('checkbox').check({ force: true });
    await row('BookieDown').getByRole('checkbox').check({ force: true });

    await test.step('preview: Grafana judges them now', async () => {
      await page.getByRole('button', { name: 'Preview 2' }).click();
      const drawer = page.getByRole('dialog');
      await expect(drawer.getByRole('row').filter({ hasText: 'BookieDown' })).toContainText('quiet: 3 well');
      await drawer.getByRole('button', { name: 'Close' }).click();
    });

    await test.step('install', async () => {
      await page.getByTestId('obs-threshold-ensemble_size').fill('2');
      await page.getByRole('button', { name: 'Install 2' }).click();
      await expect(page.getByTestId('obs-rules-message')).toHaveText('Installed 2 rules.');
      await expect(row('BookieDown')).toContainText('Installed');
      const rule = await (await request.get(`${RULES}/${UID}`)).json();
      expect(rule).toMatchObject({ title: 'WritableBookiesAtEnsemble', folderUID: 'observatory-rules' });
      // No provenance: Grafana's own editor may change it.
      expect(rule.provenance ?? '').toBe('');
      expect(rule.data[1].model.conditions[0].evaluator).toMatchObject({ type: 'lte', params: [2] });
    });

    await test.step('an edit of the user survives an update', async () => {
      const rule = await (await request.get(`${RULES}/${UID}`)).json();
      const edited = { ...rule, for: '7m', labels: { ...rule.labels, team: 'storage' } };
      const saved = await request.put(`${RULES}/${UID}`, {
        data: edited,
        headers: { 'X-Disable-Provenance': 'true' },
      });
      expect(saved.ok(), await saved.text()).toBe(true);
      await page.reload();
      await expect(row('WritableBookiesAtEnsemble')).toContainText('edited by you');
      await page.getByTestId('obs-threshold-ensemble_size').fill('1');
      await expect(row('WritableBookiesAtEnsemble')).toContainText('Update available');
      await row('WritableBookiesAtEnsemble').getByRole('checkbox').check({ force: true });
      await page.getByRole('button', { name: 'Update 1 …' }).click();
      const drawer = page.getByRole('dialog');
      await expect(drawer.getByRole('row').filter({ hasText: 'condition' })).toContainText('Becomes the shipped value');
      await expect(drawer.getByRole('row').filter({ hasText: 'label team' })).toContainText('Your edit stays');
      await drawer.getByRole('button', { name: 'Update 1' }).click();
      await expect(page.getByTestId('obs-rules-message')).toHaveText('Updated 1 rule.');
      const updated = await (await request.get(`${RULES}/${UID}`)).json();
      expect(updated).toMatchObject({ for: '7m', labels: { team: 'storage' } });
      expect(updated.data[1].model.conditions[0].evaluator.params).toEqual([1]);
    });

    await test.step('export', async () => {
      const download = page.waitForEvent('download');
      await page.getByRole('button', { name: 'Export YAML' }).click();
      const { readFileSync } = await import('node:fs');
      const text = readFileSync(await (await download).path(), 'utf8');
      expect(text).toContain('uid: obs-writable-bookies-at-ensemble');
      expect(text).not.toContain('BookieDown');
    });

    await test.step('remove', async () => {
      await row('BookieDown').getByRole('checkbox').check({ force: true });
      await page.getByRole('button', { name: 'Remove 2 …' }).click();
      await page.getByRole('dialog').getByRole('button', { name: 'Remove', exact: true }).click();
      await expect(page.getByTestId('obs-rules-message')).toHaveText('Removed 2 rules.');
      expect(await (await request.get(RULES)).json()).toEqual([]);
    });
  });

  test('every shipped rule can be installed, and Grafana evaluates each without an error', async ({
    page,
    request,
  }) => {
    await page.goto(`/a/${APP_ID}/alert-rules`);
    await expect(page.getByTestId('obs-rules')).toBeVisible();
    const groups = page.getByRole('checkbox', { name: /^All rules of/ });
    for (const group of await groups.all()) await group.check({ force: true });
    const button = page.getByRole('button', { name: /^Install \d+$/ });
    const count = Number(/\d+/.exec(await button.innerText())?.[0]);
    expect(count).toBeGreaterThan(50);
    await button.click();
    await expect(page.getByTestId('obs-rules-message')).toHaveText(`Installed ${count} rules.`, { timeout: 60_000 });
    const listed: { uid: string }[] = await (await request.get(RULES)).json();
    expect(listed.filter(({ uid }) => uid.startsWith('obs-app-'))).toHaveLength(count);
    await expect.poll(async () => (await evaluated(request)).waiting, { timeout: 100_000, intervals: [2000] }).toBe(0);
    expect((await evaluated(request)).failed).toEqual([]);
  });
});

test('rules from files are shown read-only and not offered', async ({ page }) => {
  await page.goto(`/a/${APP_ID}/alert-rules`);
  const row = page.getByTestId('obs-rule-BookieDown');
  await expect(row).toContainText('From a file');
  await expect(row.getByRole('checkbox')).toBeDisabled();
  await expect(page.getByTestId('obs-rules')).toContainText('come from provisioning files');
});

interface Answer {
  data: { groups: { rules: { name: string; health: string; lastError?: string; lastEvaluation: string }[] }[] };
}

/** How far Grafana is with the rules, and which of them it could not evaluate. */
async function evaluated(request: { get(url: string): Promise<{ json(): Promise<unknown> }> }) {
  const { data } = (await (await request.get('/api/prometheus/grafana/api/v1/rules')).json()) as Answer;
  const rules = data.groups.flatMap((group) => group.rules);
  return {
    waiting: rules.filter(({ lastEvaluation }) => lastEvaluation.startsWith('0001')).length,
    failed: rules.filter(({ health }) => health === 'error').map(({ name, lastError }) => `${name}: ${lastError}`),
  };
}
