import { expect, test } from '@grafana/plugin-e2e';
import type { APIRequestContext } from '@playwright/test';
import { APP_ID, DATASOURCE_UID, rig } from './rig.ts';

/** What is usual must be known before something is unusual. */
const QUIET_MS = 150_000;
const FAULT_MS = 25_000;
const TARGET = 'bookie-2';

interface Frame {
  schema: { meta?: { type?: string }; fields: { name: string; labels?: Record<string, string> }[] };
  data: { values: unknown[][] };
}

async function ask(request: APIRequestContext, query: object, from: number, to: number): Promise<Frame[]> {
  const answer = await request.post('/api/ds/query', {
    data: {
      queries: [{ refId: 'A', version: 1, datasource: { uid: DATASOURCE_UID }, ...query }],
      from: String(from),
      to: String(to),
    },
  });
  const { results } = (await answer.json()) as { results: { A: { error?: string; frames?: Frame[] } } };
  expect(results.A.error).toBeUndefined();
  return results.A.frames ?? [];
}

test.describe.serial('explaining in Grafana', () => {
  let window: { from: number; to: number };

  test.beforeAll(async () => {
    test.setTimeout(QUIET_MS + FAULT_MS + 120_000);
    await new Promise((resolve) => setTimeout(resolve, QUIET_MS));
    const faultMs = Date.now();
    await fetch(`${rig.demoControl}/faults`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ kind: 'network-partition', target: TARGET, durationMs: FAULT_MS }),
    });
    await new Promise((resolve) => setTimeout(resolve, FAULT_MS + 20_000));
    window = { from: faultMs - 10_000, to: faultMs + FAULT_MS + 5_000 };
  });

  test('the page ranks the bookie that was cut off first, and leads to Explore and a new rule', async ({ page }) => {
    await page.goto(`/a/${APP_ID}/explain?from=${window.from}&to=${window.to}`);
    const causes = page.getByRole('region', { name: 'What changed' });
    await expect(causes.getByRole('heading', { level: 3 }).first()).toContainText(/bookie/, { timeout: 60_000 });
    await expect(page.getByText(/signals were compared/).first()).toBeVisible();
    await causes
      .getByRole('button', { name: /Evidence/ })
      .first()
      .click();
    await expect(page).toHaveURL(/open=/);
    await expect(causes.getByRole('link', { name: 'Explore' }).first()).toHaveAttribute('href', /\/explore\?/);
    await page.getByRole('link', { name: 'New alert rule in Grafana' }).click();
    await expect(page).toHaveURL(/\/alerting\/new/);
    await expect(page.getByRole('textbox', { name: 'name' })).toHaveValue(/\w/);
  });

  test('a window without a fault says that nothing got worse, or what it rejected', async ({ page }) => {
    const to = window.from - 20_000;
    await page.goto(`/a/${APP_ID}/explain?from=${to - 30_000}&to=${to}`);
    await expect(page.getByRole('region', { name: 'Answer' })).toBeVisible({ timeout: 60_000 });
  });

  test('candidates, bands and forecasts are queries for panels and for rules', async ({ request }) => {
    const { from, to } = window;
    const [table] = await ask(request, { queryType: 'candidates' }, from, to);
    expect(table.schema.fields.map(({ name }) => name)).toEqual(expect.arrayContaining(['rank', 'node', 'sentence']));
    expect(table.data.values[0].length).toBeGreaterThan(0);
    const [confidence] = await ask(request, { queryType: 'candidates', mode: 'instant' }, from, to);
    expect(confidence.schema.meta?.type).toBe('numeric-multi');
    expect(confidence.schema.fields[0].labels).toHaveProperty('node');
    const expr = 'sum by (cluster) (rate(pulsar_in_messages_total[1m]))';
    const [band] = await ask(request, { queryType: 'anomalies', expr }, from - 60_000, to);
    expect(band.schema.fields.map(({ name }) => name)).toEqual([
      'Time',
      'value',
      'expected',
      'lower',
      'upper',
      'anomaly',
    ]);
    const [line] = await ask(request, { queryType: 'forecast', expr, horizon: '10m' }, from - 60_000, to);
    expect(line.schema.fields.map(({ name }) => name)).toEqual(['Time', 'value', 'forecast', 'lower', 'upper']);
    expect(Math.max(...(line.data.values[0] as number[]))).toBeGreaterThan(to);
  });

  test('the dashboard of incidents shows them, with the matrix of correlations', async ({ page }) => {
    await page.goto(`/d/observatory-incidents?from=${window.from - 60_000}&to=${window.to}`);
    const candidates = page.locator('[data-viz-panel-key]').filter({ hasText: 'Candidates' }).first();
    await expect(candidates).toContainText(/did not answer|unreachable|bookie/, { timeout: 60_000 });
    const matrix = page.getByRole('grid', { name: 'Correlation matrix' });
    await matrix.scrollIntoViewIfNeeded({ timeout: 60_000 }).catch(() => undefined);
    await page.mouse.wheel(0, 5000);
    await expect(matrix).toBeVisible({ timeout: 60_000 });
  });

  test('a panel’s menu leads to its explanation, with query and time', async ({ page }) => {
    await page.goto(`/d/observatory-overview?from=${window.from}&to=${window.to}`);
    const panel = page
      .locator('[data-viz-panel-key]')
      .filter({ hasText: /latency/i })
      .first();
    await panel.hover();
    await panel.getByRole('button', { name: /Menu for panel/ }).click();
    await page.getByRole('menuitem', { name: 'Extensions' }).hover();
    const link = page.getByRole('menuitem', { name: 'Explain this panel' });
    await expect(link).toBeVisible();
    await link.click();
    await expect(page).toHaveURL(new RegExp(`/a/${APP_ID}/explain\\?.*from=${window.from}`));
    await expect(page).toHaveURL(/query=/);
  });
});
