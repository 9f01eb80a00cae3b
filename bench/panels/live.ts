/**
 * `npm run bench:panels:live`: 100 series x 10,000 points, a row more ten times a second, beside raw uPlot in the same run. CPU is
 * that of all of Chromium's processes; both are counted a second and a picture drawn, since a machine under load leaves frames
 * out. Pages take turns; the median of the rounds counts. Bar: at most 1.3 times uPlot's.
 */
import { createServer } from 'node:http';
import { cpus, loadavg } from 'node:os';
import { readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { parseArgs } from 'node:util';
import { build } from 'esbuild';
import type { CDPSession } from 'playwright-core';
import { chromiumCpuMs, startChromium } from './chromium.ts';

const { values } = parseArgs({
  options: {
    series: { type: 'string', default: '100' },
    points: { type: 'string', default: '10000' },
    seconds: { type: 'string', default: '8' },
    rounds: { type: 'string', default: '3' },
  },
});
const [seconds, rounds] = [Number(values.seconds), Number(values.rounds)];
const PAGES = [
  { name: 'raw uPlot', file: 'live-uplot.ts' },
  { name: 'live chart', file: 'live-ours.tsx' },
];

const chromium = await startChromium();
if (!chromium) {
  console.log('Chromium is missing: install it, or set CHROMIUM.');
  process.exit(1);
}
const { browser, server } = chromium;
const scripts = new Map<string, string>();
for (const { file } of PAGES) {
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
  scripts.set(`/${file}.js`, outputFiles.find(({ path }) => path.endsWith('.js'))?.text ?? '');
}
const styles = ['node_modules/uplot/dist/uPlot.min.css', 'src/views/theme/tokens.css'].map((file) =>
  readFileSync(file, 'utf8'),
);
const http = createServer((request, response) => {
  const path = new URL(request.url ?? '/', 'http://x').pathname;
  const script = scripts.get(path);
  if (script !== undefined) return response.setHeader('content-type', 'text/javascript').end(script);
  response
    .setHeader('content-type', 'text/html')
    .end(
      `<!doctype html><style>${styles.join('')}body{margin:0;background:var(--canvas)}#root{width:1600px}</style>` +
        `<div id=root></div><script type=module src="${path}.js"></script>`,
    );
});
await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
const origin = `http://127.0.0.1:${(http.address() as AddressInfo).port}`;

const found = new Map(
  PAGES.map(({ name }) => [name, { second: [] as number[], drawing: [] as number[], rate: [] as number[], heapMb: 0 }]),
);
try {
  for (let round = 0; round < rounds; round++) {
    for (const { name, file } of PAGES) {
      const figures = found.get(name);
      const page = await browser.newPage({ viewport: { width: 1600, height: 920 } });
      await page.goto(`${origin}/${file}?series=${values.series}&points=${values.points}`);
      await page.waitForFunction('window.live !== undefined', undefined, { timeout: 120_000 });
      await page.evaluate('window.live.start()');
      // The code is compiled and the first picture drawn before anything counts.
      await page.waitForTimeout(2000);
      await page.evaluate('window.live.stop(), window.live.start()');
      const [before, began] = [chromiumCpuMs(server), Date.now()];
      await page.waitForTimeout(seconds * 1000);
      const drawn = (await page.evaluate('window.live.drawn()')) as number;
      const [cpuMs, passed] = [chromiumCpuMs(server) - before, (Date.now() - began) / 1000];
      figures?.second.push(cpuMs / passed);
      figures?.drawing.push(cpuMs / drawn);
      figures?.rate.push(drawn / passed);
      const session = await page.context().newCDPSession(page);
      await page.evaluate('window.live.stop()');
      if (figures) figures.heapMb = await heapMb(session);
      await page.close();
    }
  }
} finally {
  await browser.close();
  await server.close();
  http.close();
}

console.log(
  `live: ${values.series} series x ${values.points} points, 10 updates a second, ${seconds} s a round, ${rounds} rounds; ` +
    `${cpus().length} x ${cpus()[0]?.model}, load ${loadavg()[0].toFixed(1)}, ${new Date().toISOString().slice(0, 10)}`,
);
const peer = found.get('raw uPlot');
for (const [name, { second, drawing, rate, heapMb: heap }] of found)
  console.log(
    `${name.padEnd(12)} ${median(second).toFixed(0)} ms CPU a second (${(median(second) / median(peer?.second ?? [])).toFixed(2)} x uPlot), ` +
      `${median(drawing).toFixed(0)} ms a picture (${(median(drawing) / median(peer?.drawing ?? [])).toFixed(2)} x), ` +
      `${median(rate).toFixed(1)} pictures a second, heap ${heap.toFixed(0)} MB`,
  );

/** Objects and typed arrays, after a collection. */
async function heapMb(session: CDPSession): Promise<number> {
  await session.send('HeapProfiler.collectGarbage');
  const usage = (await session.send('Runtime.getHeapUsage')) as { usedSize: number; backingStorageSize?: number };
  return (usage.usedSize + (usage.backingStorageSize ?? 0)) / 2 ** 20;
}

function median(list: readonly number[]): number {
  return [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)] ?? NaN;
}
