import { expect, test } from '@grafana/plugin-e2e';
import type { APIRequestContext, Page } from '@playwright/test';
import { DATASOURCE_UID, rig } from './rig.ts';

const ref = { type: 'observatory-pulsar-datasource', uid: DATASOURCE_UID };
const created: string[] = [];

interface Parts {
  variables?: unknown[];
  annotations?: unknown[];
  targets: unknown[];
  type?: string;
}

/** A dashboard of one panel; its address. */
async function dashboard(
  request: APIRequestContext,
  { variables = [], annotations = [], targets, type = 'timeseries' }: Parts,
): Promise<string> {
  const panel = { id: 1, type, title: 'Under test', datasource: ref, gridPos: { x: 0, y: 0, w: 24, h: 16 }, targets };
  const answer = await request.post('/api/dashboards/db', {
    data: {
      dashboard: {
        title: `Datasource under test ${Date.now()}`,
        time: { from: 'now-15m', to: 'now' },
        panels: [panel],
        templating: { list: variables },
        annotations: { list: annotations },
      },
    },
  });
  expect(answer.ok(), await answer.text()).toBe(true);
  const { uid, url } = (await answer.json()) as { uid: string; url: string };
  created.push(uid);
  return url;
}

test.afterAll(async ({ browser }) => {
  const context = await browser.newContext({ baseURL: rig.url, storageState: rig.signedIn('admin') });
  for (const uid of created.splice(0)) await context.request.delete(`/api/dashboards/uid/${uid}`);
  await context.close();
});

const metrics = (expr: string, more = {}) => ({
  refId: 'A',
  datasource: ref,
  queryType: 'metrics',
  expr,
  legendFormat: '__auto',
  ...more,
});
const variable = (name: string, query: unknown, more = {}) => ({
  type: 'query',
  name,
  label: name,
  datasource: ref,
  query,
  refresh: 2,
  options: [],
  current: {},
  ...more,
});

/** Expressions that the page asked for. */
function askedExpressions(page: Page): string[] {
  const asked: string[] = [];
  page.on('request', (request) => {
    if (!request.url().includes('/api/ds/query')) return;
    const { queries } = request.postDataJSON() as { queries: { expr?: string }[] };
    asked.push(...queries.map(({ expr }) => expr ?? ''));
  });
  return asked;
}

const legend = (page: Page) =>
  page
    .getByRole('region', { name: /Under test/ })
    .or(page.locator('[data-testid*="Panel header Under test"]'))
    .first();

test.describe('variables', () => {
  for (const [kind, expected, more] of [
    ['clusters', 'demo-1', {}],
    ['brokers', '127.0.0.1:', {}],
    ['bookies', '127.0.0.1:', { cluster: 'demo-1' }],
    ['namespaces', 'acme/', {}],
    ['topics', 'persistent://', { namespace: 'acme/payments' }],
    ['label_names', 'namespace', { selector: 'pulsar_rate_in' }],
    ['label_values', 'acme/', { selector: 'pulsar_rate_in', label: 'namespace' }],
    ['metrics', 'pulsar_rate_in', { pattern: '^pulsar_rate' }],
    ['query_result', 'pulsar_rate_in{', { expr: 'topk(3, pulsar_rate_in)' }],
  ] as const) {
    test(`of ${kind}`, async ({ page, request }) => {
      const url = await dashboard(request, {
        variables: [variable('choice', { refId: 'v', version: 1, kind, ...more })],
        targets: [metrics('up')],
      });
      await page.goto(url);
      await page
        .getByTestId(/Submenu item label choice|Variable Value DropDown value link text/)
        .or(page.getByLabel('choice'))
        .first()
        .click();
      await expect(page.getByRole('option', { name: expected }).first()).toBeVisible();
    });
  }

  test('depend on each other, and several values become an alternation', async ({ page, request }) => {
    const asked = askedExpressions(page);
    const url = await dashboard(request, {
      variables: [
        variable('cluster', { refId: 'v', kind: 'clusters' }),
        variable(
          'namespace',
          { refId: 'v', kind: 'label_values', selector: 'pulsar_rate_in{cluster="$cluster"}', label: 'namespace' },
          { multi: true, includeAll: true, current: { text: ['All'], value: ['$__all'] } },
        ),
      ],
      targets: [metrics('sum by (namespace) (pulsar_rate_in{cluster="$cluster", namespace=~"$namespace"})')],
    });
    await page.goto(url);
    await expect.poll(() => asked.join('\n')).toMatch(/cluster="demo-1", namespace=~"\(.*acme\/.*\|.*\)"/);
    await expect(legend(page)).toBeVisible();
    await expect(page.getByRole('button', { name: /^acme\// }).first()).toBeVisible();
  });

  test('are edited in our editor', async ({ page, request }) => {
    const url = await dashboard(request, { variables: [variable('choice', '')], targets: [metrics('up')] });
    await page.goto(`${url}?editview=variables&editIndex=0`);
    await expect(page.getByLabel('List', { exact: true })).toBeVisible();
    await page.getByLabel('List', { exact: true }).click();
    await page
      .getByTestId('data-testid Select option')
      .filter({ hasText: /^Brokers/ })
      .click();
    await expect(page.getByText(/127\.0\.0\.1:\d+/).first()).toBeVisible();
  });
});

test('ad-hoc filters reach every selector of every panel', async ({ page, request }) => {
  const asked = askedExpressions(page);
  const url = await dashboard(request, {
    variables: [
      {
        type: 'adhoc',
        name: 'filters',
        datasource: ref,
        filters: [
          { key: 'namespace', operator: '=|', value: 'acme/payments', values: ['acme/payments', 'globex/logs'] },
        ],
      },
    ],
    targets: [
      metrics(
        'sum by (namespace) (pulsar_rate_in) / on (namespace) sum by (namespace) (pulsar_rate_out{cluster="demo-1"})',
      ),
    ],
  });
  await page.goto(url);
  await expect
    .poll(() => asked)
    .toContain(
      'sum by (namespace) (pulsar_rate_in{namespace=~"acme/payments|globex/logs"}) / on (namespace) sum by (namespace) (pulsar_rate_out{cluster="demo-1", namespace=~"acme/payments|globex/logs"})',
    );
  await expect(page.getByRole('button', { name: 'acme/payments' }).first()).toBeVisible();
});

test('events are annotations with title, text and tags', async ({ page, request }) => {
  const answers: unknown[] = [];
  page.on('response', async (response) => {
    if (response.url().includes('/api/ds/query')) answers.push(await response.json().catch(() => undefined));
  });
  const url = await dashboard(request, {
    annotations: [
      {
        name: 'Events',
        enable: true,
        iconColor: 'red',
        datasource: ref,
        target: { refId: 'Anno', queryType: 'events', version: 1 },
      },
    ],
    targets: [metrics('sum(pulsar_rate_in)')],
  });
  await page.goto(url);
  await expect.poll(() => JSON.stringify(answers)).toContain('"name":"events"');
  await expect(page.getByText('Events', { exact: true }).first()).toBeVisible();
});

test('a stream begins with history and goes on live', async ({ page, request }) => {
  const frames: string[] = [];
  page.on('websocket', (socket) => socket.on('framereceived', ({ payload }) => frames.push(String(payload))));
  const answers: string[] = [];
  page.on('response', async (response) => {
    if (response.url().includes('/api/ds/query')) answers.push(await response.text().catch(() => ''));
  });
  const url = await dashboard(request, {
    targets: [metrics('sum by (instance) (pulsar_active_connections)', { mode: 'stream' })],
  });
  await page.goto(`${url}?from=now-5m&to=now`);
  await expect.poll(() => answers.join('\n')).toContain('"channel":"ds/');
  const rows = answers.map(
    (text) =>
      (JSON.parse(text) as { results: Record<string, { frames: { data: { values: unknown[][] } }[] }> }).results.A
        ?.frames[0]?.data.values[0]?.length ?? 0,
  );
  expect(Math.max(...rows)).toBeGreaterThan(1);
  // Two packets with data: the first may repeat the end of the history.
  await expect
    .poll(() => frames.filter((frame) => frame.includes('"values"')).length, { timeout: 90_000 })
    .toBeGreaterThan(1);
  await expect(page.getByRole('button', { name: /127\.0\.0\.1/ })).toHaveCount(3);
});
