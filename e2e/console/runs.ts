/**
 * `npm run test:runs`: the console's Runs page in a real browser over a demo cluster. Two wrapped commands become runs, one of
 * them while a bookie is slow; a third is started, followed, annotated and ended on the page by keyboard; two are compared.
 * Both themes, axe, exported files, a run that is deleted. `--screenshots DIR` keeps pictures. Skipped with one line where
 * Chromium is missing.
 */
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs, promisify } from 'node:util';
import { chromium, type Browser, type Page } from 'playwright-core';
import { Checks, demand, eventually } from '../checks.ts';
import { CHROMIUM_FLAGS, findChromium } from '../chromium.ts';
import { startDemoProduct } from './demo-product.ts';
import { seriousFindings, walk } from './pages/accessibility.ts';
import { picturesIn } from './pictures.ts';

const { values: options } = parseArgs({ options: { screenshots: { type: 'string' } } });
const log = (line: string) => process.stdout.write(`${line}\n`);
const checks = new Checks(log);
const picture = picturesIn(options.screenshots);
const executablePath = findChromium();
if (executablePath === undefined) {
  log('npm run test:runs: skipped, Chromium is missing (install it or set CHROMIUM).');
  process.exit(checks.finish(1));
}
const troubles: string[] = [];
const CLI = path.resolve('dist/cli.js');
const RUN_S = 40;
const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

async function openPage(browser: Browser, url: string, colorScheme: 'dark' | 'light'): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1400, height: 1000 }, colorScheme });
  const page = await context.newPage();
  page.on('pageerror', (error) => troubles.push(String(error)));
  page.on('console', (message) => {
    if (message.type() === 'error') troubles.push(message.text());
  });
  await page.goto(url);
  return page;
}

/** A command that takes its time, as `observatory run` wraps it. */
async function wrapped(origin: string, folder: string, name: string, exitCode: number): Promise<number> {
  const command = [process.execPath, '-e', `setTimeout(() => process.exit(${exitCode}), ${RUN_S * 1000})`];
  const flags = ['run', '--name', name, '--url', origin, '--every', '5', '--label', 'team=e2e', '--out', folder];
  try {
    await promisify(execFile)(process.execPath, [
      '--disable-warning=ExperimentalWarning',
      CLI,
      ...flags,
      '--',
      ...command,
    ]);
    return 0;
  } catch (error) {
    return (error as { code: number }).code;
  }
}

async function run(browser: Browser, origin: string, control: string, folder: string): Promise<void> {
  const page = await openPage(browser, `${origin}/#/runs`, 'dark');
  const rowOf = (name: string) => page.getByRole('row', { name: new RegExp(name) });

  await checks.check('without a run it says how to make one', async () => {
    const text = await page.getByText(/No run yet/).innerText({ timeout: 20_000 });
    return text.slice(0, 80);
  });
  await checks.check('a wrapped command is a run, and the exit code is the command’s', async () => {
    const [ended] = await Promise.all([
      wrapped(origin, path.join(folder, 'one'), 'quiet load', 0),
      eventually(30, async () => rowOf('quiet load').getByText('running').innerText()),
    ]);
    demand(ended === 0, `exit code ${ended}`);
    await eventually(60, async () => rowOf('quiet load').getByText('finished').innerText());
    return rowOf('quiet load').innerText();
  });
  await checks.check('one that fails while a broker stands still says so', async () => {
    await fetch(`${control}/faults`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ kind: 'gc-pause', target: 'broker-2', durationMs: RUN_S * 1000 }),
    });
    const ended = await wrapped(origin, path.join(folder, 'two'), 'stormy load', 3);
    demand(ended === 3, `exit code ${ended}`);
    await eventually(60, async () => rowOf('stormy load').getByText('failed').innerText());
    return rowOf('stormy load').innerText();
  });
  await picture(page, 'runs-dark');
  await checks.check('the list has no serious finding, and all is reached by keyboard', async () => {
    const minor = await seriousFindings(page);
    return `${minor}; ${await walk(page)}`;
  });
  await checks.check('a run shows its charts, findings and files', async () => {
    await rowOf('stormy load').getByRole('button', { name: 'stormy load' }).click();
    await page.getByRole('region', { name: 'Files' }).waitFor({ timeout: 30_000 });
    const plots = page.locator('[aria-roledescription="chart"] canvas');
    await eventually(20, async () => {
      const count = await plots.count();
      demand(count >= 3, `${count} charts`);
      return '';
    });
    await picture(page, 'run-dark');
    const files = await page.getByRole('region', { name: 'Files' }).getByRole('link').allInnerTexts();
    demand(
      files.some((file) => file.endsWith('timeseries.json')),
      files.join(', '),
    );
    await seriousFindings(page);
    return `${await plots.count()} charts, ${files.length} files`;
  });
  await checks.check('its report is saved', async () => {
    const [download] = await Promise.all([
      page.waitForEvent('download', { timeout: 30_000 }),
      page.getByRole('link', { name: 'Save the report' }).click(),
    ]);
    const html = readFileSync(await download.path(), 'utf8');
    demand(html.startsWith('<!doctype html>') || html.startsWith('<!DOCTYPE html>'), html.slice(0, 60));
    demand(html.includes('stormy load'), 'it is not of this run');
    return `${download.suggestedFilename()}, ${Math.round(html.length / 1024)} kB`;
  });
  await checks.check('the light theme draws the same', async () => {
    const other = await openPage(browser, page.url(), 'light');
    await other.locator('[aria-roledescription="chart"] canvas').first().waitFor({ timeout: 30_000 });
    await seriousFindings(other);
    await picture(other, 'run-light');
    await other.context().close();
    return 'no serious finding';
  });
  await checks.check('results of a benchmark are added on the page', async () => {
    const file = path.join(folder, 'result.json');
    writeFileSync(file, JSON.stringify(ombResult()));
    await page.getByLabel('Result files').setInputFiles(file);
    await page.getByRole('region', { name: 'Run' }).getByText('Publish rate').first().waitFor({ timeout: 30_000 });
    return page.getByRole('region', { name: 'Run' }).locator('dl').innerText();
  });
  await checks.check('two runs are compared, against either as base', async () => {
    await page.goto(`${origin}/#/runs`);
    await page.getByRole('checkbox', { name: 'Compare quiet load' }).check();
    await page.getByRole('checkbox', { name: 'Compare stormy load' }).check();
    await page.getByRole('link', { name: 'Compare 2 runs' }).click();
    const regions = page.getByRole('region', { name: 'Regressions' });
    await regions.waitFor({ timeout: 30_000 });
    await page.getByRole('checkbox', { name: 'only what changed' }).uncheck();
    const rows = await page.getByRole('region', { name: 'Measures' }).getByRole('row').count();
    demand(rows > 4, `${rows} rows`);
    await picture(page, 'compare-dark');
    await seriousFindings(page);
    await page.getByRole('button', { name: 'Make base: stormy load' }).click();
    await page.getByRole('button', { name: 'Make base: quiet load' }).waitFor({ timeout: 30_000 });
    return `${rows} rows; ${(await regions.innerText()).replace(/\s+/g, ' ').slice(0, 160)}`;
  });
  await checks.check('a run is started, noted, and ended by keyboard', async () => {
    await page.goto(`${origin}/#/runs`);
    await page.getByText('Start a run').focus();
    await page.keyboard.press('Enter');
    await page.getByRole('textbox', { name: 'Name' }).focus();
    await page.keyboard.type('by hand');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: /by hand running/ }).waitFor({ timeout: 20_000 });
    await page.getByRole('textbox', { name: 'Notes' }).focus();
    await page.keyboard.type('with new disks');
    await page.getByRole('button', { name: 'Save', exact: true }).focus();
    await page.keyboard.press('Enter');
    await sleep(3000);
    await page.getByRole('textbox', { name: 'Reason' }).focus();
    await page.keyboard.type('enough seen');
    await page.getByRole('button', { name: 'Abort' }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: /aborted: enough seen/ }).waitFor({ timeout: 20_000 });
    await page.reload();
    await page.getByRole('textbox', { name: 'Notes' }).waitFor({ timeout: 20_000 });
    const notes = await page.getByRole('textbox', { name: 'Notes' }).inputValue();
    demand(notes === 'with new disks', `notes are ${notes}`);
    return 'aborted, noted';
  });
  await checks.check('a run is deleted once its name is typed', async () => {
    await page.getByText('Delete this run').click();
    await page.getByRole('textbox', { name: 'Type its name' }).fill('by hand');
    await page.getByRole('button', { name: 'Delete for good' }).click();
    await page.getByRole('region', { name: 'Runs' }).waitFor({ timeout: 20_000 });
    await eventually(20, async () => {
      demand((await rowOf('by hand').count()) === 0, 'it is still there');
      return '';
    });
    return 'gone';
  });
  await checks.check('no script error, no CSP violation', () => {
    demand(troubles.length === 0, troubles.slice(0, 3).join(' | '));
    return Promise.resolve('none');
  });
}

/** The smallest result of the benchmark's present format that has a rate and latencies. */
function ombResult(): Record<string, unknown> {
  const samples = 12;
  const flat = (value: number) => Array.from({ length: samples }, (_, i) => value + (i % 3));
  return {
    workload: 'e2e',
    driver: 'Pulsar',
    messageSize: 1024,
    topics: 1,
    partitions: 1,
    producersPerTopic: 1,
    consumersPerTopic: 1,
    publishRate: flat(1000),
    consumeRate: flat(1000),
    backlog: flat(0),
    publishLatencyAvg: flat(3),
    publishLatency50pct: flat(2),
    publishLatency99pct: flat(9),
    publishLatencyMax: flat(20),
    aggregatedPublishLatencyAvg: 3,
    aggregatedPublishLatency50pct: 2,
    aggregatedPublishLatency99pct: 9,
    aggregatedPublishLatencyMax: 22,
    aggregatedPublishLatencyQuantiles: { '50.0': 2, '99.0': 9, '100.0': 22 },
  };
}

const folder = mkdtempSync(path.join(tmpdir(), 'observatory-runs-'));
let browser: Browser | undefined;
const product = await startDemoProduct({
  sidecarPort: 8702,
  controlPort: 8703,
  firstNodePort: 8720,
  intervalS: 2,
  loopbackRole: 'admin',
});
try {
  browser = await chromium.launch({ executablePath, args: [...CHROMIUM_FLAGS] });
  await run(browser, product.origin, product.control, folder);
} finally {
  await browser?.close();
  await product.stop();
  rmSync(folder, { recursive: true, force: true });
}
process.exit(checks.finish());
