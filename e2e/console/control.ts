/**
 * `npm run test:control`: the Services and Audit pages in a real browser, over a sidecar with 20 agents and a demo cluster:
 * stop, start and restart by keyboard alone, several together, a second person, the stop button, a reload in the middle,
 * what a viewer is told, the audit; both themes, axe, 420 px. `--screenshots DIR` keeps pictures, `--agents N` takes fewer.
 * Skipped with one line where Chromium is missing.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { chromium, type Browser, type Page } from 'playwright-core';
import { parse, stringify } from 'yaml';
import { startAgentsProduct, type AgentsProduct } from '../agents/agents-product.ts';
import { Checks, demand, eventually } from '../checks.ts';
import { CHROMIUM_FLAGS, findChromium } from '../chromium.ts';
import { seriousFindings } from './pages/accessibility.ts';
import { picturesIn } from './pictures.ts';

const { values: options } = parseArgs({
  options: { screenshots: { type: 'string' }, agents: { type: 'string', default: '20' } },
});
const PORTS = { sidecar: 8300, control: 8301, nodes: 8310 };
const NODES = 12;
const AGENTS = Number(options.agents);
const log = (line: string) => process.stdout.write(`${line}\n`);
const checks = new Checks(log);
const picture = picturesIn(options.screenshots, 600);
const executablePath = findChromium();
if (executablePath === undefined) {
  log('npm run test:control: skipped, Chromium is missing (install it or set CHROMIUM).');
  process.exit(checks.finish(1));
}
const folder = mkdtempSync(path.join(tmpdir(), 'observatory-control-e2e-'));
const TOKENS = { reader: 'r'.repeat(24), operator: 'o'.repeat(24), second: 's'.repeat(24) };
for (const [name, token] of Object.entries(TOKENS)) writeFileSync(path.join(folder, name), token, { mode: 0o600 });

/** The demo cluster. */
const SIDECAR = `
global: { scrape_interval: 5s, scrape_timeout: 4s }
topology: { interval: 5s }
clusters:
  - name: demo-1
    pulsar: { admin_urls: [http://127.0.0.1:${PORTS.nodes}] }
`;
/** Who may do what from the moment on when all agents are enrolled. */
const RIGHTS = {
  control: {
    mode: 'confirm',
    policies: [{ operations: ['service-restart'], targets: ['agents/*/bookie'], second_person: true }],
  },
  auth: {
    loopback_role: 'reader',
    tokens: [
      { role: 'reader', token_file: `${folder}/reader`, name: 'vera' },
      { role: 'operator', token_file: `${folder}/operator`, name: 'ann' },
      { role: 'operator', token_file: `${folder}/second`, name: 'bob' },
    ],
  },
};

let product: AgentsProduct;
const troubles: string[] = [];

/** A browser of somebody: signed in with a token, or as whoever comes from this host. */
async function openAs(
  browser: Browser,
  who: keyof typeof TOKENS,
  look: { scheme?: 'dark' | 'light'; width?: number } = {},
) {
  const { scheme = 'dark', width = 1400 } = look;
  const context = await browser.newContext({
    viewport: { width, height: 1000 },
    colorScheme: scheme,
    acceptDownloads: true,
  });
  context.setDefaultTimeout(20_000);
  const page = await context.newPage();
  page.on('pageerror', (error) => troubles.push(String(error)));
  page.on('console', (message) => {
    if (message.type() === 'error' && !/Failed to load resource|WebSocket connection/.test(message.text()))
      troubles.push(message.text());
  });
  const answer = await context.request.post(`${product.origin}/api/observatory/v1/session`, {
    data: { token: TOKENS[who] },
  });
  demand(answer.ok(), `${who} cannot sign in: ${answer.status()}`);
  await page.goto(`${product.origin}/#/services`);
  return page;
}

const dialog = (page: Page) => page.getByRole('dialog');
async function said(page: Page, words: RegExp, seconds = 30): Promise<string> {
  return eventually(seconds, async () => {
    // An open dialog covers the page: what stands behind it is from before.
    const open = dialog(page);
    const text = await ((await open.count()) > 0 ? open.first() : page.locator('body')).innerText();
    const found = words.exec(text);
    demand(found !== null, `${String(words)} is not on the page: ${text.replace(/\s+/g, ' ').slice(0, 600)}`);
    return found[0].replace(/\s+/g, ' ');
  });
}

async function stateOf(agent: string, name: string): Promise<string> {
  return (await product.services()).find((each) => each.agent === agent && each.name === name)?.state ?? 'not told of';
}

/** What axe says, and no script error until then. */
async function clean(page: Page): Promise<string> {
  const minor = await seriousFindings(page);
  demand(troubles.length === 0, troubles.splice(0).join(' | '));
  return `axe: ${minor}`;
}

/** Presses Tab (or Shift+Tab) until what has the focus has that name. */
async function tabTo(page: Page, name: RegExp, key = 'Tab'): Promise<void> {
  for (let press = 0; press < 300; press++) {
    await page.keyboard.press(key);
    const own = (await page.evaluate(`(() => {
      const e = document.activeElement;
      if (!e || e === document.body) return '';
      return (e.getAttribute('aria-label') || e.labels?.[0]?.innerText || e.innerText || '').replace(/\\s+/g, ' ').trim();
    })()`)) as string;
    if (name.test(own)) return;
  }
  throw new Error(`${String(name)} is not reached with ${key}`);
}

/** Everything of a single service by keyboard alone: from the filter to the verified end. */
async function byKeyboard(
  page: Page,
  agent: string,
  service: string,
  action: 'Stop' | 'Start' | 'Restart',
): Promise<string> {
  await page.evaluate('document.activeElement?.blur()');
  await tabTo(page, /Filter services/);
  await page.keyboard.press('Control+A');
  await page.keyboard.type(`${service} ${agent}`);
  await eventually(10, async () => {
    demand((await page.getByRole('checkbox', { name: /^Choose .+ on / }).count()) === 1, 'not filtered yet');
    return '';
  });
  await tabTo(page, new RegExp(`^${action} ${service} on ${agent}$`));
  await page.keyboard.press('Enter');
  await said(page, /What it touches/);
  if (action !== 'Start') {
    await tabTo(page, /Type .* to confirm/);
    await page.keyboard.type(service);
    await page.keyboard.press('Enter');
  } else {
    await tabTo(page, new RegExp(`^Start service ${service}$`));
    await page.keyboard.press('Enter');
  }
  const end = await said(page, /Verified: it is \w+/, 60);
  await page.keyboard.press('Escape');
  demand((await dialog(page).count()) === 0, 'Escape does not close the dialog');
  return end;
}

async function oneService(page: Page): Promise<void> {
  const [agent] = product.agents;
  for (const [action, state] of [
    ['Stop', 'stopped'],
    ['Start', 'running'],
    ['Restart', 'running'],
  ] as const)
    // prettier-ignore
    await checks.check(`${action} by keyboard alone, to its verified end`, async () => {
      const before = product.starts(agent, 'broker').length;
      const end = await byKeyboard(page, agent, 'broker', action);
      const now = await stateOf(agent, 'broker');
      const starts = product.starts(agent, 'broker').length - before;
      demand(now === state, `the sidecar says ${now}`);
      demand(starts === (action === 'Stop' ? 0 : 1), `it was started ${starts} times`);
      return `${end}, started ${starts} times`;
    });
  await page.getByLabel('Filter services').fill('');
}

async function middle(browser: Browser, page: Page): Promise<void> {
  const agent = product.agents[1];
  await checks.check('a reload in the middle shows the same execution', async () => {
    await page.getByRole('button', { name: `Restart broker on ${agent}` }).click();
    await dialog(page).getByRole('textbox').fill('broker');
    await dialog(page).getByRole('button', { name: 'Restart service broker' }).click();
    await said(page, /at most/);
    const before = (await page.evaluate('location.hash')) as string;
    await page.reload();
    const end = await said(page, /Verified: it is running/, 60);
    demand(((await page.evaluate('location.hash')) as string) === before, 'the address changed');
    await dialog(page).getByRole('button', { name: 'Close' }).click();
    return end;
  });
  await checks.check(
    'an execution that runs is seen by others as it goes, and its target is busy for them',
    async () => {
      const other = await openAs(browser, 'second');
      await page.getByRole('button', { name: `Restart broker on ${agent}` }).click();
      await dialog(page).getByRole('textbox').fill('broker');
      await dialog(page).getByRole('button', { name: 'Restart service broker' }).click();
      await said(other, /▶\s*running\s+Restart service broker/);
      await other.getByRole('button', { name: `Stop broker on ${agent}` }).click();
      const busy = await said(other, /Blocker: It is busy[^\n]*/);
      await said(page, /Verified: it is running/, 60);
      await dialog(page).getByRole('button', { name: 'Close' }).click();
      await other.context().close();
      return busy;
    },
  );
  await checks.check('the stop button: what has begun is told honestly', async () => {
    await page.getByRole('button', { name: `Stop broker on ${agent}` }).click();
    await dialog(page).getByRole('textbox').fill('broker');
    await dialog(page).getByRole('button', { name: 'Stop service broker' }).click();
    await dialog(page).getByRole('button', { name: 'Stop', exact: true }).click();
    const end = await said(page, /(stopped by ann|Verified: it is stopped)/, 60);
    const now = await eventually(30, async () => {
      const state = await stateOf(agent, 'broker');
      demand(state === 'stopped' || state === 'running', state);
      return state;
    });
    await dialog(page).getByRole('button', { name: 'Close' }).click();
    return `${end}; the service is ${now}`;
  });
  await checks.check('a plan that the cluster outran is refused and made anew', async () => {
    if ((await stateOf(agent, 'broker')) === 'stopped') await byKeyboard(page, agent, 'broker', 'Start');
    await page.getByLabel('Filter services').fill('');
    await page.getByRole('button', { name: `Stop broker on ${agent}` }).click();
    await said(page, /What it touches/);
    const other = await openAs(browser, 'second');
    await byKeyboard(other, agent, 'broker', 'Restart');
    await other.context().close();
    await dialog(page).getByRole('textbox').fill('broker');
    await dialog(page).getByRole('button', { name: 'Stop service broker' }).click();
    const refused = await said(page, /the cluster has changed since[^\n]*/);
    await dialog(page).getByRole('button', { name: 'Look again' }).click();
    const anew = await said(page, /other steps would be done now/);
    await dialog(page).getByRole('button', { name: 'Close' }).click();
    demand((await stateOf(agent, 'broker')) === 'running', 'it was stopped all the same');
    return `${refused} Then: ${anew}`;
  });
}

async function twoPeople(browser: Browser, page: Page): Promise<void> {
  const agent = product.agents[2];
  await checks.check('a second person approves; the first cannot', async () => {
    const before = product.starts(agent, 'bookie').length;
    await page.getByRole('button', { name: `Restart bookie on ${agent}` }).click();
    await said(page, /It begins when a second person/);
    await dialog(page).getByRole('textbox').fill('bookie');
    await dialog(page).getByRole('button', { name: 'Restart service bookie' }).click();
    await said(page, /waits for a second person/);
    await dialog(page).getByRole('button', { name: 'Approve' }).click();
    const refused = await said(page, /the second person has to be somebody else/);
    demand(product.starts(agent, 'bookie').length === before, 'it was restarted before anybody approved it');
    const address = (await page.evaluate('location.href')) as string;
    const bob = await openAs(browser, 'second');
    await bob.goto(address);
    await dialog(bob).getByRole('button', { name: 'Approve' }).click();
    const end = await said(bob, /approved by bob/);
    await said(page, /Verified: it is running/, 60);
    await picture(page, 'control-approved');
    await bob.context().close();
    await dialog(page).getByRole('button', { name: 'Close' }).click();
    demand(product.starts(agent, 'bookie').length === before + 1, 'it was not restarted once');
    return `${refused}; ${end}`;
  });
}

async function together(page: Page): Promise<void> {
  await checks.check('several together: one plan each, confirmed by their number, one after the other', async () => {
    await page.getByLabel('Filter services').fill('proxy');
    const count = await page.getByRole('checkbox', { name: /^Choose proxy on / }).count();
    const before = product.agents.map((agent) => product.starts(agent, 'proxy').length);
    await page.getByRole('checkbox', { name: /^Choose all/ }).check();
    await page.getByRole('button', { name: `Restart the ${count} chosen services` }).click();
    await said(page, /What they touch together/, 60);
    await picture(page, 'control-bulk-plan');
    const findings = await clean(page);
    await dialog(page).getByRole('textbox').fill(String(count));
    await dialog(page)
      .getByRole('button', { name: `Restart ${count} services` })
      .click();
    await picture(page, 'control-bulk-run');
    const end = await said(page, new RegExp(`${count} of ${count} ended, ${count} succeeded`), 180);
    const again = product.agents.map((agent, i) => product.starts(agent, 'proxy').length - before[i]);
    demand(again.filter((starts) => starts === 1).length === count, `starts: ${again.join(' ')}`);
    demand(
      again.every((starts) => starts <= 1),
      `one was restarted twice: ${again.join(' ')}`,
    );
    await page.getByRole('region', { name: 'Bulk run' }).getByRole('button', { name: 'Clear' }).click();
    return `${end}; ${findings}`;
  });
  await checks.check('several together, stopped in the middle: none further begins', async () => {
    const count = await page.getByRole('checkbox', { name: /^Choose proxy on / }).count();
    const before = product.agents.map((agent) => product.starts(agent, 'proxy').length);
    await page.getByRole('checkbox', { name: /^Choose all/ }).check();
    await page.getByRole('button', { name: `Restart the ${count} chosen services` }).click();
    await dialog(page).getByRole('textbox').fill(String(count));
    await dialog(page)
      .getByRole('button', { name: `Restart ${count} services` })
      .click();
    await page.getByRole('region', { name: 'Bulk run' }).getByRole('button', { name: 'Stop all' }).click();
    const end = await said(page, /not begun \(stopped by you[^)]*\)/, 60);
    await eventually(60, async () => {
      demand((await page.getByRole('heading', { name: 'Done together' }).count()) === 1, 'still under way');
      return '';
    });
    const restarted = product.agents.filter((agent, i) => product.starts(agent, 'proxy').length > before[i]).length;
    demand(restarted < count, 'all were restarted');
    await page.getByRole('region', { name: 'Bulk run' }).getByRole('button', { name: 'Clear' }).click();
    await page.getByLabel('Filter services').fill('');
    return `${restarted} of ${count} were restarted: ${end}`;
  });
}

async function viewer(browser: Browser): Promise<void> {
  const page = await openAs(browser, 'reader');
  await checks.check('a viewer sees every button, reaches it, and is told why it does nothing', async () => {
    const [agent] = product.agents;
    const button = page.getByRole('button', { name: `Restart broker on ${agent}` });
    await button.waitFor();
    demand((await button.getAttribute('aria-disabled')) === 'true', 'it is not off');
    const described = (await button.getAttribute('aria-describedby')) ?? '';
    const reason = await page.locator(`[id="${described}"]`).innerText();
    demand(/needs the role operator/.test(reason), reason);
    await button.focus();
    const focused = await page.evaluate(`document.activeElement?.getAttribute('aria-label')`);
    demand(focused === `Restart broker on ${agent}`, `the focus is on ${String(focused)}`);
    await page.keyboard.press('Enter');
    demand((await dialog(page).count()) === 0, 'it opened something');
    await picture(page, 'control-viewer');
    return reason;
  });
  await checks.check('a viewer reads a plan, and cannot confirm it', async () => {
    const [agent] = product.agents;
    await page.goto(`${product.origin}/#/services?act_on=agents/${agent}/broker&act=service-stop`);
    await page.reload();
    await said(page, /What it touches/);
    const off = dialog(page).getByRole('button', { name: 'Stop service broker' });
    demand((await off.getAttribute('aria-disabled')) === 'true', 'it can be confirmed');
    return said(page, /This needs the role operator[^\n]*/);
  });
  await page.context().close();
}

async function clusterActions(page: Page): Promise<void> {
  await checks.check('a broker’s page plans its drain with what it touches', async () => {
    await page.evaluate(`location.hash = '#/nodes/' + encodeURIComponent('demo-1/broker/127.0.0.1:${PORTS.nodes}')`);
    await page.getByRole('button', { name: 'Actions …' }).click({ timeout: 60_000 });
    await dialog(page).getByRole('button', { name: 'Drain broker' }).click();
    await dialog(page).getByRole('button', { name: 'Show the plan' }).click();
    const touched = await said(page, /\d+\s+bundles move to \d+ other brokers[^\n]*/);
    await picture(page, 'control-drain-plan');
    const findings = await clean(page);
    await page.keyboard.press('Escape');
    return `${touched}; ${findings}`;
  });
  await checks.check('a topic is unloaded from its page', async () => {
    const name = (await page.evaluate(
      `fetch('api/observatory/v1/topics?limit=1&by=partition&sort=rate_in').then((r) => r.json()).then(({ rows }) => rows[0].name)`,
    )) as string;
    await page.evaluate(`location.hash = '#/topics/' + encodeURIComponent(${JSON.stringify(name)})`);
    await page.getByRole('button', { name: 'Actions …' }).click({ timeout: 60_000 });
    await dialog(page).getByRole('button', { name: 'Unload topic' }).click();
    await said(page, /What it touches/);
    const read = dialog(page).getByRole('checkbox');
    if ((await read.count()) > 0) await read.check();
    await dialog(page)
      .getByRole('button', { name: /^Unload/ })
      .click();
    const end = await said(page, /Verified: [^\n]*/, 60);
    await page.keyboard.press('Escape');
    return `${name}: ${end}`;
  });
  await checks.check('a subscription is acted on from its topic’s page', async () => {
    const found = (await page.evaluate(
      `fetch('api/observatory/v1/subscriptions?limit=1').then((r) => r.json()).then(({ subscriptions: [s] }) => s.topic)`,
    )) as string;
    await page.evaluate(`location.hash = '#/topics/' + encodeURIComponent(${JSON.stringify(found)})`);
    await page.getByLabel('Act on').selectOption({ index: 1 }, { timeout: 60_000 });
    await page.getByRole('button', { name: 'Actions …' }).click();
    await dialog(page).getByRole('button', { name: 'Clear backlog' }).click();
    const touched = await said(page, /What it touches\s+[^\n]*\n[^\n]*/);
    await page.keyboard.press('Escape');
    return touched;
  });
  await checks.check('operations on the whole cluster are offered on the Services page', async () => {
    await page.evaluate(`location.hash = '#/services'`);
    await page.getByRole('button', { name: 'Actions …' }).click({ timeout: 60_000 });
    await dialog(page).getByRole('button', { name: 'Rolling restart of brokers' }).waitFor();
    const offered = await dialog(page).getByRole('listitem').allInnerTexts();
    demand(
      offered.some((text) => /Rolling restart of brokers/.test(text)),
      offered.join(' | '),
    );
    const reason = await said(page, /This needs the role admin[^\n]*/);
    await page.keyboard.press('Escape');
    return `${offered.length} operations; ${reason}`;
  });
}

async function stopSwitch(page: Page): Promise<void> {
  await checks.check('the stop switch says who set it', async () => {
    await page.getByRole('button', { name: 'Stop all automation' }).click();
    const off = await said(page, /Switched off by ann[^\n]*/);
    await page.getByRole('button', { name: 'Let automation go on' }).click();
    await said(page, /Switched on by ann/);
    return off;
  });
}

async function audit(page: Page): Promise<void> {
  await checks.check('the audit has who did what, is whole, and leads to the execution', async () => {
    await page.evaluate(`location.hash = '#/audit?action=execution_approved'`);
    const whole = await said(page, /The record is whole\. \d+ records/);
    await page
      .getByRole('button', { name: /^Details of record/ })
      .first()
      .click();
    await picture(page, 'control-audit');
    await page.getByRole('link', { name: 'all its records' }).click();
    const count = await eventually(20, async () => {
      const records = await page.getByRole('button', { name: /^Details of record/ }).count();
      demand(records === 3, `${records} records of one execution, expected begun, approved and ended`);
      return String(records);
    });
    await page
      .getByRole('button', { name: /^Details of record/ })
      .first()
      .click();
    await page.locator('a[href*="execution_shown"]').first().click();
    await said(page, /approved by bob/);
    await page.keyboard.press('Escape');
    return `${whole}; ${count} records of the approved execution`;
  });
  await checks.check('the audit is saved as JSON and CSV, all of it', async () => {
    await page.evaluate(`location.hash = '#/audit'`);
    const total = Number(/(\d+) in this time/.exec(await said(page, /\d+ in this time/))?.[1]);
    const counts: string[] = [];
    for (const kind of ['JSON', 'CSV']) {
      const [download] = await Promise.all([
        page.waitForEvent('download'),
        page.getByRole('button', { name: `Save as ${kind}` }).click(),
      ]);
      const file = path.join(folder, download.suggestedFilename());
      await download.saveAs(file);
      const lines = readFileSync(file, 'utf8').trim().split(/\r?\n/).length - (kind === 'CSV' ? 1 : 0);
      demand(lines >= total, `${kind}: ${lines} records of ${total}`);
      counts.push(`${kind} ${lines}`);
    }
    return `${counts.join(', ')} of ${total}`;
  });
}

async function looks(browser: Browser): Promise<void> {
  const [agent] = product.agents;
  const pages = [
    ['services', '#/services', /\d+ of \d+ running/],
    ['plan', `#/services?act_on=agents/${agent}/broker&act=service-restart`, /What it touches/],
    ['audit', '#/audit', /The record is whole/],
  ] as const;
  for (const [look, width] of [
    ['dark', 1400],
    ['light', 1400],
    ['dark', 420],
  ] as const) {
    for (const [name, hash, shows] of pages) {
      await checks.check(`${name}, ${look}, ${width} px: axe finds nothing serious, nothing is cut off`, async () => {
        const page = await openAs(browser, 'operator', { scheme: look, width });
        await page.goto(`${product.origin}/${hash}`);
        await page.reload();
        await said(page, shows);
        await picture(page, `control-${name}-${look}-${width}`);
        const findings = await clean(page);
        const wider = (await page.evaluate('document.documentElement.scrollWidth - innerWidth')) as number;
        demand(wider <= 0, `the page is ${wider} px wider than the window`);
        await page.context().close();
        return findings;
      });
    }
  }
}

function startDemo(): ChildProcess {
  return spawn(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', 'dist/cli.js', 'demo', '--nodes', String(NODES), '--base-port', String(PORTS.nodes), '--control-port', String(PORTS.control)], // prettier-ignore
    { stdio: ['ignore', 'ignore', 'inherit'] },
  );
}

const demo = startDemo();
let browser: Browser | undefined;
let running: AgentsProduct | undefined;
try {
  running = await startAgentsProduct({
    sidecarPort: PORTS.sidecar,
    agents: AGENTS,
    stopMs: 2000,
    sidecarConfig: SIDECAR,
  });
  product = running;
  // Agents enrol as whoever comes from this host; from here on people have names.
  const file = path.join(product.folder, 'observatory.yaml');
  const config = parse(readFileSync(file, 'utf8')) as Record<string, unknown>;
  writeFileSync(file, stringify({ ...config, ...RIGHTS }));
  await product.killSidecar();
  await product.startSidecar();
  await product.settled('running');
  browser = await chromium.launch({ executablePath, args: [...CHROMIUM_FLAGS] });
  const ann = await openAs(browser, 'operator');
  await oneService(ann);
  await middle(browser, ann);
  await twoPeople(browser, ann);
  await together(ann);
  await stopSwitch(ann);
  await clusterActions(ann);
  await audit(ann);
  await viewer(browser);
  await looks(browser);
  await checks.check('no page had an error of its own', async () => {
    demand(troubles.length === 0, troubles.join(' | '));
    return 'none';
  });
} catch (error) {
  checks.fail(error instanceof Error ? error.message : String(error));
} finally {
  await browser?.close();
  await running?.stop();
  demo.kill('SIGTERM');
  rmSync(folder, { recursive: true, force: true });
}
process.exit(checks.finish());
