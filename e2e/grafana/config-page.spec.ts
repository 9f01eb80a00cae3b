import { expect, test } from '@grafana/plugin-e2e';
import { APP_ID, rig } from './rig.ts';

const PAGE = `/plugins/${APP_ID}?page=connection`;

test('the connection page says what each token may do', async ({ page }) => {
  await page.goto(PAGE);
  await page.getByTestId('obs-connection-test').click();
  const result = page.getByTestId('obs-connection-result');
  await expect(result).toContainText('Connected to sidecar');
  for (const role of ['reader', 'operator', 'admin']) {
    await expect(result.getByRole('row').filter({ hasText: `takes it as ${role}` })).toContainText('Works');
  }
});

test('a wrong address or token is told in words, and a right one heals it', async ({ page, request }) => {
  const before = await (await request.get(`/api/plugins/${APP_ID}/settings`)).json();
  await page.goto(PAGE);
  const url = page.getByTestId('obs-connection-url');
  await url.fill('ftp://somewhere');
  await expect(page.getByText('Only http:// and https:// addresses work.')).toBeVisible();
  await expect(page.getByTestId('obs-connection-save')).toBeDisabled();

  await url.fill('http://127.0.0.1:9');
  await page.getByTestId('obs-connection-save').click();
  await expect(page.getByTestId('obs-connection-result')).toContainText('does not reach the sidecar');

  await url.fill(`${rig.sidecarUrl}/`);
  await page.getByTestId('obs-connection-save').click();
  await expect(page.getByTestId('obs-connection-result')).toContainText('Connected to sidecar');
  // Tokens that were not typed again are still there, and the slash is gone.
  const after = await (await request.get(`/api/plugins/${APP_ID}/settings`)).json();
  expect(after).toMatchObject({ jsonData: before.jsonData, secureJsonFields: before.secureJsonFields });
});
