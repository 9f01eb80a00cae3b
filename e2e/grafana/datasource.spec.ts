import { expect, test } from '@grafana/plugin-e2e';
import type { Locator, Page } from '@playwright/test';
import { testIds } from '../../src/datasource/testIds.ts';
import { DATASOURCE_UID, rig } from './rig.ts';

const TYPE = 'observatory-pulsar-datasource';
const ref = { type: TYPE, uid: DATASOURCE_UID };

/** Explore with one query, as its address keeps it. */
function exploreAddress(query: Record<string, unknown>): string {
  const panes = {
    a: {
      datasource: DATASOURCE_UID,
      queries: [{ refId: 'A', datasource: ref, ...query }],
      range: { from: 'now-15m', to: 'now' },
    },
  };
  return `/explore?schemaVersion=1&orgId=1&panes=${encodeURIComponent(JSON.stringify(panes))}`;
}

async function explore(page: Page, query: Record<string, unknown>): Promise<void> {
  await page.goto(exploreAddress(query));
  await expect(page.getByTestId(testIds.query.editor)).toBeVisible();
}

/** An option of the list that is open. */
function option(page: Page, text: RegExp): Locator {
  return page.getByTestId('data-testid Select option').filter({ hasText: text }).first();
}

/** The query as Explore has it now. */
function queryIn(page: Page): Record<string, unknown> {
  const panes = JSON.parse(new URL(page.url()).searchParams.get('panes') ?? '{}') as Record<
    string,
    { queries: Record<string, unknown>[] }
  >;
  return Object.values(panes)[0]?.queries[0] ?? {};
}

test.describe('settings', () => {
  test('save & test names version, cluster and counts', async ({ createDataSourceConfigPage, page }) => {
    const config = await createDataSourceConfigPage({ type: TYPE });
    await page.getByTestId(testIds.config.sidecarUrl).fill(rig.sidecarUrl);
    await page.getByTestId(testIds.config.token).fill(rig.readerToken);
    await expect(config.saveAndTest()).toBeOK();
    await expect(page.getByText(/Connected to sidecar .*demo-1 with 3 brokers, 3 bookies/)).toBeVisible();
  });

  for (const { name, url, token, says } of [
    { name: 'nobody there', url: 'http://127.0.0.1:9', token: 'x', says: /127\.0\.0\.1:9/ },
    { name: 'a wrong token', url: rig.sidecarUrl, token: 'wrong', says: /token/i },
    { name: 'no sidecar but something else', url: rig.url, token: 'x', says: /sidecar/i },
  ]) {
    test(`save & test with ${name}: cause and cure`, async ({ createDataSourceConfigPage, page }) => {
      const config = await createDataSourceConfigPage({ type: TYPE });
      await page.getByTestId(testIds.config.sidecarUrl).fill(url);
      await page.getByTestId(testIds.config.token).fill(token);
      await expect(config.saveAndTest()).not.toBeOK();
      await expect(config).toHaveAlert('error', { hasText: says });
      await expect(page.getByText(rig.readerToken)).toHaveCount(0);
    });
  }

  test('what comes from a file is read-only, and every mistake is named', async ({
    createDataSourceConfigPage,
    page,
  }) => {
    await page.goto(`/connections/datasources/edit/${DATASOURCE_UID}`);
    await expect(page.getByTestId(testIds.config.sidecarUrl)).toBeDisabled();
    await expect(page.getByTestId(testIds.config.sidecarUrl)).toHaveValue(rig.sidecarUrl);
    await createDataSourceConfigPage({ type: TYPE });
    await page.getByTestId(testIds.config.sidecarUrl).fill('localhost:7480');
    await expect(page.getByText('Begin with http:// or https://')).toBeVisible();
    await page.getByTestId(testIds.config.skipVerify).click({ force: true });
    await expect(page.getByTestId(testIds.config.skipVerifyWarning)).toBeVisible();
  });
});

test.describe('the editor', () => {
  test('builds an expression, turns it into code and back', async ({ page }) => {
    await explore(page, { queryType: 'metrics', editor: 'builder', expr: '' });
    await page.getByLabel('Metric', { exact: true }).fill('in_messages_total');
    await option(page, /^pulsar_in_messages_total/).click();
    await expect(page.getByTestId(testIds.query.advice)).toContainText('take rate or increase of it first');

    await page.getByLabel('Add an operation').fill('rate');
    await option(page, /^rate/).click();
    await expect(page.getByTestId(testIds.query.advice)).not.toContainText('take rate');
    await page.getByLabel('Add an operation').fill('sum');
    await option(page, /^sum/).click();
    const built = 'sum(rate(pulsar_in_messages_total[$__rate_interval]))';
    await expect(page.getByTestId(testIds.query.preview)).toHaveText(built);

    await page.getByRole('radio', { name: 'Code' }).check({ force: true });
    const code = page.getByTestId(testIds.query.code);
    await expect(code.locator('.view-lines')).toHaveText(built.replaceAll(' ', '\u00a0'));
    await code.locator('.view-lines').click();
    await page.keyboard.press('ControlOrMeta+A');
    await page.keyboard.type('topk(3, pulsar_rate_in');
    await page.keyboard.press('Escape');
    await page.keyboard.press('Shift+Enter');
    await expect.poll(() => queryIn(page).expr).toBe('topk(3, pulsar_rate_in)');
    await page.getByRole('radio', { name: 'Builder' }).check({ force: true });
    await expect(page.getByLabel('k', { exact: true })).toHaveValue('3');
  });

  test('stays in code where the builder has no rows, and underlines mistakes', async ({ page }) => {
    await explore(page, { queryType: 'metrics', editor: 'builder', expr: 'max_over_time(sum(pulsar_rate_in)[5m:1m])' });
    await expect(page.getByTestId(testIds.query.beyondBuilder)).toContainText('subqueries');
    await explore(page, { queryType: 'metrics', editor: 'code', expr: 'sum(pulsar_rate_in' });
    await expect(page.getByText('The expression ends too early')).toBeVisible();
    await expect(page.getByTestId(testIds.query.code).locator('.squiggly-error')).toBeVisible();
  });

  test('completes metrics, labels and values from what is scraped', async ({ page }) => {
    await explore(page, { queryType: 'metrics', editor: 'code', expr: '' });
    const code = page.getByTestId(testIds.query.code);
    const suggestion = (name: string) =>
      page
        .locator('.suggest-widget')
        .getByLabel(new RegExp(`^${name}`))
        .first();
    await code.locator('.view-lines').click();
    await page.keyboard.type('pulsar_msg_back');
    await expect(suggestion('pulsar_msg_backlog')).toBeVisible();
    await page.keyboard.press('Escape');
    await page.keyboard.type('log{na');
    await expect(suggestion('namespace')).toBeVisible();
    await page.keyboard.press('Enter');
    await page.keyboard.type('"');
    await expect(suggestion('acme/')).toBeVisible();
  });

  test('warns of a rate of a rate', async ({ page }) => {
    await explore(page, { queryType: 'metrics', editor: 'code', expr: 'rate(pulsar_rate_in[5m])' });
    await expect(page.getByTestId(testIds.query.advice)).toContainText('Already a rate per second');
  });
});

test.describe('every type draws', () => {
  test('metrics, as a chart', async ({ page }) => {
    await explore(page, {
      queryType: 'metrics',
      editor: 'code',
      expr: 'sum by (instance) (pulsar_rate_in)',
      legendFormat: 'broker {{instance}}',
    });
    await expect(page.getByRole('button', { name: /^broker 127\.0\.0\.1/ })).toHaveCount(3);
  });

  test('metrics at one moment, as a table', async ({ page }) => {
    await explore(page, {
      queryType: 'metrics',
      editor: 'code',
      expr: 'topk(2, pulsar_rate_in)',
      mode: 'instant',
      format: 'table',
    });
    await expect(page.getByRole('columnheader', { name: 'namespace' })).toBeVisible();
  });

  test('topology, as a node graph', async ({ page }) => {
    await explore(page, { queryType: 'topology' });
    await expect(page.getByRole('heading', { name: /Node graph/ })).toBeVisible();
    await expect(page.locator('[data-node-id*="/broker/"]').first()).toBeVisible({ timeout: 60_000 });
  });

  for (const [queryType, more, header, cell] of [
    ['nodes', {}, 'State', 'up'],
    ['topics', { limit: 3 }, 'Backlog', /^persistent:/],
    ['topics', { subject: 'subscriptions' }, 'Verdict', /healthy|growing|stuck|orphan/],
  ] as const) {
    test(`${queryType} ${JSON.stringify(more)}, as a table`, async ({ page }) => {
      await explore(page, { queryType, ...more });
      await expect(page.getByRole('columnheader', { name: header }).first()).toBeVisible();
      await expect(
        page
          .getByRole('gridcell', { name: cell })
          .or(page.getByRole('cell', { name: cell }))
          .first(),
      ).toBeVisible();
    });
  }

  test('a mistake in a query is answered where it is', async ({ page }) => {
    await explore(page, { queryType: 'metrics', editor: 'code', expr: 'sum(pulsar_rate_in' });
    await expect(page.getByText(/unclosed|unexpected|parse error/i).first()).toBeVisible();
  });
});

test.describe('Explore', () => {
  test('examples of the help are asked at a click', async ({ page }) => {
    await explore(page, { queryType: 'metrics', editor: 'code', expr: '' });
    await page
      .getByRole('button', { name: /Show data source help/ })
      .first()
      .click();
    await page.getByRole('button', { name: 'Use: Messages published, by namespace' }).click();
    const expr = 'sum by (namespace) (pulsar_rate_in)';
    await expect(page.getByTestId(testIds.query.code).locator('.view-lines')).toHaveText(
      expr.replaceAll(' ', '\u00a0'),
    );
    await page.getByTestId('data-testid RefreshPicker run button').click();
    await expect.poll(() => queryIn(page).expr).toBe(expr);
    await expect(page.getByRole('button', { name: /acme\// }).first()).toBeVisible();
  });

  test('filters for a value of the table', async ({ page }) => {
    await explore(page, {
      queryType: 'metrics',
      editor: 'code',
      expr: 'sum by (namespace) (pulsar_rate_in)',
      mode: 'instant',
      format: 'table',
    });
    const cell = page.getByText(/^acme\//).first();
    await cell.hover();
    await page.getByRole('button', { name: 'Filter for value' }).first().click();
    await expect.poll(() => String(queryIn(page).expr)).toMatch(/pulsar_rate_in\{namespace="acme\//);
  });

  test('the type is switched and nothing is lost', async ({ page }) => {
    await explore(page, { queryType: 'metrics', editor: 'code', expr: 'up' });
    await page.getByRole('radio', { name: 'Events' }).check({ force: true });
    await expect.poll(() => queryIn(page).queryType).toBe('events');
    await page.getByRole('radio', { name: 'Metrics' }).check({ force: true });
    await expect.poll(() => queryIn(page)).toMatchObject({ queryType: 'metrics', expr: 'up' });
  });
});
