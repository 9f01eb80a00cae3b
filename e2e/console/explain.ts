/**
 * `npm run test:explain`: the Explain page in a real browser over a demo cluster with an injected fault: the symptom is found,
 * the cut-off bookie stands first, evidence, pins and filters lie in the address, a spike is drawn over, the matrix is walked by
 * keyboard, files are saved, and axe finds nothing. `--screenshots DIR` keeps pictures. Skipped with one line without Chromium.
 */
import { readFileSync } from 'node:fs';
import { chromium, type Browser, type Page } from 'playwright-core';
import { Checks, demand, eventually } from '../checks.ts';
import { axeSource, CHROMIUM_FLAGS, findChromium } from '../chromium.ts';
import { startDemoProduct } from './demo-product.ts';
import { picturesIn } from './pictures.ts';

const log = (line: string) => process.stdout.write(`${line}\n`);
const checks = new Checks(log);
const screenshots = process.argv.includes('--screenshots')
  ? process.argv[process.argv.indexOf('--screenshots') + 1]
  : undefined;
const picture = picturesIn(screenshots);
const executablePath = findChromium();
if (executablePath === undefined) {
  log('npm run test:explain: skipped, Chromium is missing (install it or set CHROMIUM).');
  process.exit(checks.finish(1));
}

const BASELINE_S = 150;
const FAULT_S = 25;
const TARGET = 'bookie-2';
/** Of TARGET, as the sidecar names it: the demo's second bookie. */
const ADDRESS = '127.0.0.1:3182';
const axe = axeSource();
const troubles: string[] = [];

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

const searchOf = (page: Page) => new URLSearchParams(new URL(page.url()).hash.split('?')[1]);

async function run(browser: Browser, origin: string, control: string): Promise<void> {
  log(`  … ${BASELINE_S} s of a quiet cluster, then ${TARGET} is cut off for ${FAULT_S} s`);
  await sleep(BASELINE_S * 1000);
  const faultMs = Date.now();
  await fetch(`${control}/faults`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ kind: 'network-partition', target: TARGET, durationMs: FAULT_S * 1000 }),
  });
  await sleep((FAULT_S + 10) * 1000);
  const window = `from=${faultMs - 10_000}&to=${faultMs + FAULT_S * 1000}`;
  const page = await openPage(browser, `${origin}/#/explain?${window}`, 'dark');
  const causes = page.getByRole('region', { name: 'What changed' });

  await checks.check('the symptom is found, and the bookie that was cut off stands first', () =>
    eventually(60, async () => {
      const first = await causes.getByRole('heading', { level: 3 }).first().innerText();
      demand(first.includes(ADDRESS), `first is ${first}`);
      return `${first}: ${await page.getByRole('region', { name: 'Answer' }).getByRole('status').first().innerText()}`;
    }),
  );
  await checks.check('it says how many signals were compared, and what with', async () => {
    const text = await page
      .getByText(/signals were compared/)
      .first()
      .innerText();
    demand(/^[1-9][\d,]* signals/.test(text), text);
    return text;
  });
  await checks.check('evidence, pins and filters lie in the address', async () => {
    await causes
      .getByRole('button', { name: /Evidence/ })
      .first()
      .click();
    await causes.getByRole('button', { name: 'Pin' }).first().click();
    await page.getByRole('searchbox', { name: 'Node' }).fill('3182');
    const search = searchOf(page);
    demand((search.get('open') ?? '').includes(ADDRESS), `open=${search.get('open')}`);
    demand(search.getAll('pin').length === 1, 'no pin');
    demand(search.get('node') === '3182', `node=${search.get('node')}`);
    await picture(page, 'explain-dark');
    await page.getByRole('button', { name: 'Show all' }).click();
    return page.url().split('#')[1];
  });
  await checks.check('a link shows the same answer to somebody else, in the light theme too', async () => {
    const other = await openPage(browser, page.url(), 'light');
    const heading = other.getByRole('region', { name: 'What changed' }).getByRole('heading', { level: 3 }).first();
    await heading.waitFor({ timeout: 60_000 });
    const text = await heading.innerText();
    demand(text.includes(ADDRESS), text);
    await picture(other, 'explain-light');
    await other.context().close();
    return text;
  });
  await checks.check('the answer is saved as JSON and as a picture', async () => {
    const saved = async (name: string) => {
      const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name }).click()]);
      return readFileSync(await download.path());
    };
    const answer = JSON.parse((await saved('JSON')).toString()) as { candidates: unknown[] };
    demand(answer.candidates.length > 0, 'no candidates in the file');
    const png = await saved('PNG');
    demand(png.subarray(1, 4).toString() === 'PNG' && png.length > 10_000, `${png.length} bytes`);
    return `${answer.candidates.length} candidates; ${Math.round(png.length / 1024)} KiB`;
  });
  await checks.check('it becomes an alert rule', async () => {
    await page.getByRole('button', { name: 'Alert rule' }).click();
    const yaml = await page.locator('pre').first().innerText();
    demand(/expr: /.test(yaml), yaml);
    return yaml.split('\n').find((line) => line.includes('expr')) ?? '';
  });
  await checks.check('the candidate is found on the map', async () => {
    const href = await causes.getByRole('link', { name: 'Show in the topology' }).first().getAttribute('href');
    demand(href?.includes(encodeURIComponent(`bookie/${ADDRESS}`)) ?? false, `${href}`);
    return href ?? '';
  });
  await checks.check('the matrix is walked by keyboard and says what it leaves out', async () => {
    await page.getByRole('button', { name: 'Correlations' }).click();
    const grid = page.getByRole('grid', { name: 'Correlation matrix' });
    await grid.waitFor({ timeout: 60_000 });
    await grid.locator('td[tabindex="0"]').focus();
    const told = page.getByRole('region', { name: 'The chosen pair' }).getByRole('status');
    const before = await told.innerText();
    await page.keyboard.press('ArrowDown');
    const after = await told.innerText();
    demand(before !== after, 'the cursor stands');
    await picture(page, 'explain-matrix');
    return after;
  });
  await checks.check('axe finds nothing', async () => {
    await page.getByRole('button', { name: 'Causes' }).click();
    await page.evaluate(axe);
    const violations = (await page.evaluate(
      "axe.run().then((result) => result.violations.map(({ id, nodes }) => id + ': ' + nodes[0].html.slice(0, 120)))",
    )) as string[];
    demand(violations.length === 0, violations.join(' | '));
    return 'no violation';
  });
  await checks.check('a spike drawn over in a chart is explained', async () => {
    await page.getByRole('button', { name: 'Ask something else' }).click();
    const plot = page.getByRole('region', { name: 'Messages published' }).locator('.u-over');
    await plot.waitFor({ timeout: 30_000 });
    const box = await plot.boundingBox();
    demand(box !== null, 'no plot');
    if (!box) return '';
    await page.mouse.move(box.x + box.width * 0.9, box.y + 20);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width * 0.99, box.y + 30, { steps: 5 });
    await page.mouse.up();
    await page.getByRole('region', { name: 'Question' }).waitFor();
    const query = searchOf(page).get('query') ?? '';
    demand(query.includes('pulsar_in_messages_total'), `query=${query}`);
    return query;
  });
  await checks.check('no script error, no CSP violation', () => {
    demand(troubles.length === 0, troubles.slice(0, 3).join(' | '));
    return Promise.resolve('none');
  });
}

let browser: Browser | undefined;
const product = await startDemoProduct({ sidecarPort: 8252, controlPort: 8253, firstNodePort: 8270, intervalS: 2 });
try {
  browser = await chromium.launch({ executablePath, args: [...CHROMIUM_FLAGS] });
  await run(browser, product.origin, product.control);
} finally {
  await browser?.close();
  await product.stop();
}
process.exit(checks.finish());
