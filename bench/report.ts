/**
 * `npm run bench:report`: an hour of 20 nodes at 15 s as a report: its size, how long it takes to write, and how long Chromium takes
 * from opening the file to the first chart, beside a Plotly page of the same panels in the same run.
 *
 *   --nodes 20 --hours 1 --step 15 --opens 5 --seed N
 *   PLOTLY=/path/plotly.min.js; without it and without /tmp/plotly/node_modules/plotly.js-dist-min the peer is skipped
 */
import { randomInt } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';
import { reportPlots, writeReport } from '@observatory/backend-sidecar/runs/index';
import type { Browser } from 'playwright-core';
import { startChromium } from './panels/chromium.ts';
import { exampleRun } from './report/example-run.ts';
import { plotlyPage } from './report/plotly-page.ts';

const args = new Map(
  process.argv
    .slice(2)
    .flatMap((arg, index, all) => (arg.startsWith('--') ? [[arg.slice(2), all[index + 1] ?? ''] as const] : [])),
);
const number = (name: string, usual: number) => Number(args.get(name) ?? usual);
const out = (line: string) => process.stdout.write(`${line}\n`);
const seed = number('seed', randomInt(1e6));
const opens = number('opens', 5);
const [nodes, hours, step] = [number('nodes', 20), number('hours', 1), number('step', 15)];
const folder = mkdtempSync(path.join(os.tmpdir(), 'observatory-bench-report-'));
const median = (values: readonly number[]) => [...values].sort((a, b) => a - b)[values.length >> 1] ?? NaN;

const input = exampleRun(seed, { nodes, hours, stepMs: step * 1000 });
const writes: number[] = [];
const cpu: number[] = [];
for (let write = 0; write < opens; write++) {
  const [began, used] = [performance.now(), process.cpuUsage()];
  await writeReport(input, folder);
  writes.push(performance.now() - began);
  const { user, system } = process.cpuUsage(used);
  cpu.push((user + system) / 1000);
}
const report = path.join(folder, 'index.html');
const bytes = statSync(report).size;
const packed = /id="data">([^<]*)</.exec(readFileSync(report, 'utf8'))?.[1].length ?? 0;
const charts = readdirSync(path.join(folder, 'charts')).map((name) => statSync(path.join(folder, 'charts', name)).size);
out(
  `${nodes} nodes, ${hours} h at ${step} s: ${input.metrics?.series.length} series of ${input.metrics?.times.length} samples; seed ${seed}`,
);
out(`Node ${process.version}, ${os.cpus().length} cores, load ${os.loadavg()[0].toFixed(1)}`);
out(
  `report: ${kb(bytes)} (${kb(packed)} of it packed data; goal below 1,500 kB), its five charts alone ${charts.map(kb).join(', ')}`,
);
out(
  `written with charts, CSV and JSON in ${median(writes).toFixed(0)} ms (median of ${opens}, most ${Math.max(...writes).toFixed(0)}; goal below 3,000), ${median(cpu).toFixed(0)} ms of CPU`,
);

const library = [process.env.PLOTLY, '/tmp/plotly/node_modules/plotly.js-dist-min/plotly.min.js'].find(
  (file) => file && existsSync(file),
);
const peer = path.join(folder, 'plotly.html');
if (library === undefined) out('plotly: skipped, set PLOTLY to a plotly.min.js');
else {
  writeFileSync(peer, plotlyPage(reportPlots(input), readFileSync(library, 'utf8')));
  out(
    `plotly page of the same panels: ${kb(statSync(peer).size)}; compressed ${kb(gzipSync(readFileSync(peer)).length)}, the report ${kb(gzipSync(readFileSync(report)).length)}`,
  );
}

interface Opened {
  paint: number;
  first: number;
  all: number;
}

/** Milliseconds since the navigation began, as the page's own clock has them. */
async function open(browser: Browser, file: string): Promise<Opened> {
  const context = await browser.newContext({ offline: true, viewport: { width: 1280, height: 900 } });
  const page = await context.newPage();
  await page.addInitScript(() => {
    const found = globalThis as unknown as { firstMs?: number; allMs?: number };
    new MutationObserver(() => {
      if (document.querySelector('.plot canvas')) found.firstMs ??= performance.now();
      if (document.documentElement?.dataset.ready) found.allMs ??= performance.now();
    }).observe(document, { childList: true, subtree: true, attributes: true, attributeFilter: ['data-ready'] });
  });
  await page.goto(pathToFileURL(file).href, { waitUntil: 'commit', timeout: 120_000 });
  await page.waitForSelector('html[data-ready]', { timeout: 120_000 });
  const times = await page.evaluate(async () => {
    await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
    const { firstMs = NaN, allMs = NaN } = globalThis as unknown as { firstMs?: number; allMs?: number };
    return {
      paint: performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? NaN,
      first: firstMs,
      all: allMs,
    };
  });
  await context.close();
  return times;
}

const started = await startChromium();
if (!started) out('opening: skipped, there is no Chromium');
else {
  const { browser, server } = started;
  const files = library === undefined ? { report } : { report, plotly: peer };
  const found = new Map<string, Opened[]>();
  // In turns, so that the machine's other work falls on both.
  for (let turn = 0; turn < opens; turn++)
    for (const [name, file] of Object.entries(files))
      found.set(name, [...(found.get(name) ?? []), await open(browser, file)]);
  await browser.close();
  await server.close();
  out(
    `opened from disk, median of ${opens} (and most), ms since the navigation began (goal: first chart below 1,000):`,
  );
  for (const [name, all] of found) {
    const of = (key: keyof Opened) => {
      const values = all.map((each) => each[key]);
      return `${median(values).toFixed(0)} (${Math.max(...values).toFixed(0)})`;
    };
    out(
      `  ${name.padEnd(8)} first paint ${of('paint').padEnd(14)} first chart ${of('first').padEnd(14)} all charts ${of('all')}`,
    );
  }
}
rmSync(folder, { recursive: true, force: true });
process.exit(0);

function kb(size: number): string {
  return `${Math.round(size / 1000)} kB`;
}
