/**
 * `npm run test:topology`: the map in a real browser over a demo cluster of 12 nodes: a broker that is killed is seen in place
 * with its reason, keyboard alone is enough, the address holds the view, past and differences, exports, axe without serious
 * findings in both themes. `--screenshots DIR` keeps pictures. Skipped with one line where Chromium is missing.
 */
import { mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { chromium, type Browser, type Page } from 'playwright-core';
import { topologyAnswer, type TopologyAnswer } from '@observatory/protocol/topology';
import { syntheticCluster } from '../../bench/panels/cluster.ts';
import { fit } from '../../src/views/topology/model/camera.ts';
import { INITIAL_STATE } from '../../src/views/topology/model/map-state.ts';
import { buildScene } from '../../src/views/topology/model/scene.ts';
import { DEFAULT_KINDS } from '../../src/views/topology/model/tier.ts';
import { Checks, demand, eventually } from '../checks.ts';
import { axeSource, CHROMIUM_FLAGS, findChromium } from '../chromium.ts';
import { startDemoProduct } from './demo-product.ts';

const log = (line: string) => process.stdout.write(`${line}\n`);
const checks = new Checks(log);
const screenshots = process.argv.includes('--screenshots')
  ? process.argv[process.argv.indexOf('--screenshots') + 1]
  : undefined;
const SIDECAR_PORT = 8050;
const CONTROL_PORT = 8051;
const FIRST_BROKER = 8060;
/** How often nodes are scraped and the topology is read. */
const INTERVAL_S = 5;
const ORIGIN = `http://127.0.0.1:${SIDECAR_PORT}`;
const CONTROL = `http://127.0.0.1:${CONTROL_PORT}`;
const VICTIM = `127.0.0.1:${FIRST_BROKER + 1}`;
const VICTIM_ID = `demo-1/broker/${VICTIM}`;

const executablePath = findChromium();
if (executablePath === undefined) {
  log('npm run test:topology: skipped, Chromium is missing (install it or set CHROMIUM).');
  process.exit(checks.finish(1));
}

const axe = axeSource();
const troubles: string[] = [];

async function openPage(browser: Browser, hash: string, colorScheme: 'dark' | 'light' = 'dark'): Promise<Page> {
  const context = await browser.newContext({
    viewport: { width: 1400, height: 900 },
    colorScheme,
    acceptDownloads: true,
  });
  const page = await context.newPage();
  page.on('pageerror', (error) => troubles.push(String(error)));
  page.on('console', (message) => {
    if (message.type() === 'error') troubles.push(message.text());
  });
  await page.goto(`${ORIGIN}/#/topology${hash}`);
  return page;
}

async function picture(page: Page, name: string): Promise<void> {
  if (screenshots === undefined) return;
  mkdirSync(screenshots, { recursive: true });
  await page.waitForTimeout(600);
  await page.screenshot({ path: path.join(screenshots, `${name}.png`) });
}

const map = (page: Page) => page.getByRole('application');

async function loadMap(): Promise<TopologyAnswer> {
  const kinds = DEFAULT_KINDS.join(',');
  const response = await fetch(
    `${ORIGIN}/api/observatory/v1/topology?kinds=${kinds}&collapse=bundle,function_instance`,
  );
  return topologyAnswer.parse(await response.json());
}

/** Where a node's mark must be on the screen when everything is shown. */
async function screenPlace(
  page: Page,
  { nodes, edges }: TopologyAnswer,
  id: string,
): Promise<{ x: number; y: number }> {
  const box = await map(page).boundingBox();
  const { bounds, marks, indexOf } = buildScene({ nodes, edges, state: INITIAL_STATE });
  const mark = marks[indexOf.get(id) ?? -1];
  if (!box || !mark) throw new Error(`${id} is not on the map`);
  const camera = fit(bounds, box);
  return { x: box.x + mark.x * camera.k + camera.x, y: box.y + mark.y * camera.k + camera.y };
}

interface AxeResult {
  violations: { id: string; impact: string | null; nodes: { html: string }[] }[];
}

async function accessible(page: Page): Promise<string> {
  // As a debugger would: the console's policy of contents lets no other script in.
  await page.evaluate(axe);
  const { violations } = (await page.evaluate('axe.run()')) as AxeResult;
  const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
  demand(
    serious.length === 0,
    serious.map(({ id, nodes }) => `${id}: ${nodes.slice(0, 2).map(({ html }) => html.slice(0, 120))}`).join(' | '),
  );
  return `no serious finding, ${violations.length} minor`;
}

async function run(browser: Browser): Promise<void> {
  const page = await openPage(browser, '');
  await checks.check('the map shows the cluster, and says so', () =>
    eventually(60, async () => {
      const label = (await map(page).getAttribute('aria-label')) ?? '';
      demand(/5 brokers/.test(label) && /5 bookies/.test(label) && /All healthy/.test(label), label);
      return label;
    }),
  );
  await picture(page, 'topology-dark');
  const before = await loadMap();
  const place = await screenPlace(page, before, VICTIM_ID);
  // The past that is looked at below must lie within the history: a quiet machine is here a second after it began.
  const historyStartMs = before.clusters[0]?.historyStartMs ?? Date.now();
  await page.waitForTimeout(Math.max(0, historyStartMs + 4000 - Date.now()));
  const killedMs = Date.now();
  await checks.check(
    `a killed broker is seen within two intervals (${2 * INTERVAL_S} s), in place, with the reason`,
    async () => {
      await fetch(`${CONTROL}/faults`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ kind: 'broker-lost', target: 'broker-2', durationMs: 600_000 }),
      });
      const seen = await eventually(2 * INTERVAL_S, async () => {
        const label = (await map(page).getAttribute('aria-label')) ?? '';
        demand(/1 down/.test(label), label);
        return `seen after ${((Date.now() - killedMs) / 1000).toFixed(1)} s`;
      });
      await page.mouse.click(place.x, place.y);
      const panel = page.getByRole('complementary', { name: `broker ${VICTIM}` });
      const text = (await panel.innerText()).replace(/\s+/g, ' ');
      demand(/down/.test(text) && /its metrics cannot be read/.test(text), text);
      await picture(page, 'topology-broker-lost');
      const after = await loadMap();
      const moved = after.nodes.filter(({ id, x, y }) =>
        before.nodes.some((node) => node.id === id && (node.x !== x || node.y !== y)),
      );
      demand(moved.length === 0, `${moved.length} nodes moved`);
      return `${seen}; ${/its metrics cannot be read[^.]*?(?= Could)/.exec(text)?.[0] ?? text}; nobody moved`;
    },
  );
  await checks.check('what the lost broker served is shown to suffer, and the way it came', async () => {
    const suffering = (await loadMap()).nodes.find(
      ({ kind, impact }) => kind === 'namespace' && impact?.from === VICTIM_ID,
    );
    demand(suffering !== undefined, 'no namespace suffers');
    const other = await openPage(browser, `?selected=${encodeURIComponent(suffering.id)}`);
    const panel = other.getByRole('complementary');
    const text = await eventually(10, async () => {
      const said = (await panel.innerText()).replace(/\s+/g, ' ');
      demand(said.includes(`broker ${VICTIM}`) && /What reaches it/.test(said), said);
      return said;
    });
    await other.context().close();
    return /It is made[^.]*/.exec(text)?.[0] ?? text;
  });
  await checks.check('after its session ended it is shown where it stood, as gone', () =>
    eventually(70, async () => {
      const { nodes } = await loadMap();
      demand(!nodes.some(({ id }) => id === VICTIM_ID), 'the broker is still listed');
      await page.keyboard.press('Escape');
      await page.mouse.click(place.x, place.y);
      const text = (await page.getByRole('complementary').innerText()).replace(/\s+/g, ' ');
      demand(/gone/.test(text), text);
      return text.slice(0, 60);
    }),
  );
  await checks.check('the map of before it was killed, and the difference to now', async () => {
    const at = new Date(killedMs - 2000).toISOString();
    const past = await openPage(browser, `?at=${encodeURIComponent(at)}`);
    const label = await eventually(15, async () => {
      const said = (await map(past).getAttribute('aria-label')) ?? '';
      demand(/5 brokers/.test(said) && !/down/.test(said), said);
      return said;
    });
    await past.context().close();
    const compared = await openPage(browser, `?base=${encodeURIComponent(at)}`);
    const told = await eventually(15, async () => {
      const said = await compared
        .getByRole('status')
        .filter({ hasText: /left|changed|No difference/ })
        .innerText();
      demand(/left/.test(said), said);
      return said;
    });
    await picture(compared, 'topology-difference');
    await compared.context().close();
    return `then: ${label}; since: ${told}`;
  });
  await checks.check('keyboard alone: move, open, focus on the surroundings, leave', async () => {
    const keys = await openPage(browser, '');
    await map(keys).waitFor();
    for (let i = 0; i < 40; i++) {
      await keys.keyboard.press('Tab');
      if ((await keys.evaluate('document.activeElement?.getAttribute("role")')) === 'application') break;
    }
    const cursor = () => keys.getByTestId('map-cursor').innerText();
    await keys.keyboard.press('ArrowRight');
    const first = await cursor();
    await keys.keyboard.press('ArrowDown');
    await keys.keyboard.press('ArrowUp');
    await keys.keyboard.press('ArrowRight');
    const second = await cursor();
    demand(first !== '' && second !== '' && first !== second, `the cursor said "${first}", then "${second}"`);
    await keys.keyboard.press('Enter');
    await keys.getByRole('complementary').waitFor();
    await keys.keyboard.press('Enter');
    await keys.getByRole('button', { name: '← Map' }).waitFor();
    await keys.locator('[data-centre=true]').waitFor();
    for (let i = 0; i < 40; i++) {
      await keys.keyboard.press('Tab');
      if (await keys.evaluate('document.activeElement?.hasAttribute("data-id")')) break;
    }
    demand((await keys.evaluate('document.activeElement?.hasAttribute("data-id")')) === true, 'Tab reaches no card');
    await picture(keys, 'topology-focus');
    await keys.keyboard.press('Escape');
    await keys.keyboard.press('Escape');
    await map(keys).waitFor();
    await keys.context().close();
    return `${first}; then ${second}`;
  });
  await checks.check('the address holds the view', async () => {
    const shared = await openPage(browser, '');
    await map(shared).waitFor();
    await shared.getByRole('searchbox', { name: 'Find' }).fill('bookie');
    await shared.getByRole('searchbox', { name: 'Hide' }).fill('kind:function');
    await shared.getByRole('button', { name: /healthy/ }).click();
    await shared.getByLabel('Colour').selectOption('attr:bundles');
    const copy = await openPage(browser, new URL(shared.url()).hash.replace('#/topology', ''));
    await map(copy).waitFor();
    demand((await copy.getByRole('searchbox', { name: 'Find' }).inputValue()) === 'bookie', 'the find box is empty');
    demand((await copy.getByLabel('Colour').inputValue()) === 'attr:bundles', 'the colour is another');
    demand(
      (await copy.getByRole('button', { name: /healthy/ }).getAttribute('aria-pressed')) === 'false',
      'the legend is whole',
    );
    const hash = new URL(copy.url()).hash;
    await shared.context().close();
    await copy.context().close();
    return hash;
  });
  await checks.check('the table has the same nodes, and the map is saved as SVG and PNG', async () => {
    const other = await openPage(browser, '');
    await map(other).waitFor();
    const saved: string[] = [];
    for (const format of ['SVG', 'PNG']) {
      await other.getByText('Export').click();
      const [file] = await Promise.all([
        other.waitForEvent('download'),
        other.getByRole('button', { name: `Save as ${format}` }).click(),
      ]);
      const bytes = readFileSync(await file.path());
      demand(bytes.length > 5000, `${file.suggestedFilename()} has ${bytes.length} bytes`);
      if (format === 'SVG') demand(bytes.toString('utf8').includes('3181'), 'the SVG names no bookie');
      saved.push(`${file.suggestedFilename()} ${bytes.length} bytes`);
      await other.keyboard.press('Escape');
    }
    await other.getByRole('button', { name: 'Table' }).click();
    const rows = await other.locator('tbody tr').count();
    const { nodes } = await loadMap();
    demand(rows >= nodes.length, `${rows} rows, ${nodes.length} nodes`);
    await accessible(other);
    await other.context().close();
    return `${rows} rows; ${saved.join(', ')}`;
  });
  for (const scheme of ['dark', 'light'] as const) {
    await checks.check(`axe finds nothing serious: ${scheme}`, async () => {
      const said: string[] = [];
      for (const [name, hash] of [
        ['map with a node', `?selected=${encodeURIComponent('demo-1/bookie/127.0.0.1:3181')}&color=cpu&ring=cpu`],
        ['focus', `?focus=${encodeURIComponent(`demo-1/broker/127.0.0.1:${FIRST_BROKER}`)}&depth=2`],
      ]) {
        const other = await openPage(browser, hash, scheme);
        await other.locator('[role=application], [data-centre]').first().waitFor();
        await other.waitForTimeout(1500);
        await picture(other, `topology-${name.replaceAll(' ', '-')}-${scheme}`);
        said.push(`${name}: ${await accessible(other)}`);
        await other.context().close();
      }
      return said.join('; ');
    });
  }
  await checks.check('1,000 nodes: drawn, hidden and found', async () => {
    const large = syntheticCluster(1000);
    for (const scheme of ['dark', 'light'] as const) {
      const other = await openPage(browser, '', scheme);
      await other.route('**/api/observatory/v1/topology?**', (route) => route.fulfill({ json: large }));
      await other.route('**/api/observatory/v1/topology/changes?**', (route) => route.abort());
      await other.reload();
      await eventually(20, async () => {
        const label = (await map(other).getAttribute('aria-label')) ?? '';
        demand(/400 brokers/.test(label), label);
        return label;
      });
      await picture(other, `topology-1000-${scheme}`);
      if (scheme === 'light') {
        await other.goto(`${other.url().split('?')[0]}?level=fleet`);
        await picture(other, 'topology-1000-fleet');
        await other.getByRole('button', { name: 'Only problems' }).click();
        await other.getByText(/hidden/).waitFor();
      }
      await other.context().close();
    }
    return `${large.nodes.length} nodes, ${large.edges.length} edges`;
  });
  await checks.check('no script error, no CSP violation', () => {
    const real = troubles.filter((text) => !text.includes('net::ERR_FAILED'));
    demand(real.length === 0, real.slice(0, 3).join(' | '));
    return Promise.resolve('none');
  });
}

const product = await startDemoProduct({
  sidecarPort: SIDECAR_PORT,
  controlPort: CONTROL_PORT,
  firstNodePort: FIRST_BROKER,
  intervalS: INTERVAL_S,
});
let browser: Browser | undefined;
try {
  browser = await chromium.launch({ executablePath, args: [...CHROMIUM_FLAGS] });
  await run(browser);
} catch (error) {
  checks.fail(error instanceof Error ? error.message : String(error));
} finally {
  await browser?.close();
  await product.stop();
}
process.exit(checks.finish());
