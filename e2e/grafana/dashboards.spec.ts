import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from '@grafana/plugin-e2e';
import type { Locator, Page } from '@playwright/test';
import { APP_ID, rig } from './rig.ts';

interface Panel {
  id: number;
  type: string;
  title: string;
  panels?: Panel[];
  /** With `noValue` an answer without rows is a reading: nothing is wrong. */
  fieldConfig?: { defaults?: { noValue?: string } };
}
interface Dashboard {
  uid: string;
  title: string;
  panels: Panel[];
}

const FOLDER = new URL('../../src/dashboards/', import.meta.url);
const dashboards = readdirSync(FOLDER)
  // Hosts need an agent: logs.spec.ts has one.
  .filter((name) => name.endsWith('.json') && name !== 'observatory-hosts.json')
  .map((name) => JSON.parse(readFileSync(new URL(name, FOLDER), 'utf8')) as Dashboard);

/** Rates of minutes need minutes, and Pulsar's own statistics step once in 60 s. */
const HISTORY_MS = 4 * 60_000;

/** What the queries of a dashboard answered, by the panel they were for. */
class Answers {
  readonly failed: string[] = [];
  private readonly rows = new Map<string, number>();

  listenTo(page: Page): void {
    page.on('response', async (response) => {
      if (!response.url().includes('/api/ds/query')) return;
      const panel = response.request().headers()['x-panel-id'] ?? '';
      const text = await response.text().catch(() => '');
      if (!response.ok()) return void this.failed.push(`panel ${panel}: ${response.status()} ${text}`.slice(0, 500));
      const { results } = JSON.parse(text) as {
        results: Record<string, { error?: string; frames?: { data: { values: unknown[][] } }[] }>;
      };
      for (const { error, frames = [] } of Object.values(results)) {
        if (error !== undefined) this.failed.push(`panel ${panel}: ${error}`);
        const count = frames.reduce((sum, { data }) => sum + (data.values[0]?.length ?? 0), 0);
        this.rows.set(panel, (this.rows.get(panel) ?? 0) + count);
      }
    });
  }

  /** Panels whose queries all answered without a row. */
  emptyOf(panels: readonly Panel[]): string[] {
    return panels
      .filter(({ id, fieldConfig }) => this.rows.get(String(id)) === 0 && fieldConfig?.defaults?.noValue === undefined)
      .map(({ title }) => title);
  }
}

const panelLocator = (page: Page): Locator => page.locator('[data-viz-panel-key]');
const textsOf = async (panels: Locator): Promise<string[]> =>
  (await panels.allInnerTexts()).map((text) => text.replace(/\s+/g, ' ').slice(0, 160));

/** Grafana's table needs a package that a build without access to git hosts replaces: its own panel then throws. */
async function tablesWork(page: Page): Promise<boolean> {
  const datasource = { type: 'grafana', uid: '-- Grafana --' };
  const gridPos = { x: 0, y: 0, w: 12, h: 8 };
  const targets = [{ refId: 'A', queryType: 'randomWalk', datasource }];
  const panels = [{ id: 1, type: 'table', title: 'core table', gridPos, datasource, targets }];
  await page.request.post('/api/dashboards/db', {
    data: { overwrite: true, dashboard: { uid: 'e2e-core-table', title: 'e2e core table', panels } },
  });
  await page.goto('/d/e2e-core-table');
  await expect(panelLocator(page)).toContainText(/unexpected error|\d/);
  const text = await panelLocator(page).innerText();
  await page.request.delete('/api/dashboards/uid/e2e-core-table');
  return !text.includes('unexpected error');
}

test.describe('dashboards', () => {
  // High enough for all panels: Grafana only loads those in sight.
  test.use({ viewport: { width: 1600, height: 8000 }, storageState: rig.signedIn('admin') });

  let hasTables = true;

  test.beforeAll(async ({ browser, request }) => {
    test.setTimeout(3 * HISTORY_MS);
    const ask = async (path: string): Promise<unknown> => {
      const headers = { authorization: `Bearer ${rig.readerToken}` };
      return (await request.get(`${rig.sidecarUrl}/api/observatory/v1/${path}`, { headers })).json();
    };
    // Tables of what happened need something that did: a broker leaves, and its bundles are taken by others.
    const events = async () =>
      ((await ask('events?types=bundle_moved&limit=1')) as { events: unknown[] }).events.length;
    if ((await events()) === 0) {
      await request.post(`${rig.demoControl}/faults`, {
        data: { kind: 'broker-lost', target: 'broker-2', durationMs: 60_000 },
      });
      await expect.poll(events, { timeout: HISTORY_MS, intervals: [2000] }).toBeGreaterThan(0);
    }
    const history = async () => {
      const { nowMs, store } = (await ask('status')) as { nowMs: number; store: { minTimeMs: number } };
      return nowMs - store.minTimeMs;
    };
    await expect.poll(history, { timeout: HISTORY_MS + 60_000, intervals: [2000] }).toBeGreaterThan(HISTORY_MS);
    const page = await browser.newPage({ baseURL: rig.url, storageState: rig.signedIn('admin') });
    const run = await page.request.post(`/api/plugin-proxy/${APP_ID}/api/observatory/v1/control/runs`, {
      data: { name: 'e2e', durationSeconds: 3600 },
    });
    expect(run.ok(), await run.text()).toBe(true);
    hasTables = await tablesWork(page);
    await page.close();
  });

  for (const { uid, title, panels } of dashboards) {
    test(`${title} opens without an error or an empty panel`, async ({ page }, testInfo) => {
      const answers = new Answers();
      answers.listenTo(page);
      await page.goto(`/d/${uid}?from=now-1h&to=now`);
      const wanted = panels.flatMap((panel) => [panel, ...(panel.panels ?? [])]).filter(({ type }) => type !== 'row');
      await expect.poll(() => panelLocator(page).count(), { message: 'panels' }).toBeGreaterThanOrEqual(wanted.length);
      await expect(page.getByLabel('Panel loading bar')).toHaveCount(0, { timeout: 60_000 });
      for (const { title: map } of wanted.filter(({ type }) => type === 'nodeGraph')) {
        await expect(panelLocator(page).filter({ hasText: map }).locator('circle').first()).toBeVisible();
      }
      await page.screenshot({ path: testInfo.outputPath(`${uid}.png`) });

      expect(answers.failed).toEqual([]);
      expect(answers.emptyOf(wanted)).toEqual([]);
      const isTable = new Set(wanted.filter(({ type }) => type === 'table').map((panel) => panel.title));
      const broken = (await textsOf(panelLocator(page).filter({ hasText: 'An unexpected error happened' }))).filter(
        (text) => hasTables || ![...isTable].some((name) => text.startsWith(name)),
      );
      if (!hasTables && isTable.size > 0) {
        const description = `tables not drawn (this Grafana's own table panel is broken): ${[...isTable].join(', ')}`;
        testInfo.annotations.push({ type: 'not seen', description });
      }
      expect(broken).toEqual([]);
      expect(await textsOf(panelLocator(page).filter({ hasText: /No data$/ }))).toEqual([]);
      for (const trouble of ['Panel status error', 'Panel data error message']) {
        const marked = panelLocator(page).filter({ has: page.getByTestId(`data-testid ${trouble}`) });
        expect(await textsOf(marked), trouble).toEqual([]);
      }
    });
  }
});
