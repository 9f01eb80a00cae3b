/**
 * `npm run test:pages`: every page of the console in a real browser over a demo cluster of its own: no error, both themes, axe,
 * keyboard only, narrow, the address holds the time, a view kept as a file, times without data, a broker that dies, a sidecar
 * that is gone.
 * `--screenshots DIR` keeps pictures, `--url URL` takes a running sidecar. Skipped with one line where Chromium is missing.
 */
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';
import { Checks, demand, eventually } from '../checks.ts';
import { CHROMIUM_FLAGS, findChromium } from '../chromium.ts';
import { seriousFindings, walk } from './pages/accessibility.ts';
import { pageNamed, PAGES, type PageCase } from './pages/page-cases.ts';
import { picturesIn } from './pictures.ts';

const { values: options } = parseArgs({ options: { screenshots: { type: 'string' }, url: { type: 'string' } } });
const PORTS = { sidecar: 8230, control: 8231, nodes: 8235 };
/** How often the topology is read; nodes are scraped more often. */
const INTERVAL_MS = 15_000;
const log = (line: string) => process.stdout.write(`${line}\n`);
const checks = new Checks(log);
const picture = picturesIn(options.screenshots, 1500);
const executablePath = findChromium();
if (executablePath === undefined) {
  log('npm run test:pages: skipped, Chromium is missing (install it or set CHROMIUM).');
  process.exit(checks.finish(1));
}

let origin = options.url ?? '';
let product: Product | undefined;
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

async function shows(page: Page, { hash, shows: words }: PageCase): Promise<void> {
  await go(page, await hash(page));
  await eventually(30, async () => {
    demand(words.test(await text(page)), `${String(words)} is not on the page: ${(await text(page)).slice(0, 200)}`);
    return '';
  });
}

async function eachPage(browser: Browser): Promise<void> {
  for (const scheme of ['dark', 'light'] as const) {
    const page = await openPage(browser, scheme);
    for (const each of PAGES) {
      await checks.check(`${each.name}, ${scheme}: opens, and axe finds nothing serious`, async () => {
        troubles.length = 0;
        await shows(page, each);
        await picture(page, `${each.name}-${scheme}`);
        const alerts = await page.getByRole('alert').allInnerTexts();
        demand(alerts.length === 0, `an error on the page: ${alerts.join(' ')}`);
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
      await shows(page, pageNamed('nodes'));
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
    await shows(page, pageNamed('settings'));
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
    await shows(page, pageNamed('overview'));
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
  for (const each of PAGES) {
    const { name, hash, empty } = each;
    if (empty === undefined) continue;
    await checks.check(`${name}: a time without data says so`, async () => {
      await go(page, `${await hash(page)}?from=1000000000000&to=1000003600000&refresh=off`);
      return eventually(30, async () => {
        const all = await text(page);
        const said = empty.exec(all);
        demand(said !== null, `no word about it: ${all.slice(0, 300)}`);
        const errors = await page.getByRole('alert').allInnerTexts();
        demand(errors.length === 0, `an error: ${errors.join(' ')}`);
        return said[0];
      });
    });
  }
  await page.context().close();
}

/** A broker that dies is on the overview, in its place on the map with its reason, and on its own page. */
async function lostBroker(browser: Browser): Promise<void> {
  if (!product) return;
  const [page, map] = [await openPage(browser, 'dark'), await openPage(browser, 'dark')];
  const places = async () => {
    const { nodes } = (await map.evaluate(
      `fetch('api/observatory/v1/topology?kinds=broker,bookie').then((r) => r.json())`,
    )) as { nodes: { id: string; x?: number; y?: number }[] };
    return new Map(nodes.map(({ id, x, y }) => [id, `${x}:${y}`]));
  };
  await shows(page, pageNamed('overview'));
  const before = await places();
  const victim = [...before.keys()].find((id) => id.endsWith(`/broker/127.0.0.1:${PORTS.nodes + 1}`)) ?? '';
  await go(map, `#/topology?selected=${encodeURIComponent(victim)}`);
  const panel = map.getByRole('complementary');
  await panel.waitFor();
  const killedMs = Date.now();
  await fetch(`${product.controlUrl}/faults`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ kind: 'broker-lost', target: 'broker-2', durationMs: 90_000 }),
  });
  await checks.check('a lost broker is on the map within two intervals, in its place, with its reason', async () => {
    const said = await eventually((2 * INTERVAL_MS) / 1000, async () => {
      const words = (await panel.innerText()).replace(/\s+/g, ' ');
      demand(/down/.test(words) && /cannot be read/.test(words), words);
      return /[^.]*cannot be read[^.]*/.exec(words)?.[0] ?? words;
    });
    const seenMs = Date.now() - killedMs;
    await picture(map, 'topology-lost-broker');
    const after = await places();
    const moved = [...before].filter(([id, place]) => after.has(id) && after.get(id) !== place);
    demand(moved.length === 0, `moved: ${moved.map(([id]) => id).join(', ')}`);
    demand(after.has(victim), 'it is not on the map any more');
    return `after ${(seenMs / 1000).toFixed(1)} s: ${said}`;
  });
  await checks.check('the overview says it, and leads to it', () =>
    eventually(30, async () => {
      const attention = page.locator('section[aria-labelledby="attention-title"]');
      const link = attention.getByRole('link').filter({ hasText: `127.0.0.1:${PORTS.nodes + 1}` });
      demand((await link.count()) > 0, await attention.innerText());
      return link.first().innerText();
    }),
  );
  await picture(page, 'overview-lost-broker');
  await checks.check('its own page says why', async () => {
    await go(page, `#/nodes/${encodeURIComponent(victim)}`);
    return eventually(30, async () => {
      const words = await text(page);
      demand(/down/.test(words), words.slice(0, 300));
      return words.slice(0, 200).replace(/\s+/g, ' ');
    });
  });
  await picture(page, 'node-lost-broker');
  await page.context().close();
  await map.context().close();
}

/** Addresses that ask the sidecar for something, while nobody answers; some scripts were never fetched. */
async function withoutSidecar(browser: Browser): Promise<void> {
  const page = await openPage(browser, 'dark');
  await shows(page, pageNamed('overview'));
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
    // The last one's script could not be fetched before.
    await eventually(30, async () => {
      demand(pageNamed('settings').shows.test(await text(page)), await text(page));
      return '';
    });
    await go(page, '#/overview');
    return eventually(60, async () => {
      demand((await page.getByText(/^Live/).count()) > 0, 'not live yet');
      const alerts = await page.getByRole('alert').allInnerTexts();
      demand(alerts.length === 0, `still: ${alerts.join(' ')}`);
      return page.getByText(/^Live/).first().innerText();
    });
  });
  await context.close();
}

interface Product {
  sidecarUrl: string;
  controlUrl: string;
  stop(): Promise<void>;
}

async function startProduct(): Promise<Product> {
  const { startObservatory } = (await import(path.resolve('scripts/observatory-processes.mjs'))) as {
    startObservatory(options: object): Promise<Product>;
  };
  return startObservatory({
    dataDir: mkdtempSync(path.join(tmpdir(), 'observatory-pages-')),
    ports: PORTS,
    scenario: 'none',
    grafanaUrl: 'http://127.0.0.1:3000',
    onExit: (name: string, reason: string) => checks.fail(`the ${name} ended by itself: ${reason}`),
  });
}

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
  await lostBroker(browser);
  await withoutSidecar(browser);
} catch (error) {
  checks.fail(error instanceof Error ? error.message : String(error));
} finally {
  await browser?.close();
  await product?.stop();
}
process.exit(checks.finish());
