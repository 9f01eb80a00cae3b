/**
 * `npm run bench:panels`: the topology of 5,000 nodes and 5,632 edges, names on, in headless Chromium without a GPU, beside an
 * empty canvas and a peer (React and SVG) in the same run. CPU a frame is that of all of Chromium's processes while the
 * picture is panned; pages take turns, the median of the rounds counts. Bars: panning at most 1.5 times the empty canvas,
 * first draw at most 150 ms, heap at most 25 MB, no node moves when one joins.
 */
import { createServer } from 'node:http';
import { cpus, loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { build } from 'esbuild';
import type { CDPSession, Page } from 'playwright-core';
import { Layout } from '@observatory/backend-sidecar/topology/layout/layout';
import { chromiumCpuMs, startChromium } from './panels/chromium.ts';
import { place, syntheticCluster } from './panels/cluster.ts';

const { values } = parseArgs({
  options: {
    nodes: { type: 'string', default: '5000' },
    frames: { type: 'string', default: '120' },
    rounds: { type: 'string', default: '3' },
  },
});
const [nodes, frames, rounds] = [Number(values.nodes), Number(values.frames), Number(values.rounds)];
const PAGES = [
  { name: 'empty canvas, cleared', file: 'empty.ts', query: '' },
  { name: 'empty canvas, panned', file: 'empty.ts', query: '?pan' },
  { name: 'topology, all of it', file: 'map.tsx', query: '' },
  { name: 'topology, zoomed in to names', file: 'map.tsx', query: '?zoom=0.5' },
  { name: 'peer: React and SVG', file: 'svg.tsx', query: '' },
];

const cluster = syntheticCluster(nodes);
console.log(
  `${cluster.nodes.length} nodes, ${cluster.edges.length} edges; ${frames} frames a round, ${rounds} rounds; ` +
    `${cpus().length} x ${cpus()[0]?.model}, load ${loadavg()[0].toFixed(1)}, ${new Date().toISOString().slice(0, 10)}`,
);
console.log(`moved when one joins: ${movedWhenOneJoins()} of ${nodes} nodes`);

const chromium = await startChromium();
if (!chromium) {
  console.log('Chromium is missing: install it, or set CHROMIUM.');
  process.exit(1);
}
const { browser, server } = chromium;
const scripts = new Map<string, string>();
for (const file of new Set(PAGES.map((page) => page.file))) {
  const { outputFiles } = await build({
    entryPoints: [`bench/panels/page/${file}`],
    bundle: true,
    write: false,
    outdir: 'out',
    format: 'esm',
    minify: true,
    jsx: 'automatic',
    loader: { '.module.css': 'local-css' },
    define: { 'process.env.NODE_ENV': '"production"' },
  });
  for (const { path, text } of outputFiles) scripts.set(`/${file}${path.endsWith('.css') ? '.css' : '.js'}`, text);
}
scripts.set('/cluster.js', `window.cluster=${JSON.stringify(cluster)}`);
const tokens = readFileSync('src/views/theme/tokens.css', 'utf8');
const http = createServer((request, response) => {
  const path = new URL(request.url ?? '/', 'http://x').pathname;
  const script = scripts.get(path);
  if (script !== undefined)
    return response.setHeader('content-type', path.endsWith('.css') ? 'text/css' : 'text/javascript').end(script);
  const file = path.slice(1);
  response
    .setHeader('content-type', 'text/html')
    .end(
      `<!doctype html><style>${tokens}*{box-sizing:border-box}body{margin:0;background:var(--canvas);font:14px sans-serif}` +
        `#root{width:1600px;height:900px}</style>${scripts.has(`/${file}.css`) ? `<link rel=stylesheet href="/${file}.css">` : ''}` +
        `<div id=root></div>${file === 'empty.ts' ? '' : '<script src="/cluster.js"></script>'}<script type=module src="/${file}.js"></script>`,
    );
});
await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
const origin = `http://127.0.0.1:${(http.address() as AddressInfo).port}`;

interface Figures {
  cpu: number[];
  firstDraw: number[];
  /** CPU of the page's main thread meanwhile: on a machine under load the clock counts what others do, too. */
  firstCpu: number[];
  heap: number;
}
const figures = new Map<string, Figures>(
  PAGES.map(({ name }) => [name, { cpu: [], firstDraw: [], firstCpu: [], heap: 0 }]),
);
try {
  for (let round = 0; round < rounds; round++) {
    for (const { name, file, query } of PAGES) {
      const found = figures.get(name);
      const page = await browser.newPage({ viewport: { width: 1600, height: 900 } });
      await page.goto(`${origin}/${file}${query}`);
      const session = await page.context().newCDPSession(page);
      await session.send('Performance.enable');
      await page.waitForFunction('window.begin !== undefined || window.bench !== undefined');
      const threadBefore = await threadMs(session);
      await page.evaluate('window.begin?.()');
      await page.waitForFunction('window.bench !== undefined', undefined, { timeout: 120_000 });
      found?.firstCpu.push((await threadMs(session)) - threadBefore);
      found?.firstDraw.push((await page.evaluate('window.bench.firstDrawMs')) as number);
      await page.evaluate(`window.bench.pan(10)`);
      await page.waitForTimeout(300);
      const before = chromiumCpuMs(server);
      await page.evaluate(`window.bench.pan(${frames})`);
      found?.cpu.push((chromiumCpuMs(server) - before) / frames);
      if (found) found.heap = await heapBytes(page);
      await page.close();
    }
  }
} finally {
  await browser.close();
  await server.close();
  http.close();
}

const floor = median(figures.get('empty canvas, panned')?.cpu ?? []);
for (const [name, { cpu, firstDraw, firstCpu, heap }] of figures)
  console.log(
    `${name.padEnd(30)} ${median(cpu).toFixed(1)} ms CPU a frame (${(median(cpu) / floor).toFixed(2)} x empty), ` +
      `first draw ${median(firstDraw).toFixed(0)} ms (${median(firstCpu).toFixed(0)} ms CPU), heap ${(heap / 2 ** 20).toFixed(1)} MB`,
  );

function median(list: readonly number[]): number {
  return [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)] ?? NaN;
}

/** CPU that the page's main thread has had so far. */
async function threadMs(session: CDPSession): Promise<number> {
  const { metrics } = await session.send('Performance.getMetrics');
  return 1000 * (metrics.find(({ name }) => name === 'ThreadTime')?.value ?? NaN);
}

/** Used JavaScript heap after a collection. */
async function heapBytes(page: Page): Promise<number> {
  const session = await page.context().newCDPSession(page);
  await session.send('HeapProfiler.collectGarbage');
  const { usedSize } = await session.send('Runtime.getHeapUsage');
  await session.detach();
  return usedSize;
}

function movedWhenOneJoins(): number {
  const layout = new Layout();
  const before = syntheticCluster(nodes).nodes;
  place(layout, before);
  const places = new Map(before.map(({ id, x, y }) => [id, `${x}:${y}`]));
  const newcomer = { ...before[Math.floor(nodes / 3)], id: 'synthetic/broker/aaaa', name: 'aaaa' };
  const after = [...before.map((node) => ({ ...node })), newcomer];
  place(layout, after);
  return after.filter(({ id, x, y }) => places.has(id) && places.get(id) !== `${x}:${y}`).length;
}
