import { expect, test } from '@grafana/plugin-e2e';
import { APP_ID, DATASOURCE_UID, rig } from './rig.ts';

test.describe('the installed app', () => {
  test('is enabled with all its nested plugins, and nothing of it failed to load', async ({ request }) => {
    const settings = await (await request.get(`/api/plugins/${APP_ID}/settings`)).json();
    expect(settings).toMatchObject({ enabled: true, pinned: true, type: 'app' });
    const errors: { pluginId: string }[] = await (await request.get('/api/plugins/errors')).json();
    expect(errors.filter(({ pluginId }) => pluginId.startsWith('observatory-'))).toEqual([]);
    for (const { type, path, id } of await nestedPlugins()) {
      const answer = await request.get(`/api/plugins/${id}/settings`);
      expect(answer.ok(), `${type} ${id} (${path})`).toBe(true);
    }
  });

  test('never shows a token again', async ({ request }) => {
    const text = await (await request.get(`/api/plugins/${APP_ID}/settings`)).text();
    expect(text).toContain('"readerToken":true');
    expect(text).not.toContain(rig.readerToken);
  });

  test('its datasource is healthy', async ({ request }) => {
    const answer = await request.get(`/api/datasources/uid/${DATASOURCE_UID}/health`);
    const { status, message } = (await answer.json()) as { status: string; message: string };
    expect(status, message).toBe('OK');
    expect(message).toMatch(/demo/);
  });

  test('its overview is live: nodes, and a stream over server-sent events', async ({ page }) => {
    await page.goto(`/a/${APP_ID}`);
    await expect(page).toHaveURL(/\/overview/);
    await expect(page.getByText(/^Live · sse/)).toBeVisible();
    await expect(page.getByRole('row').filter({ hasText: 'Bookie' })).toHaveCount(3);
    await expect(page.getByRole('region', { name: 'Throughput' })).toContainText(/msg\/s/);
  });

  test('an unknown page says so and leads back', async ({ page }) => {
    await page.goto(`/a/${APP_ID}/nowhere`);
    await expect(page.getByText('This page does not exist')).toBeVisible();
    await page.getByRole('link', { name: 'Open the overview' }).click();
    await expect(page).toHaveURL(/\/overview/);
  });
});

async function nestedPlugins(): Promise<{ type: string; path: string; id: string }[]> {
  const { readFileSync } = await import('node:fs');
  const folder = new URL(`../../dist/plugin/${APP_ID}/`, import.meta.url);
  const read = (file: string) => JSON.parse(readFileSync(new URL(file, folder), 'utf8'));
  const { includes } = read('plugin.json') as { includes: { type: string; path: string }[] };
  return includes
    .filter(({ type }) => type === 'datasource' || type === 'panel')
    .map(({ type, path }) => ({ type, path, id: (read(path) as { id: string }).id }));
}
