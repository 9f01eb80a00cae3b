/**
 * `npm run test:logs`: the console's Logs page in a real browser over a sidecar and agents of its own that follow files: filters,
 * follow mode, tens of thousands of lines, keyboard only, links, export, a sidecar that goes and comes back, both themes, axe.
 * `--screenshots DIR` keeps pictures. Skipped with one line where Chromium is missing.
 */
import { appendFileSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { chromium, type Browser, type Page } from 'playwright-core';
import { startAgentsProduct, type AgentsProduct } from '../agents/agents-product.ts';
import { Checks, demand, eventually } from '../checks.ts';
import { CHROMIUM_FLAGS, findChromium } from '../chromium.ts';
import { seriousFindings } from './pages/accessibility.ts';
import { picturesIn } from './pictures.ts';

const { values: options } = parseArgs({ options: { screenshots: { type: 'string' } } });
const PORT = 8410;
const log = (line: string) => process.stdout.write(`${line}\n`);
const checks = new Checks(log);
const picture = picturesIn(options.screenshots);
const executablePath = findChromium();
if (executablePath === undefined) {
  log('npm run test:logs: skipped, Chromium is missing (install it or set CHROMIUM).');
  process.exit(checks.finish(1));
}
const troubles: string[] = [];

const list = (page: Page) => page.getByRole('listbox', { name: 'Lines' });
const rows = (page: Page) => list(page).getByRole('option');
const follow = (page: Page) => page.getByRole('group', { name: 'Follow' });
const textField = (page: Page) => page.getByRole('searchbox', { name: /^(Text|Pattern)/ });

async function openPage(browser: Browser, origin: string, colorScheme: 'dark' | 'light', width = 1400): Promise<Page> {
  const context = await browser.newContext({ viewport: { width, height: 1000 }, colorScheme, acceptDownloads: true });
  const page = await context.newPage();
  page.on('pageerror', (error) => troubles.push(String(error)));
  page.on('console', (message) => {
    if (message.type() === 'error' && !/Failed to load resource|WebSocket connection/.test(message.text()))
      troubles.push(message.text());
  });
  await page.goto(`${origin}/#/logs`);
  return page;
}

/** Follows a file of each agent's folder, so that the checks say which line comes when. */
const logFile = (product: AgentsProduct, agent: string) => path.join(product.folder, agent, 'broker.log');

function write(product: AgentsProduct, agent: string, ...lines: [level: string, text: string][]): void {
  const text = lines.map(
    ([level, message]) =>
      `${new Date().toISOString()} [main] ${level.padEnd(5)} org.apache.pulsar.Broker - ${message}\n`,
  );
  appendFileSync(logFile(product, agent), text.join(''));
}

const waitForText = (page: Page, text: string) =>
  eventually(20, async () => {
    const shown = await rows(page).allInnerTexts();
    demand(
      shown.some((row) => row.includes(text)),
      `${text} is not among ${shown.length} rows: ${shown.at(-1) ?? ''}`,
    );
    return text;
  });

async function filters(page: Page, product: AgentsProduct): Promise<void> {
  const [first, second] = product.agents;
  write(product, first, ['INFO', 'alpha is fine'], ['WARN', 'alpha is slow'], ['ERROR', 'alpha failed: code 17']);
  write(product, second, ['INFO', 'beta is fine'], ['ERROR', 'beta failed: code 4']);
  await checks.check('lines of all agents come as they are written, the newest at the bottom', async () => {
    await waitForText(page, 'beta failed: code 4');
    const shown = await rows(page).allInnerTexts();
    demand(
      shown.some((row) => row.includes('alpha failed')),
      'no line of the first agent',
    );
    return `${shown.length} rows are in the document`;
  });
  await checks.check('text, level and agent filter, and all of it is in the address', async () => {
    await textField(page).fill('FAILED');
    await page.waitForURL(/text=FAILED/);
    await page.getByLabel('Level').selectOption('error');
    await page.getByRole('combobox', { name: 'Agent' }).selectOption(first);
    return eventually(20, async () => {
      const shown = await rows(page).allInnerTexts();
      demand(shown.length === 1 && shown[0].includes('alpha failed'), shown.join(' | '));
      const address = page.url();
      demand(/text=FAILED/.test(address) && /level=error/.test(address) && address.includes(`node=${first}`), address);
      return address.slice(address.indexOf('#'));
    });
  });
  await checks.check('a reload keeps the filters, back takes them away', async () => {
    await page.reload();
    await waitForText(page, 'alpha failed');
    demand((await rows(page).count()) === 1, 'more rows than match');
    await page.goBack();
    await eventually(20, async () => {
      const shown = await rows(page).allInnerTexts();
      demand(shown.length === 2, `${shown.length} rows`);
      return '';
    });
    return 'both errors are back';
  });
  await checks.check('a regular expression filters, and new lines that match it are followed', async () => {
    await page.goto(`${product.origin}/#/logs?regex=${encodeURIComponent('code \\d{2}$')}`);
    await waitForText(page, 'code 17');
    demand((await rows(page).count()) === 1, 'more rows than match');
    write(product, second, ['ERROR', 'beta failed: code 42'], ['ERROR', 'beta failed: code 7']);
    await waitForText(page, 'code 42');
    const count = await rows(page).count();
    demand(count === 2, `${count} rows`);
    return 'code 17, code 42 and not code 7';
  });
  await checks.check('a pattern that is none is explained', async () => {
    await page.goto(`${product.origin}/#/logs?regex=(`);
    await page.getByRole('alert').first().waitFor();
    const said = await page.getByRole('alert').first().innerText();
    demand(/regular expression/i.test(said), said);
    return said.slice(0, 120);
  });
  await checks.check('filters without a match say so and can be cleared', async () => {
    await page.goto(`${product.origin}/#/logs?text=nothing-like-this`);
    await page.getByText('No line in this time matches the filters').waitFor();
    await picture(page, 'logs-nothing');
    await page.getByRole('button', { name: 'Clear the filters' }).click();
    return waitForText(page, 'is fine');
  });
}

async function following(page: Page, product: AgentsProduct): Promise<void> {
  const [first] = product.agents;
  await page.goto(`${product.origin}/#/logs`);
  await checks.check('a new line is on the screen soon', async () => {
    await waitForText(page, 'is fine');
    const times: number[] = [];
    for (let i = 0; i < 5; i++) {
      const mark = `mark ${i} of ${Date.now()}`;
      const seen = page.evaluate(
        `new Promise((resolve) => { const look = () => document.querySelector('[role=listbox]')?.innerText.includes(${JSON.stringify(mark)}) ? resolve(Date.now()) : setTimeout(look, 5); look(); })`,
      );
      const written = Date.now();
      write(product, first, ['INFO', mark]);
      times.push(((await seen) as number) - written);
    }
    times.sort((a, b) => a - b);
    return `median ${times[2]} ms, largest ${times[4]} ms from the file to the document (${times.join(', ')})`;
  });
  await checks.check('paused, lines are held back and counted; going on shows them', async () => {
    await follow(page).getByRole('button', { name: 'Pause' }).click();
    write(product, first, ['INFO', 'held one'], ['INFO', 'held two']);
    await eventually(20, async () => {
      const label = await follow(page)
        .getByRole('button', { name: /^Go on/ })
        .innerText();
      demand(/\(\d+ new\)/.test(label), label);
      return label;
    });
    const shown = await rows(page).allInnerTexts();
    demand(!shown.some((row) => row.includes('held two')), 'it is shown although paused');
    await follow(page)
      .getByRole('button', { name: /^Go on/ })
      .click();
    return waitForText(page, 'held two');
  });
  await checks.check('30,000 lines at once: none is lost, and few rows are in the document', async () => {
    for (let block = 0; block < 30; block++)
      write(
        product,
        first,
        ...Array.from({ length: 1000 }, (_, i): [string, string] => ['INFO', `bulk ${block * 1000 + i}`]),
      );
    await page.goto(`${product.origin}/#/logs?text=bulk`);
    await waitForText(page, 'bulk 29999');
    await eventually(60, async () => {
      const { total } = (await page.evaluate(
        `fetch('api/observatory/v1/logs/volume?text=bulk&from=${Date.now() / 1000 - 900}&to=${Date.now() / 1000 + 60}').then((r) => r.json())`,
      )) as { total: number };
      demand(total === 30_000, `${total} lines are counted`);
      return '';
    });
    await page.reload();
    for (let i = 0; i < 3; i++) {
      await page
        .getByRole('button', { name: 'Load older lines' })
        .click({ timeout: 20_000 })
        .catch(() => undefined);
      await eventually(20, async () => {
        demand((await page.getByRole('button', { name: /Loading …/ }).count()) === 0, 'still loading');
        return '';
      });
    }
    const size = Number(await rows(page).first().getAttribute('aria-setsize'));
    const inDocument = await rows(page).count();
    demand(size === 30_000, `${size} lines are loaded`);
    demand(inDocument < 200, `${inDocument} rows are in the document`);
    return `${size} lines, ${inDocument} rows in the document`;
  });
  await checks.check('scrolled up, new lines do not move what is read; a button leads back', async () => {
    await list(page).evaluate((element: { scrollTop: number }) => {
      element.scrollTop = 20_000;
    });
    await page.waitForTimeout(300);
    const before = await rows(page).first().innerText();
    write(product, first, ['INFO', 'bulk later one'], ['INFO', 'bulk later two']);
    const jump = follow(page).getByRole('button', { name: /newer: jump to the newest/ });
    await jump.waitFor();
    demand((await rows(page).first().innerText()) === before, 'what was read moved');
    const said = await jump.innerText();
    await jump.click();
    await waitForText(page, 'bulk later two');
    return said;
  });
  await checks.check('dragging over the histogram narrows the time', async () => {
    const box = await page.locator('figure svg').boundingBox();
    demand(box !== null, 'no histogram');
    await page.mouse.move(box.x + box.width * 0.6, box.y + 20);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width - 2, box.y + 20, { steps: 5 });
    await page.mouse.up();
    return eventually(10, async () => {
      const address = page.url();
      demand(/from=\d+&to=\d+/.test(address), address);
      return address.slice(address.indexOf('?'));
    });
  });
}

async function keyboard(page: Page, product: AgentsProduct): Promise<void> {
  await page.goto(`${product.origin}/#/logs?refresh=off`);
  await checks.check('keys alone: / to the text, j and k through the lines, Escape closes', async () => {
    await waitForText(page, 'later two');
    await page.keyboard.press('/');
    const focused = (await page.evaluate('document.activeElement?.type')) as string;
    demand(focused === 'search', `the focus is on ${focused}`);
    await page.keyboard.type('failed');
    await page.keyboard.press('Enter');
    await waitForText(page, 'code 17');
    await page.keyboard.press('Escape');
    await page.keyboard.press('j');
    const details = page.getByRole('region', { name: 'Line', exact: true });
    await details.waitFor();
    const last = await details.locator('pre').innerText();
    await page.keyboard.press('k');
    await eventually(5, async () => {
      demand((await details.locator('pre').innerText()) !== last, 'k did not go to the line before');
      return '';
    });
    const before = await details.locator('pre').innerText();
    await picture(page, 'logs-details');
    await page.keyboard.press('Escape');
    await details.waitFor({ state: 'detached' });
    return `${last}, then ${before}`;
  });
  await checks.check('a link to a line opens it with what was written around it', async () => {
    await page.keyboard.press('j');
    const link = page.getByRole('link', { name: 'Logs around this line' });
    const href = (await link.getAttribute('href')) ?? '';
    await page.goto(`${product.origin}/${href}`);
    await page.getByRole('region', { name: 'Line', exact: true }).waitFor();
    demand((await page.locator('[role=option][aria-selected=true]').count()) === 1, 'the line is not in view');
    return href;
  });
}

async function files(page: Page, product: AgentsProduct): Promise<void> {
  await page.goto(`${product.origin}/#/logs?text=failed&level=error`);
  await waitForText(page, 'code 17');
  for (const [kind, good] of [
    ['Text', /ERROR .*alpha failed: code 17/],
    ['NDJSON', /^\{"timeMs":\d+,"level":"error"/],
  ] as const)
    await checks.check(`lines are saved as ${kind}`, async () => {
      const [download] = await Promise.all([
        page.waitForEvent('download'),
        page.getByRole('button', { name: kind, exact: true }).click(),
      ]);
      const file = path.join(product.folder, download.suggestedFilename());
      await download.saveAs(file);
      const text = readFileSync(file, 'utf8');
      demand(good.test(text), text.slice(0, 200));
      return `${download.suggestedFilename()}: ${text.trimEnd().split('\n').length} lines`;
    });
}

async function sidecarGone(page: Page, product: AgentsProduct): Promise<void> {
  const [first] = product.agents;
  await page.goto(`${product.origin}/#/logs?text=cut`);
  await checks.check(
    'a sidecar that is killed is told; what was written meanwhile is there when it is back',
    async () => {
      write(product, first, ['INFO', 'before the cut']);
      await waitForText(page, 'before the cut');
      await product.killSidecar();
      const told = await eventually(30, async () => {
        const said = await follow(page).getByRole('status').innerText();
        demand(!/^Live/.test(said), said);
        return said;
      });
      write(product, first, ['INFO', 'during the cut']);
      await product.startSidecar();
      await eventually(60, async () => {
        const shown = await rows(page).allInnerTexts();
        demand(shown.filter((row) => row.includes('the cut')).length === 2, shown.join(' | '));
        return '';
      });
      return told;
    },
  );
}

async function looks(browser: Browser, product: AgentsProduct): Promise<void> {
  const [first, second] = product.agents;
  write(product, second, ['WARN', 'slow request'], ['ERROR', 'failed again']);
  write(product, first, ['ERROR', 'failed once more']);
  for (const scheme of ['dark', 'light'] as const) {
    const page = await openPage(browser, product.origin, scheme);
    await checks.check(`${scheme}: axe finds nothing serious, also with a line open`, async () => {
      troubles.length = 0;
      await waitForText(page, 'failed once more');
      await page.getByText('Loading the lines').waitFor({ state: 'detached' });
      await page.keyboard.press('k');
      await page.getByRole('region', { name: 'Line', exact: true }).waitFor();
      await picture(page, `logs-${scheme}`);
      const said = await seriousFindings(page);
      demand(troubles.length === 0, troubles.slice(0, 3).join(' | '));
      return said;
    });
    await page.context().close();
  }
  const narrow = await openPage(browser, product.origin, 'dark', 420);
  await checks.check('nothing is cut off at 420 px', async () => {
    await waitForText(narrow, 'failed once more');
    await picture(narrow, 'logs-narrow');
    const wider = (await narrow.evaluate('document.documentElement.scrollWidth - innerWidth')) as number;
    demand(wider <= 0, `the page is ${wider} px wider than the window`);
    return 'as wide as the window';
  });
  await narrow.context().close();
}

let product: AgentsProduct | undefined;
let browser: Browser | undefined;
try {
  product = await startAgentsProduct({
    sidecarPort: PORT,
    agents: 3,
    lineMs: 0,
    agentConfig: () => ({ logs: { files: [{ path: 'broker.log', source: 'broker', from_start: true }] } }),
  });
  browser = await chromium.launch({ executablePath, args: [...CHROMIUM_FLAGS] });
  const page = await openPage(browser, product.origin, 'dark');
  await filters(page, product);
  await following(page, product);
  await keyboard(page, product);
  await files(page, product);
  await sidecarGone(page, product);
  await page.context().close();
  await looks(browser, product);
} catch (error) {
  checks.fail(error instanceof Error ? error.message : String(error));
} finally {
  await browser?.close();
  await product?.stop();
}
process.exit(checks.finish());
