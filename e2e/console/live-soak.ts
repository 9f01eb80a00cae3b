/**
 * `npm run soak:tab [-- --hours 12]`: a tab with the live overview, open for simulated hours of streaming: a clock and a
 * sidecar's stream of its own run as fast as the machine can. Prints the heap (objects and typed arrays, after a collection), the
 * DOM and the listeners at each mark. In between the machine sleeps, the network breaks, the sidecar restarts; after each, every
 * chart must go on. Fails when the heap grows by more than a tenth between the second mark and the last, or a chart stands still.
 */
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { parseArgs } from 'node:util';
import { build } from 'esbuild';
import { chromium, type CDPSession, type Page } from 'playwright-core';
import { Checks, demand } from '../checks.ts';
import { CHROMIUM_FLAGS, findChromium } from '../chromium.ts';

const { values } = parseArgs({ options: { hours: { type: 'string', default: '12' } } });
const hours = Number(values.hours);
const HOUR_MS = 3_600_000;
/** Work between two looks of this process at the page. */
const SLICE_MS = 600_000;
interface Trouble {
  name: string;
  happen(page: Page): Promise<void>;
}

const TROUBLES: readonly Trouble[] = [
  { name: 'nothing', happen: () => Promise.resolve() },
  { name: 'the machine slept for 40 minutes', happen: (page) => call(page, 'sleep(2400000)') },
  { name: 'the network broke', happen: (page) => call(page, 'drop()') },
  { name: 'the sidecar was away for a minute and restarted', happen: (page) => call(page, 'restart(60000)') },
];

const log = (line: string) => process.stdout.write(`${line}\n`);
const checks = new Checks(log);
const executablePath = findChromium();
if (executablePath === undefined) {
  log('npm run soak:tab: skipped, Chromium is missing (install it or set CHROMIUM).');
  process.exit(checks.finish(1));
}

const { outputFiles } = await build({
  entryPoints: ['bench/panels/page/live-soak.tsx'],
  bundle: true,
  write: false,
  outdir: 'out',
  format: 'esm',
  minify: true,
  jsx: 'automatic',
  loader: { '.module.css': 'local-css' },
  define: { 'process.env.NODE_ENV': '"production"' },
});
const script = outputFiles.find(({ path }) => path.endsWith('.js'))?.text ?? '';
const styles = [
  ...['node_modules/uplot/dist/uPlot.min.css', 'src/views/theme/tokens.css'].map((file) => readFileSync(file, 'utf8')),
  outputFiles.find(({ path }) => path.endsWith('.css'))?.text ?? '',
];
const http = createServer((request, response) => {
  if (request.url === '/page.js') return void response.setHeader('content-type', 'text/javascript').end(script);
  response
    .setHeader('content-type', 'text/html')
    .end(
      `<!doctype html><style>${styles.join('')}</style><div id=root></div><script type=module src=/page.js></script>`,
    );
});
await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
const browser = await chromium.launch({ executablePath, args: [...CHROMIUM_FLAGS] });
const troubles: string[] = [];
try {
  const page = await browser.newPage({ viewport: { width: 1400, height: 1000 } });
  page.on('pageerror', (error) => troubles.push(String(error)));
  await page.goto(`http://127.0.0.1:${(http.address() as AddressInfo).port}/`);
  await page.waitForFunction('window.soak !== undefined');
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable');
  await run(page, 10_000);
  // Half an hour at five seconds a step: 360 rows a chart, as the second button of the page has it.
  await page.getByRole('button', { name: '30 min' }).evaluate((button: { click(): void }) => button.click());
  await run(page, 1_800_000);
  const marks = [await mark(page, session, 0)];
  for (let hour = 1; hour <= hours; hour++) {
    const trouble = TROUBLES[(hour - 1) % TROUBLES.length];
    await run(page, HOUR_MS - 120_000);
    await checks.check(`hour ${hour}, ${trouble.name}: every chart goes on`, async () => {
      await trouble.happen(page);
      await run(page, 120_000);
      return goesOn(page);
    });
    marks.push(await mark(page, session, hour));
  }
  await checks.check('the heap is flat', () => {
    const [first, last] = [marks[Math.min(1, marks.length - 1)], marks[marks.length - 1]];
    demand(
      last.bytes < first.bytes * 1.1 + 500_000,
      `${mb(first.bytes)} MB after the first hour, ${mb(last.bytes)} MB at the end`,
    );
    demand(
      last.nodes < first.nodes * 1.1 + 50,
      `${first.nodes} DOM nodes after the first hour, ${last.nodes} at the end`,
    );
    return Promise.resolve(`${mb(first.bytes)} MB after the first hour, ${mb(last.bytes)} MB after ${hours}`);
  });
  await checks.check('no script error', () => {
    demand(troubles.length === 0, troubles.slice(0, 3).join(' | '));
    return Promise.resolve('none');
  });
} finally {
  await browser.close();
  http.close();
}
process.exit(checks.finish());

async function call(page: Page, what: string): Promise<void> {
  await page.evaluate(`window.soak.${what}`);
}

async function run(page: Page, ms: number): Promise<void> {
  for (let done = 0; done < ms; done += SLICE_MS) await call(page, `run(${Math.min(SLICE_MS, ms - done)})`);
}

/** Says live, shows numbers of now in every chart, and its pictures change. */
async function goesOn(page: Page): Promise<string> {
  const state = await page
    .getByText(/^(Live|Offline|Connecting)/)
    .first()
    .innerText();
  demand(state.startsWith('Live'), `the connection says ${state}`);
  const legends = (await page.evaluate(
    `[...document.querySelectorAll('section [aria-live]')].map((legend) => legend.innerText)`,
  )) as string[];
  demand(legends.length === 6, `${legends.length} charts`);
  const now = (await page.evaluate(`Date.now()`)) as number;
  for (const text of legends) {
    const [, h, m, s] = /(\d\d):(\d\d):(\d\d)/.exec(text) ?? [];
    const seconds = Number(h) * 3600 + Number(m) * 60 + Number(s);
    const behind = (((now / 1000) % 86_400) - seconds + 86_400) % 86_400;
    demand(behind <= 10, `a chart is ${behind.toFixed(0)} s behind: ${text.slice(0, 60)}`);
  }
  const before = await page.evaluate('window.soak.picture()');
  await run(page, 20_000);
  demand(before !== (await page.evaluate('window.soak.picture()')), 'the pictures stand still');
  return `${state}; ${legends.length} charts up to now`;
}

interface Mark {
  bytes: number;
  nodes: number;
}

async function mark(page: Page, session: CDPSession, hour: number): Promise<Mark> {
  await session.send('HeapProfiler.collectGarbage');
  const usage = (await session.send('Runtime.getHeapUsage')) as { usedSize: number; backingStorageSize?: number };
  const { metrics } = await session.send('Performance.getMetrics');
  const metric = (name: string) => metrics.find((each) => each.name === name)?.value ?? NaN;
  const bytes = usage.usedSize + (usage.backingStorageSize ?? 0);
  const messages = (await page.evaluate('window.soak.messages()')) as number;
  log(
    `hour ${String(hour).padStart(2)}: ${mb(bytes)} MB (objects ${mb(usage.usedSize)}), ${metric('Nodes')} DOM nodes, ` +
      `${metric('JSEventListeners')} listeners, ${messages.toLocaleString('en')} messages`,
  );
  return { bytes, nodes: metric('Nodes') };
}

function mb(bytes: number): string {
  return (bytes / 2 ** 20).toFixed(1);
}
