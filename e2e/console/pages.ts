/**
 * `npm run test:pages`: every page of the console in a real browser over a demo cluster of its own: no error, both themes, axe,
 * keyboard only, narrow, the address holds the time, a view kept as a file, times without data, a sidecar that is gone.
 * `--screenshots DIR` keeps pictures, `--url URL` takes a running sidecar. Skipped with one line where Chromium is missing.
 */
import { mkdirSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';
import { Checks, demand, eventually } from '../checks.ts';
import { axeSource, CHROMIUM_FLAGS, findChromium } from '../chromium.ts';

const { values: options } = parseArgs({ options: { screenshots: { type: 'string' }, url: { type: 'string' } } });
const PORTS = { sidecar: 8230, control: 8231, nodes: 8235 };
const log = (line: string) => process.stdout.write(`${line}\n`);
const checks = new Checks(log);
const executablePath = findChromium();
if (executablePath === undefined) {
  log('npm run test:pages: skipped, Chromium is missing (install it or set CHROMIUM).');
  process.exit(checks.finish(1));
}
const axe = axeSource();

interface PageCase {
  name: string;
  /** Where it is; of a node or topic, found on the page before. */
  hash: (page: Page) => Promise<string> | string;
  /** What stands on it when it is there. */
  shows: RegExp;
}

const PAGES: readonly PageCase[] = [
  { name: 'overview', hash: () => '#/overview', shows: /All is well|need|critical/ },
  { name: 'topology', hash: () => '#/topology', shows: /Only problems/ },
  { name: 'nodes', hash: () => '#/nodes', shows: /Health over time/ },
  { name: 'node', hash: (page) => firstOf(page, 'nodes'), shows: /Up for|Address/ },
  { name: 'topics', hash: () => '#/topics', shows: /persistent:\/\// },
  { name: 'topic', hash: (page) => firstOf(page, 'topics'), shows: /Subscriptions/ },
  { name: 'latency', hash: () => '#/latency', shows: /p99/ },
  { name: 'settings', hash: () => '#/settings', shows: /Sidecar \d/ },
];

let origin = options.url ?? '';
const troubles: string[] = [];

async function openPage(browser: Browser, colorScheme: 'dark' | 'light', width = 1400): Promise<Page> {
  const context = await browser.newContext({ viewport: { width, height: 1000 }, colorScheme, acceptDownloads: true });
  const page = await context.newPage();
  page.on('pageerror', (error) => troubles.push(String(error)));
  page.on('console', (message) => {
    if (message.type() === 'error' && !/Failed to load resource|WebSocket connection/.test(message.text()))
      troubles.push(message.text());
  });
  await page.goto(origin);
  return page;
}

const text = (page: Page) => page.locator('main').innerText();

async function go(page: Page, hash: string): Promise<void> {
  await page.evaluate(`location.hash = ${JSON.stringify(hash)}`);
}

/** The address of the first node or topic that its page lists. */
async function firstOf(page: Page, kind: 'nodes' | 'topics'): Promise<string> {
  const answer = (await page.evaluate(
    kind === 'nodes'
      ? `fetch('api/observatory/v1/nodes').then((r) => r.json()).then(({ nodes }) => nodes[0].id)`
      : `fetch('api/observatory/v1/topics?limit=1&by=topic&sort=rate_in').then((r) => r.json()).then(({ rows }) => rows[0].name)`,
  )) as string;
  return `#/${kind}/${encodeURIComponent(answer)}`;
}

async function shows(page: Page, { hash, shows: words }: PageCase): Promise<void> {
  await go(page, await hash(page));
  await eventually(30, async () => {
    demand(words.test(await text(page)), `${String(words)} is not on the page: ${(await text(page)).slice(0, 200)}`);
    return '';
  });
}

async function picture(page: Page, name: string): Promise<void> {
  if (options.screenshots === undefined) return;
  mkdirSync(options.screenshots, { recursive: true });
  await page.waitForTimeout(1500);
  await page.screenshot({ path: path.join(options.screenshots, `${name}.png`), fullPage: true });
}

/** As a debugger would: the console's policy of contents lets no other script in. */
async function seriousFindings(page: Page): Promise<string> {
  await page.evaluate(axe);
  const { violations } = (await page.evaluate('axe.run()')) as {
    violations: { id: string; impact: string | null; nodes: { html: string; failureSummary?: string }[] }[];
  };
  const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
  demand(
    serious.length === 0,
    serious.map(({ id, nodes }) => `${id}: ${nodes.slice(0, 3).map(({ html, failureSummary }) => `${html.slice(0, 140)} (${(failureSummary ?? '').replace(/\s+/g, ' ').slice(0, 160)})`).join(' ; ')}`).join(' | '), // prettier-ignore
  );
  return `${violations.length} minor`;
}

/** Goes on with Tab until it comes around; what has the focus must say what it is, and be seen. */
async function walk(page: Page): Promise<string> {
  await page.evaluate('document.activeElement?.blur()');
  const seen = new Set<string>();
  let stops = 0;
  for (let press = 0; press < 400; press++) {
    await page.keyboard.press('Tab');
    const stop = (await page.evaluate(`(() => {
      const element = document.activeElement;
      if (!element || element === document.body) return undefined;
      element.dataset.walked ??= String(Math.random());
      const named = element.labels?.[0]?.innerText || element.getAttribute('aria-label') || element.title || element.innerText || element.placeholder ||
        document.getElementById(element.getAttribute('aria-labelledby') ?? '')?.innerText || '';
      const box = element.getBoundingClientRect();
      return { id: element.dataset.walked, tag: element.tagName, named, seen: box.width > 0 && box.height > 0, html: element.outerHTML.slice(0, 120) };
    })()`)) as { id: string; tag: string; named: string; seen: boolean; html: string } | undefined;
    // The end of the page: the browser's own controls come next.
    if (!stop) break;
    if (seen.has(stop.id)) break;
    seen.add(stop.id);
    stops++;
    demand(stop.named.trim() !== '', `no name: ${stop.html}`);
    demand(stop.seen, `cannot be seen: ${stop.html}`);
  }
  const reachable = (await page.evaluate(
    `[...document.querySelectorAll('a[href], button:not(:disabled), input:not(:disabled):not([hidden]), select, summary, [tabindex="0"]')].filter((e) => e.tabIndex >= 0 && e.checkVisibility() && !e.dataset.walked && !e.closest('details:not([open]) > :not(summary)')).map((e) => e.outerHTML.slice(0, 100))`,
  )) as string[];
  demand(reachable.length === 0, `not reached: ${reachable.slice(0, 3).join(' ')}`);
  return `${stops} stops, each with a name`;
}

async function eachPage(browser: Browser): Promise<void> {
  for (const scheme of ['dark', 'light'] as const) {
    const page = await openPage(browser, scheme);
    for (const each of PAGES) {
      await checks.check(`${each.name}, ${scheme}: opens, and axe finds nothing serious`, async () => {
        troubles.length = 0;
        await shows(page, each);
        await picture(page, `${each.name}-${scheme}`);
        const findings = await seriousFindings(page);
        demand(troubles.length === 0, troubles.slice(0, 3).join(' | '));
        return findings;
      });
      // The map has a keyboard test of its own: npm run test:topology.
      if (scheme === 'dark' && each.name !== 'topology')
        await checks.check(`${each.name}: keyboard alone reaches everything`, () => walk(page));
    }
    await page.context().close();
  }
  const narrow = await openPage(browser, 'dark', 420);
  for (const each of PAGES) {
    await checks.check(`${each.name}: nothing is cut off at 420 px`, async () => {
      await shows(narrow, each);
      await picture(narrow, `${each.name}-narrow`);
      const wider = (await narrow.evaluate('document.documentElement.scrollWidth - innerWidth')) as number;
      demand(wider <= 0, `the page is ${wider} px wider than the window`);
      return 'as wide as the window';
    });
  }
  await narrow.context().close();
}

async function address(browser: Browser): Promise<void> {
  const page = await openPage(browser, 'dark');
  await checks.check(
    'the time range and the refresh interval are in the address, and the back button takes them back',
    async () => {
      await shows(page, PAGES[2]);
      await page.getByRole('combobox', { name: 'Time range' }).selectOption({ label: 'Last 6 hours' });
      await page.getByRole('combobox', { name: 'Refresh interval' }).selectOption({ label: '1 min' });
      const after = (await page.evaluate('location.hash')) as string;
      demand(/from=now-6h/.test(after) && /refresh=1m/.test(after), after);
      await page.goBack();
      demand(!/refresh=1m/.test((await page.evaluate('location.hash')) as string), 'back changed nothing');
      await page.goForward();
      await page.reload();
      await eventually(20, async () => {
        const shown = await page.getByRole('combobox', { name: 'Time range' }).inputValue();
        demand(shown === '3', `the range is option ${shown}`);
        return '';
      });
      return after;
    },
  );
  await checks.check('a view kept as a file opens where it was', async () => {
    const kept = (await page.evaluate('location.hash')) as string;
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Export view' }).click(),
    ]);
    const file = path.join(mkdtempSync(path.join(tmpdir(), 'observatory-view-')), download.suggestedFilename());
    await download.saveAs(file);
    await shows(page, PAGES[7]);
    await page.getByLabel('File of a view').setInputFiles(file);
    await eventually(10, async () => {
      const now = (await page.evaluate('location.hash')) as string;
      demand(now === kept, `${now} is not ${kept}`);
      return '';
    });
    return `${path.basename(file)} gave ${kept}`;
  });
  await checks.check('a file that is no view says so', async () => {
    await page
      .getByLabel('File of a view')
      .setInputFiles({ name: 'x.json', mimeType: 'application/json', buffer: Buffer.from('{}') });
    return page.getByText(/no view of Pulsar Observatory/).innerText();
  });
  await checks.check('a chart is saved as a picture and as values', async () => {
    await shows(page, PAGES[0]);
    const chart = page.getByRole('region', { name: 'Throughput' });
    await eventually(30, async () => {
      demand(/msg\/s/.test(await chart.innerText()), 'no data yet');
      return '';
    });
    const names: string[] = [];
    for (const kind of ['CSV', 'PNG']) {
      const [download] = await Promise.all([
        page.waitForEvent('download'),
        chart.getByRole('button', { name: kind }).click(),
      ]);
      const file = path.join(mkdtempSync(path.join(tmpdir(), 'observatory-chart-')), download.suggestedFilename());
      await download.saveAs(file);
      const bytes = readFileSync(file);
      demand(
        kind === 'CSV' ? /^time,in,out\r\n\d{4}-/.test(bytes.toString()) : bytes.subarray(1, 4).toString() === 'PNG',
        `${file} is not ${kind}`,
      );
      names.push(`${download.suggestedFilename()} (${bytes.length} bytes)`);
    }
    return names.join(', ');
  });
  await page.context().close();
}

/** Long before the sidecar: a window without data says so everywhere, and is no error. */
async function withoutData(browser: Browser): Promise<void> {
  const page = await openPage(browser, 'dark');
  for (const each of PAGES.filter(({ name }) => ['nodes', 'node', 'topic', 'latency', 'overview'].includes(name))) {
    await checks.check(`${each.name}: a time without data says so`, async () => {
      const hash = `${await each.hash(page)}?from=1000000000000&to=1000003600000&refresh=off`;
      await go(page, hash);
      return eventually(30, async () => {
        const all = await text(page);
        demand(!/Loading …/.test(all) || each.name === 'overview', 'still loading');
        const said =
          /(No data[^\n]*|Nothing (?:changed|happened|was counted)[^\n]*|no (?:publish|latency)[^\n]*)/i.exec(all);
        demand(said !== null, `no word about it: ${all.slice(0, 300)}`);
        demand(
          (await page.getByRole('alert').count()) === 0,
          `an error: ${await page.getByRole('alert').first().innerText()}`,
        );
        return said[0].slice(0, 120);
      });
    });
  }
  await page.context().close();
}

async function withoutSidecar(browser: Browser): Promise<void> {
  const page = await openPage(browser, 'dark');
  await shows(page, PAGES[0]);
  const context: BrowserContext = page.context();
  await context.setOffline(true);
  for (const each of PAGES) {
    await checks.check(`${each.name}: says that the sidecar is gone`, async () => {
      const hash = each.name === 'node' ? '#/nodes/x' : each.name === 'topic' ? '#/topics/x' : await each.hash(page);
      await go(page, hash);
      return eventually(30, async () => {
        const alerts = await page.getByRole('alert').allInnerTexts();
        demand(alerts.length > 0, `no alert: ${(await text(page)).slice(0, 200)}`);
        demand(!/undefined|\[object/.test(alerts.join(' ')), alerts.join(' '));
        return alerts[0].replace(/\s+/g, ' ').slice(0, 120);
      });
    });
  }
  await context.setOffline(false);
  await checks.check('and goes on when it is back', async () => {
    await go(page, '#/overview');
    return eventually(60, async () => {
      demand((await page.getByText(/^Live/).count()) > 0, 'not live yet');
      demand(
        (await page.getByRole('alert').count()) === 0,
        `still: ${(await page.getByRole('alert').allInnerTexts()).join(' ')}`,
      );
      return page.getByText(/^Live/).first().innerText();
    });
  });
  await context.close();
}

interface Product {
  sidecarUrl: string;
  stop(): Promise<void>;
}

async function startProduct(): Promise<Product> {
  const { startObservatory } = (await import(path.resolve('scripts/observatory-processes.mjs'))) as {
    startObservatory(options: object): Promise<Product>;
  };
  return startObservatory({
    dataDir: mkdtempSync(path.join(tmpdir(), 'observatory-pages-')),
    ports: PORTS,
    scenario: 'mixed',
    grafanaUrl: 'http://127.0.0.1:3000',
    onExit: (name: string, reason: string) => checks.fail(`the ${name} ended by itself: ${reason}`),
  });
}

let product: Product | undefined;
let browser: Browser | undefined;
try {
  if (options.url === undefined) {
    product = await startProduct();
    origin = `${product.sidecarUrl}/`;
  }
  browser = await chromium.launch({ executablePath, args: [...CHROMIUM_FLAGS] });
  await eachPage(browser);
  await address(browser);
  await withoutData(browser);
  await withoutSidecar(browser);
} catch (error) {
  checks.fail(error instanceof Error ? error.message : String(error));
} finally {
  await browser?.close();
  await product?.stop();
}
process.exit(checks.finish());
