import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { expect as promptly, test } from '@grafana/plugin-e2e';
import type { Page } from '@playwright/test';
import { APP_ID, DATASOURCE_UID, rig } from './rig.ts';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
// What a machine under load takes its time for is no failure.
test.describe.configure({ timeout: 300_000 });
test.use({ actionTimeout: 60_000 });
const expect = promptly.configure({ timeout: 60_000 });

const UID = 'observatory-e2e-panels';
const EMPTY_UID = 'observatory-e2e-empty';
const datasource = { type: 'observatory-pulsar-datasource', uid: DATASOURCE_UID };

const LATENCY = 'sum by (le) (rate(observatory_pulsar_publish_latency_seconds_bucket[2m]))';
const NOTHING = 'a_metric_that_nobody_has{x="1"}';

interface Target {
  queryType: string;
  expr?: string;
  format?: string;
  legendFormat?: string;
  mode?: string;
}

function panel(id: number, kind: string, title: string, target: Target, more: object = {}) {
  return {
    id,
    title,
    type: `observatory-${kind}-panel`,
    gridPos: { x: (id % 2) * 12, y: Math.floor((id - 1) / 2) * 9, w: 12, h: 9 },
    datasource,
    targets: [{ refId: 'A', datasource, version: 1, editor: 'code', legendFormat: '__auto', ...target }],
    ...more,
  };
}

const PANELS = [
  panel(1, 'live', 'Messages', { queryType: 'metrics', mode: 'range', expr: 'sum by (instance) (rate(pulsar_in_messages_total[1m]))' }, {
    fieldConfig: { defaults: { links: [{ title: 'Open the nodes', url: `/a/${APP_ID}/nodes` }] }, overrides: [] },
  }),
  panel(2, 'live', 'Streamed', { queryType: 'metrics', mode: 'stream', expr: 'sum(rate(pulsar_in_messages_total[1m]))' }),
  panel(3, 'health', 'Health', { queryType: 'metrics', mode: 'range', expr: '(1 - up) * 3', legendFormat: '{{instance}}' }),
  panel(4, 'latency', 'Latency', { queryType: 'metrics', mode: 'range', format: 'heatmap', expr: LATENCY }),
  panel(5, 'topology', 'Map', { queryType: 'topology' }),
]; // prettier-ignore

const EMPTY = ['live', 'health', 'latency', 'topology'].map((kind, index) =>
  panel(index + 1, kind, `Empty ${kind}`, { queryType: 'metrics', mode: 'range', expr: NOTHING }),
);

/** What users annotate. */
const OWN_ANNOTATIONS = {
  ...{ builtIn: 1, enable: true, hide: true, iconColor: 'rgba(0, 211, 255, 1)', name: 'Annotations & Alerts' },
  ...{ type: 'dashboard', datasource: { type: 'grafana', uid: '-- Grafana --' } },
};

async function axeFindings(page: Page): Promise<string[]> {
  await page.evaluate(axe);
  const { violations } = (await page.evaluate(`axe.run('[data-theme]')`)) as {
    violations: { id: string; impact: string | null; nodes: { html: string }[] }[];
  };
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).slice(0, 3).join(' ')}`); // prettier-ignore
}

const region = (page: Page, title: string) => page.getByTestId(`data-testid Panel header ${title}`);

test.beforeAll(async ({ playwright }) => {
  const request = await playwright.request.newContext({ baseURL: rig.url, storageState: rig.signedIn('admin') });
  for (const [uid, title, panels] of [
    [UID, 'Panels of the observatory', PANELS],
    [EMPTY_UID, 'Panels without data', EMPTY],
  ] as const) {
    const answer = await request.post('/api/dashboards/db', {
      data: {
        overwrite: true,
        dashboard: {
          ...{ uid, title, panels, schemaVersion: 42, graphTooltip: 1, time: { from: 'now-15m', to: 'now' } },
          annotations: { list: [OWN_ANNOTATIONS] },
        },
      },
    });
    expect(answer.ok(), await answer.text()).toBe(true);
  }
  await request.dispose();
});

for (const theme of ['dark', 'light'] as const) {
  test(`each panel draws its data, ${theme}, and axe finds nothing serious`, async ({ page }) => {
    const troubles: string[] = [];
    page.on('pageerror', (error) => troubles.push(String(error)));
    await page.goto(`/d/${UID}?theme=${theme}`);
    await expect(region(page, 'Messages').getByRole('application')).toBeVisible();
    await expect(region(page, 'Messages')).toContainText(/msg\/s/);
    await expect(region(page, 'Streamed').getByRole('application')).toBeVisible();
    await expect(region(page, 'Health').locator('canvas').first()).toBeVisible();
    await expect(region(page, 'Latency').locator('canvas').first()).toBeVisible();
    await page.screenshot({ path: `${rig.testDir}/panels-${theme}.png` });
    await region(page, 'Map').scrollIntoViewIfNeeded();
    await expect(region(page, 'Map').getByRole('application')).toHaveAttribute('aria-label', /brokers/);
    expect(await axeFindings(page)).toEqual([]);
    expect(troubles).toEqual([]);
  });
}

test('a live panel is read by keyboard, and its data link is there', async ({ page }) => {
  await page.goto(`/d/${UID}`);
  const live = region(page, 'Messages');
  const chart = live.getByRole('application');
  await expect(live).toContainText(/msg\/s/);
  await chart.focus();
  const legend = live.locator('[aria-live]');
  await page.keyboard.press('Home');
  await expect(legend).toHaveAttribute('aria-live', 'polite');
  const oldest = await legend.innerText();
  await page.keyboard.press('End');
  await expect(legend).not.toHaveText(oldest);
  await live.locator('[aria-live] button').first().click();
  await expect(live.getByRole('button', { name: 'Open the nodes' })).toBeVisible();
  await live.getByRole('button', { name: 'Pause' }).click();
  await expect(live.getByText('Paused')).toBeVisible();
});

test('what one panel points at, the others point at; a span drawn out by keyboard is the dashboard’s', async ({
  page,
}) => {
  await page.goto(`/d/${UID}`);
  const chart = region(page, 'Messages').getByRole('application');
  const times = region(page, 'Latency').locator('dl').getByRole('definition').first();
  await expect(region(page, 'Messages')).toContainText(/msg\/s/);
  await expect(times).toHaveText(/\d\d:\d\d/);
  await chart.focus();
  await page.keyboard.press('Home');
  const oldest = await times.innerText();
  // From the panel of percentiles back: its cursor moves the legend of the chart.
  const clock = region(page, 'Messages').locator('[aria-live]');
  const before = await clock.innerText();
  await region(page, 'Latency').getByRole('application').last().focus();
  await page.keyboard.press('End');
  await expect(clock).not.toHaveText(before);
  expect(oldest).toMatch(/\d\d:\d\d/);
  await chart.focus();
  await page.keyboard.press('End');
  for (let i = 0; i < 4; i++) await page.keyboard.press('Shift+ArrowLeft');
  await expect(clock).toContainText(/ to /);
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/from=\d{4}-.*&to=\d{4}-|from=\d{13}&to=\d{13}/);
});

test('an annotation of the dashboard is told where the cursor is near', async ({ page, request }) => {
  const time = Date.now();
  const answer = await request.post('/api/annotations', {
    data: { dashboardUID: UID, time: time - 600_000, timeEnd: time + 600_000, text: 'maintenance of rack 2', tags: [] },
  });
  expect(answer.ok(), await answer.text()).toBe(true);
  await page.goto(`/d/${UID}`);
  const live = region(page, 'Messages');
  await expect(live).toContainText(/msg\/s/);
  await live.getByRole('application').focus();
  await page.keyboard.press('End');
  await expect(live.locator('[aria-live]')).toContainText('maintenance of rack 2');
  const { id } = (await answer.json()) as { id: number };
  await request.delete(`/api/annotations/${id}`);
});

test('a streamed panel moves on without a refresh', async ({ page }) => {
  await page.goto(`/d/${UID}`);
  const legend = region(page, 'Streamed').locator('[aria-live]');
  await expect(legend).toContainText(/\d\d:\d\d:\d\d/);
  const before = /\d\d:\d\d:\d\d/.exec(await legend.innerText())?.[0] ?? '';
  await expect(legend).not.toContainText(before);
});

test('without data each panel says so', async ({ page }) => {
  await page.goto(`/d/${EMPTY_UID}`);
  for (const { title } of EMPTY) {
    const empty = region(page, title);
    await empty.scrollIntoViewIfNeeded();
    await expect(empty, title).toContainText(/No data|No topology|Nothing|missing/i);
  }
});

test.describe('as viewer', () => {
  test.use({ storageState: rig.signedIn('viewer') });
  test('the panels draw', async ({ page }) => {
    await page.goto(`/d/${UID}`);
    await expect(region(page, 'Messages')).toContainText(/msg\/s/);
    await expect(region(page, 'Health').locator('canvas').first()).toBeVisible();
  });
});
