/**
 * `npm run test:actions`: the console's page Alerts and actions over a sidecar and an agent of its own: an alert fires, its action
 * waits, is approved, runs on the agent, and is told with its outcome; both themes, axe, 420 px. `--screenshots DIR` keeps pictures.
 * Skipped with one line where Chromium is missing.
 */
import { parseArgs } from 'node:util';
import { chromium, type Browser, type Page } from 'playwright-core';
import { startAgentsProduct, type AgentsProduct } from '../agents/agents-product.ts';
import { Checks, demand, eventually } from '../checks.ts';
import { CHROMIUM_FLAGS, findChromium } from '../chromium.ts';
import { seriousFindings } from './pages/accessibility.ts';
import { picturesIn } from './pictures.ts';

const { values: options } = parseArgs({ options: { screenshots: { type: 'string' } } });
const PORT = 8420;
const log = (line: string) => process.stdout.write(`${line}\n`);
const checks = new Checks(log);
const picture = picturesIn(options.screenshots);
const executablePath = findChromium();
if (executablePath === undefined) {
  log('npm run test:actions: skipped, Chromium is missing (install it or set CHROMIUM).');
  process.exit(checks.finish(1));
}
const troubles: string[] = [];

const MONITORING = `
cluster:
  monitoring:
    enabled: true
    collection_interval_seconds: 10
    alerts:
      - { name: memory, metric: node.memory_usage_percent, operator: '>=', threshold: 0, duration_minutes: 0, kinds: [host], action: tell }
      - { name: full disk, metric: node.disk_usage_percent, operator: '>=', threshold: 101, kinds: [host] }
    recovery_actions:
      tell: { command: tell, args: ['{node_id}', '{details}'], approval: true, cooldown_minutes: 60 }
`;

async function openPage(browser: Browser, origin: string, colorScheme: 'dark' | 'light', width = 1400): Promise<Page> {
  const context = await browser.newContext({ viewport: { width, height: 1000 }, colorScheme });
  const page = await context.newPage();
  page.on('pageerror', (error) => troubles.push(String(error)));
  await page.goto(`${origin}/#/actions`);
  return page;
}

async function approval(page: Page): Promise<void> {
  await checks.check('an alert that fires stands beside its threshold, and its action waits first of all', async () => {
    const waiting = page.getByRole('region', { name: 'Waiting for approval' });
    await waiting.waitFor({ timeout: 120_000 });
    const alerts = page.getByRole('region', { name: 'Alerts with recovery' });
    await alerts.getByText('firing').first().waitFor();
    const row = await alerts.getByRole('row').nth(1).innerText();
    demand(/host-01/.test(row) && /%/.test(row), row);
    await picture(page, 'actions-waiting');
    return row.replace(/\s+/g, ' ');
  });
  await checks.check('approved, it runs on the agent, and the history says what was answered', async () => {
    await page
      .getByRole('button', { name: /^Approve: tell/ })
      .first()
      .click();
    const history = page.getByRole('region', { name: 'What was set off' });
    return eventually(60, async () => {
      const rows = await history.getByRole('row').allInnerTexts();
      const done = rows.find((row) => /\bdone\b/.test(row));
      demand(done !== undefined, rows.join(' | '));
      return done.replace(/\s+/g, ' ').slice(0, 200);
    });
  });
}

let product: AgentsProduct | undefined;
let browser: Browser | undefined;
try {
  product = await startAgentsProduct({
    sidecarPort: PORT,
    agents: 1,
    lineMs: 0,
    sidecarConfig: MONITORING,
    agentConfig: () => ({ commands: [{ name: 'tell', command: ['/bin/echo', 'told'], max_args: 2 }] }),
  });
  browser = await chromium.launch({ executablePath, args: [...CHROMIUM_FLAGS] });
  const page = await openPage(browser, product.origin, 'dark');
  await approval(page);
  await page.context().close();
  for (const scheme of ['dark', 'light'] as const) {
    const each = await openPage(browser, product.origin, scheme);
    await checks.check(`${scheme}: axe finds nothing serious`, async () => {
      await each.getByRole('region', { name: 'What was set off' }).waitFor();
      await picture(each, `actions-${scheme}`);
      const said = await seriousFindings(each);
      demand(troubles.length === 0, troubles.join(' | '));
      return said;
    });
    await each.context().close();
  }
  const narrow = await openPage(browser, product.origin, 'dark', 420);
  await checks.check('nothing is cut off at 420 px', async () => {
    await narrow.getByRole('region', { name: 'What was set off' }).waitFor();
    await picture(narrow, 'actions-narrow');
    const wider = (await narrow.evaluate('document.documentElement.scrollWidth - innerWidth')) as number;
    demand(wider <= 0, `the page is ${wider} px wider than the window`);
    return 'as wide as the window';
  });
} catch (error) {
  checks.fail(error instanceof Error ? error.message : String(error));
} finally {
  await browser?.close();
  await product?.stop();
}
process.exit(checks.finish());
