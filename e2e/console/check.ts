/**
 * `npm run test:console`: the console in a real browser over the demo cluster: data moves, both themes, keyboard only, a lost
 * broker, no script or CSP error. `--screenshots DIR` keeps pictures. Skipped with one line where Chromium is missing.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { chromium, type Browser, type Page } from 'playwright-core';
import { Checks, demand, eventually } from '../checks.ts';
import { CHROMIUM_FLAGS, findChromium } from '../chromium.ts';

const log = (line: string) => process.stdout.write(`${line}\n`);
const checks = new Checks(log);
const URL = 'http://127.0.0.1:7480/';
const CONTROL = 'http://127.0.0.1:7490';
const screenshots = process.argv.includes('--screenshots')
  ? process.argv[process.argv.indexOf('--screenshots') + 1]
  : undefined;

const executablePath = findChromium();
if (executablePath === undefined) {
  log('npm run test:console: skipped, Chromium is missing (install it or set CHROMIUM).');
  process.exit(checks.finish(1));
}

const troubles: string[] = [];

async function openPage(browser: Browser, colorScheme: 'dark' | 'light'): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1400, height: 1000 }, colorScheme });
  const page = await context.newPage();
  page.on('pageerror', (error) => troubles.push(String(error)));
  page.on('console', (message) => {
    if (message.type() === 'error') troubles.push(message.text());
  });
  await page.goto(URL);
  return page;
}

async function picture(page: Page, name: string): Promise<void> {
  if (screenshots === undefined) return;
  mkdirSync(screenshots, { recursive: true });
  await page.screenshot({ path: path.join(screenshots, `${name}.png`) });
}

const legend = (page: Page, chart: string) =>
  page.getByRole('region', { name: chart }).locator('[aria-live]').innerText();

async function run(browser: Browser): Promise<void> {
  const page = await openPage(browser, 'dark');
  await checks.check('every node of the demo is listed as up', () =>
    eventually(30, async () => {
      const rows = await page.getByRole('row').filter({ hasText: 'up' }).count();
      demand(rows >= 11, `${rows} rows up`);
      return `${rows} nodes up`;
    }),
  );
  await checks.check('charts follow the stream', () =>
    eventually(40, async () => {
      const before = await legend(page, 'Throughput');
      await page.waitForTimeout(3000);
      const after = await legend(page, 'Throughput');
      demand(/msg\/s/.test(after) && before !== after, `legend stands still: ${after}`);
      return after.replace(/\s+/g, ' ');
    }),
  );
  await checks.check('the connection says live, over WebSocket, and how far behind', async () => {
    const text = await page.getByText(/^Live · websocket/).innerText();
    return text;
  });
  await checks.check('keyboard alone: filter, choose a node, read a chart', async () => {
    await page.getByRole('searchbox').focus();
    await page.keyboard.type('bookie');
    const rows = page.locator('tbody tr');
    const filtered = await rows.count();
    demand(filtered === 3, `${filtered} rows match bookie`);
    await rows.first().focus();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    const note = await page.getByText(/Charts show .* only/).innerText();
    await page.keyboard.press('Escape');
    await page.getByRole('searchbox').fill('');
    await page.getByRole('application', { name: /Throughput/ }).focus();
    const newest = await legend(page, 'Throughput');
    await page.keyboard.press('Home');
    const oldest = await legend(page, 'Throughput');
    demand(newest !== oldest, 'the cursor did not move');
    await page.keyboard.press('Escape');
    return note.split('\n')[0];
  });
  await checks.check('the table twin shows the same numbers', async () => {
    const chart = page.getByRole('region', { name: 'Throughput' });
    await chart.getByRole('button', { name: 'Table' }).click();
    const rows = await chart.locator('tbody tr').count();
    demand(rows > 3, `${rows} rows`);
    await chart.getByRole('button', { name: 'Table' }).click();
    return `${rows} rows`;
  });
  await page.waitForTimeout(1000);
  await picture(page, 'overview-dark');
  const light = await openPage(browser, 'light');
  await checks.check("the theme follows the system's and can be switched", async () => {
    const background = () => light.evaluate('getComputedStyle(document.body).backgroundColor') as Promise<string>;
    const first = await background();
    await light.waitForTimeout(4000);
    await picture(light, 'overview-light');
    await light.getByRole('button', { name: 'Dark theme' }).click();
    const second = await background();
    demand(first !== second, `both ${first}`);
    return `${first}, then ${second}`;
  });
  await checks.check('a lost broker is down with its reason within two scrapes', async () => {
    await fetch(`${CONTROL}/faults`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ kind: 'broker-lost', target: 'broker-2' }),
    });
    return eventually(25, async () => {
      const row = page.getByRole('row').filter({ hasText: 'down' });
      demand((await row.count()) >= 1, 'no row says down');
      await picture(page, 'broker-lost');
      return (await row.first().innerText()).replace(/\s+/g, ' ');
    });
  });
  await checks.check('no script error, no CSP violation', () => {
    demand(troubles.length === 0, troubles.slice(0, 3).join(' | '));
    return Promise.resolve('none');
  });
}

function start(): ChildProcess {
  return spawn(process.execPath, ['scripts/start.mjs'], { stdio: ['ignore', 'ignore', 'inherit'] });
}

const product = start();
let browser: Browser | undefined;
try {
  await eventually(60, async () => {
    const ready = await fetch(`${URL}-/ready`).then(
      (response) => response.ok,
      () => false,
    );
    demand(ready, 'npm start did not get ready');
    return 'ready';
  });
  browser = await chromium.launch({ executablePath, args: [...CHROMIUM_FLAGS] });
  await run(browser);
} catch (error) {
  checks.fail(error instanceof Error ? error.message : String(error));
} finally {
  await browser?.close();
  const ended = new Promise((resolve) => product.once('exit', resolve));
  product.kill('SIGTERM');
  await ended;
}
process.exit(checks.finish());
