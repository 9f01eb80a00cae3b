/**
 * `npm run test:report`: every recorded benchmark result as a report, and one with the cluster beside it, opened from disk in
 * Chromium without network: charts drawn, both themes, keyboard, downloads, no script, axe. `--screenshots DIR` keeps pictures.
 */
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { parsePrices, readResults, writeReport } from '@observatory/backend-sidecar/runs/index';
import { chromium, type Browser, type Page } from 'playwright-core';
import { Checks, demand } from '../checks.ts';
import { axeSource, CHROMIUM_FLAGS, findChromium } from '../chromium.ts';
import { exampleMetrics } from './example-metrics.ts';

const log = (line: string) => process.stdout.write(`${line}\n`);
const checks = new Checks(log);
const screenshots = process.argv.includes('--screenshots')
  ? process.argv[process.argv.indexOf('--screenshots') + 1]
  : undefined;
const executablePath = findChromium();
const corpus = path.resolve('../shared/corpus/omb');
if (executablePath === undefined || !existsSync(corpus)) {
  log('npm run test:report: skipped, Chromium or ../shared/corpus/omb is missing.');
  process.exit(checks.finish(1));
}
const axe = axeSource();
const folder = mkdtempSync(path.join(os.tmpdir(), 'observatory-report-'));

async function write(): Promise<string[]> {
  const names = readdirSync(corpus).filter((name) => name.endsWith('.json'));
  const about = { version: 'check', facts: [] as [string, string][], remarks: [] };
  const reports: string[] = [];
  for (const name of names) {
    const read = await readResults([path.join(corpus, name)]);
    const out = path.join(folder, name[0]);
    await writeReport({ ...about, ...read, title: read.results[0].result.workload ?? name }, out);
    reports.push(out);
  }
  const read = await readResults(names.map((name) => path.join(corpus, name)));
  await writeReport({ ...about, ...read, title: 'All recorded results' }, path.join(folder, 'all'));
  const beginMs = Date.UTC(2026, 10, 22, 10);
  const aligned = await readResults([path.join(corpus, names[0])]);
  aligned.results[0].alignment = { beginMs: beginMs + 180_000, correlation: 0.93, uncertaintyMs: 10_000 };
  const metrics = exampleMetrics(beginMs);
  const prices = parsePrices('broker=0.5,bookie=0.7,currency=EUR');
  await writeReport(
    { ...about, ...aligned, metrics, prices, title: 'Catch-up read beside its cluster (cluster made up)' },
    path.join(folder, 'cluster'),
  );
  return [...reports, path.join(folder, 'all'), path.join(folder, 'cluster')];
}

async function open(
  browser: Browser,
  file: string,
  options: { light?: boolean; script?: boolean; ready?: boolean } = {},
) {
  const troubles: string[] = [];
  const context = await browser.newContext({
    viewport: { width: 1280, height: 900 },
    colorScheme: options.light ? 'light' : 'dark',
    offline: true,
    javaScriptEnabled: options.script ?? true,
    acceptDownloads: true,
  });
  const page = await context.newPage();
  page.on('pageerror', (error) => troubles.push(String(error)));
  page.on('console', (message) => {
    if (message.type() === 'error') troubles.push(message.text());
  });
  page.on('request', (request) => {
    if (!/^(file|data|blob):/.test(request.url())) troubles.push(`asked for ${request.url()}`);
  });
  await page.goto(pathToFileURL(file).href);
  if (options.script !== false && options.ready !== false) await page.waitForSelector('html[data-ready]');
  return { page, troubles };
}

async function serious(page: Page): Promise<string[]> {
  await page.evaluate(axe);
  const found = await page.evaluate(async () => {
    const { axe } = globalThis as unknown as {
      axe: { run(): Promise<{ violations: { id: string; impact: string; nodes: { html: string }[] }[] }> };
    };
    return (await axe.run()).violations.map(({ id, impact, nodes }) => ({ id, impact, html: nodes[0].html }));
  });
  return found
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, html }) => `${id}: ${html.slice(0, 120)}`);
}

async function picture(page: Page, name: string): Promise<void> {
  if (screenshots === undefined) return;
  mkdirSync(screenshots, { recursive: true });
  await page.screenshot({ path: path.join(screenshots, `${name}.png`), fullPage: true });
}

/** What a reader without scripts has to find in the report with the made-up cluster. */
const SAID = [
  'Verdict',
  'broker-2:8080 was down',
  'Key figures',
  'Publish latency p99',
  'Cost of a million messages',
  'In this run:',
  'of each second in garbage collection',
];

async function run(browser: Browser): Promise<void> {
  const reports = await write();
  for (const report of reports) {
    const name = path.basename(report);
    for (const light of [false, true]) {
      await checks.check(`report ${name}, ${light ? 'light' : 'dark'}`, async () => {
        const file = path.join(report, 'index.html');
        const { page, troubles } = await open(browser, file, { light });
        const drawn = await page.locator('.plot canvas').count();
        demand(drawn >= 4, `${drawn} charts`);
        await picture(page, `${name}-${light ? 'light' : 'dark'}`);
        const findings = await serious(page);
        demand(findings.length === 0, `axe: ${findings.join('; ')}`);
        demand(troubles.length === 0, troubles.join('; '));
        await page.context().close();
        return `${drawn} charts, axe without serious findings, ${Math.round(statSync(file).size / 1000)} kB`;
      });
    }
  }
  const cluster = path.join(folder, 'cluster/index.html');
  for (const light of [false, true]) {
    const theme = light ? 'light' : 'dark';
    await checks.check(`without script, ${theme}: verdict, figures, notes and pictures of the charts`, async () => {
      const { page, troubles } = await open(browser, cluster, { script: false, light });
      const text = await page.locator('body').innerText();
      for (const said of SAID) demand(text.includes(said), `no "${said}"`);
      const pictures = await page.locator('figure.static svg').count();
      const panels = await page.locator('.panel').count();
      demand(pictures === panels && pictures > 10, `${pictures} pictures in ${panels} panels`);
      const ground = await page.evaluate<string>('getComputedStyle(document.body).backgroundColor');
      demand(ground === (light ? 'rgb(244, 245, 245)' : 'rgb(17, 18, 23)'), `the ground is ${ground}`);
      await picture(page, `no-script-${theme}`);
      await page.context().close();
      // axe waits on timers, which a page without scripts has not: the same page with its scripts taken out.
      const bare = path.join(folder, 'cluster/bare.html');
      writeFileSync(bare, readFileSync(cluster, 'utf8').replace(/<script[\s\S]*?<\/script>/g, ''));
      const examined = await open(browser, bare, { light, ready: false });
      const findings = await serious(examined.page);
      await examined.page.context().close();
      demand(findings.length === 0, `axe: ${findings.join('; ')}`);
      demand(troubles.length === 0, troubles.join('; '));
      return `${pictures} pictures, axe without serious findings`;
    });
  }
  await checks.check('linked cursors, zoom by keyboard, table twin, CSV and PNG', async () => {
    const { page } = await open(browser, cluster);
    const [rates, strip] = [page.locator('#panel-rates-0'), page.locator('#panel-strip-gc')];
    await rates.locator('.plot').focus();
    for (let press = 0; press < 20; press++) await page.keyboard.press('ArrowRight');
    const at = await rates.locator('.readout').innerText();
    const there = await strip.locator('.readout').innerText();
    demand(at.includes('UTC') && there.startsWith(at.slice(0, 13)), `${at} here, ${there} there`);
    await page.keyboard.press('+');
    await rates.locator('summary').click();
    await rates.locator('tbody tr').first().waitFor();
    const rows = await rates.locator('tbody tr').count();
    demand(rows > 100, `${rows} rows in the table twin`);
    const sizes: string[] = [];
    for (const kind of ['CSV', 'PNG']) {
      const [download] = await Promise.all([
        page.waitForEvent('download'),
        rates.getByRole('button', { name: `save as ${kind}` }).click(),
      ]);
      const size = statSync(await download.path()).size;
      demand(size > 2000, `${kind} of ${size} bytes`);
      sizes.push(`${kind} ${size} bytes`);
    }
    await page.context().close();
    return `${at}; ${rows} rows; ${sizes.join(', ')}`;
  });
  await checks.check(
    'the policy inside: a script that is added does not run, a picture from elsewhere is not asked for',
    async () => {
      const { page, troubles } = await open(browser, cluster);
      const ran = await page.evaluate<boolean>(`(async () => {
      const script = document.createElement('script');
      script.textContent = 'globalThis.wasRun = true';
      document.body.append(script);
      const image = new Image();
      image.src = 'http://127.0.0.1:9/x.png';
      await new Promise((resolve) => image.addEventListener('error', resolve));
      return 'wasRun' in globalThis;
    })()`);
      demand(!ran, 'an inline script ran');
      const refused = troubles.filter((trouble) => trouble.includes('Content Security Policy'));
      // The browser reports the request that its policy then refuses.
      demand(refused.length === 2, troubles.join('; '));
      await page.context().close();
      return 'both refused';
    },
  );
  await checks.check('every chart by keyboard: reached, read, zoomed; buttons have names', async () => {
    const { page } = await open(browser, cluster);
    const plots = await page.locator('.plot').count();
    const stops = await page.locator('.plot[tabindex="0"]').count();
    demand(plots === stops, `${stops} of ${plots} charts can be reached`);
    for (const chart of ['#panel-rates-0', '#panel-health-heap', '#panel-quantiles-0']) {
      await page.locator(`${chart} .plot`).focus();
      await page.keyboard.press('ArrowRight');
      const said = await page.locator(`${chart} .readout`).innerText();
      demand(said.trim() !== '', `${chart} says nothing`);
    }
    const nameless = await page
      .locator('button')
      .evaluateAll((all) => all.filter((each) => (each.textContent ?? '') === '').length);
    demand(nameless === 0, `${nameless} buttons without a name`);
    await page.context().close();
    return `${plots} charts`;
  });
  await checks.check('all five charts as files of their own, and print', async () => {
    const drawn: string[] = [];
    const troubles: string[] = [];
    for (const chart of ['throughput', 'latency', 'quantiles', 'health', 'resources']) {
      const opened = await open(browser, path.join(folder, `cluster/charts/${chart}.html`));
      const count = await opened.page.locator('.plot canvas').count();
      demand(count > 0, `${chart}.html draws nothing`);
      drawn.push(`${chart} ${count}`);
      troubles.push(...opened.troubles);
      await opened.page.context().close();
    }
    const printed = await open(browser, cluster);
    const pdf = await printed.page.pdf({ format: 'A4' });
    demand(pdf.length > 20_000 && troubles.length === 0, `${pdf.length} bytes; ${troubles.join('; ')}`);
    await printed.page.context().close();
    return `panels: ${drawn.join(', ')}; PDF of ${Math.round(pdf.length / 1000)} kB`;
  });
}

const browser = await chromium.launch({ executablePath, args: [...CHROMIUM_FLAGS] });
try {
  await run(browser);
} finally {
  await browser.close();
  rmSync(folder, { recursive: true, force: true });
}
process.exit(checks.finish());
