import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from '@grafana/plugin-e2e';
import { rig } from './rig.ts';

interface Panel {
  id: number;
  type: string;
  title: string;
  panels?: Panel[];
}
interface Dashboard {
  uid: string;
  title: string;
  panels: Panel[];
}

const FOLDER = new URL('../../src/dashboards/', import.meta.url);
const dashboards = readdirSync(FOLDER)
  .filter((name) => name.endsWith('.json'))
  .map((name) => JSON.parse(readFileSync(new URL(name, FOLDER), 'utf8')) as Dashboard);

/** Rates of minutes need minutes, and Pulsar's own statistics step once in 60 s. */
const HISTORY_MS = 4 * 60_000;

test.describe('dashboards', () => {
  // High enough for all panels: Grafana only loads those in sight.
  test.use({ viewport: { width: 1600, height: 8000 } });

  test.beforeAll(async ({ request }) => {
    test.setTimeout(HISTORY_MS + 120_000);
    const headers = { authorization: `Bearer ${rig.readerToken}` };
    await expect
      .poll(
        async () => {
          const answer = await request.get(`${rig.sidecarUrl}/api/observatory/v1/status`, { headers });
          const { nowMs, store } = (await answer.json()) as { nowMs: number; store: { minTimeMs: number } };
          return nowMs - store.minTimeMs;
        },
        { timeout: HISTORY_MS + 60_000, intervals: [2000] },
      )
      .toBeGreaterThan(HISTORY_MS);
  });

  for (const { uid, title, panels } of dashboards) {
    test(`${title} opens without an error or an empty panel`, async ({ page }, testInfo) => {
      const failed: string[] = [];
      page.on('response', async (response) => {
        if (!response.url().includes('/api/ds/query') || response.ok()) return;
        failed.push(`${response.status()} ${await response.text().catch(() => '')}`.slice(0, 500));
      });
      await page.goto(`/d/${uid}?from=now-5m&to=now`);
      const wanted = panels.flatMap((panel) => [panel, ...(panel.panels ?? [])]).filter(({ type }) => type !== 'row');
      const shown = page.locator('[data-viz-panel-key]');
      await expect.poll(() => shown.count(), { message: 'panels' }).toBeGreaterThanOrEqual(wanted.length);
      await expect(page.getByLabel('Panel loading bar')).toHaveCount(0, { timeout: 60_000 });
      await testInfo.attach('dashboard', { body: await page.screenshot(), contentType: 'image/png' });

      expect(failed).toEqual([]);
      expect(
        await titlesOf(
          page.locator('[data-viz-panel-key]', { has: page.getByTestId('data-testid Panel status error') }),
        ),
      ).toEqual([]);
      expect(await titlesOf(shown.filter({ hasText: /^.*No data$/ }))).toEqual([]);
      expect(
        await titlesOf(
          page.locator('[data-viz-panel-key]', { has: page.getByTestId('data-testid Panel data error message') }),
        ),
      ).toEqual([]);
    });
  }
});

async function titlesOf(panels: { allInnerTexts(): Promise<string[]> }): Promise<string[]> {
  return (await panels.allInnerTexts()).map((text) => text.replace(/\s+/g, ' ').slice(0, 120));
}
