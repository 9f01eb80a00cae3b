// `npm run test:grafana`: the app in a real Grafana and a real browser, over the demo cluster. Two Grafanas: one provisioned
// as the repository has it (port 3000), one without alert rules from files (3001), for the page that installs them.
// `--serve` starts everything and waits, for writing tests; what follows is passed on to Playwright (`-- -g health`).
// Skipped with one line where Grafana or Chromium is missing.
import { spawn } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { findGrafana, PROVISIONING_DIR, startGrafana } from './grafana-server.mjs';
import { isTaken, keptToken, startObservatory } from './observatory-processes.mjs';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const dataDir = path.join(root, '.cache/grafana-test');
const PORTS = { grafana: 3000, fresh: 3001, sidecar: 7920, control: 7921, nodes: 7930 };

const grafana = findGrafana();
const chromium = [
  process.env.CHROMIUM,
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
].find((file) => file !== undefined && existsSync(file));
if (!grafana || !chromium) {
  const missing = grafana ? 'Chromium is missing (set CHROMIUM)' : 'Grafana is missing (set GRAFANA_HOME)';
  console.log(`npm run test:grafana: skipped, ${missing}.\n0 passed, 0 failed, 1 skipped`);
  process.exit(0);
}
for (const port of Object.values(PORTS)) {
  if (!(await isTaken(port))) continue;
  console.error(`Port ${port} is taken: stop what listens there.`);
  process.exit(1);
}

const started = [];
let stopping;
/** Ends everything in reverse; a second call waits for the first. */
const stop = () => (stopping ??= stopAll());
async function stopAll() {
  for (const part of started.reverse()) await part.stop();
}
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => void stop().then(() => process.exit(1)));

try {
  if (!process.argv.includes('--no-build')) {
    const { targets } = await import('./build.mjs');
    for (const target of ['cli', 'console', 'backend', 'plugin']) await targets[target]?.();
  }
  const environment = await startAll();
  console.log(`Grafana ${environment.OBS_GRAFANA_VERSION} with the app at ${environment.OBS_GRAFANA_URL}`);
  if (process.argv.includes('--serve')) {
    writeFileSync(path.join(dataDir, 'environment.json'), JSON.stringify(environment, null, 2));
    console.log(`ready; the tests' environment is in ${path.join(dataDir, 'environment.json')}`);
    await new Promise(() => {});
  }
  const status = await runPlaywright(environment);
  await stop();
  process.exit(status);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  await stop();
  console.log('0 passed, 1 failed, 0 skipped');
  process.exit(1);
}

async function startAll() {
  // A database of its own each time: what a test leaves behind must not help the next run.
  rmSync(dataDir, { recursive: true, force: true });
  mkdirSync(dataDir, { recursive: true });
  const url = `http://127.0.0.1:${PORTS.grafana}`;
  const freshUrl = `http://127.0.0.1:${PORTS.fresh}`;
  const own = await startObservatory({
    dataDir: path.join(dataDir, 'observatory'),
    ports: PORTS,
    scenario: 'none',
    grafanaUrl: url,
    onExit: (name, reason) => stopping || console.error(`the ${name} ended by itself: ${reason}`),
  });
  started.push(own);
  const password = keptToken(path.join(dataDir, 'admin-password'));
  const env = {
    OBSERVATORY_SIDECAR_URL: own.sidecarUrl,
    OBSERVATORY_READER_TOKEN: own.tokens.reader,
    OBSERVATORY_OPERATOR_TOKEN: own.tokens.operator,
    OBSERVATORY_ADMIN_TOKEN: own.tokens.admin,
    GF_UNIFIED_ALERTING_MIN_INTERVAL: '10s',
    // Tests sign in once and keep the cookie in a file: a token that is renewed every ten minutes would end a long run.
    GF_AUTH_TOKEN_ROTATION_INTERVAL_MINUTES: '1440',
    // In production mode Grafana serves only the plugin files that were there at its start, not those of a later build.
    ...(process.argv.includes('--serve') && { GF_DEFAULT_APP_MODE: 'development' }),
  };
  const withoutRules = path.join(dataDir, 'provisioning');
  cpSync(PROVISIONING_DIR, withoutRules, { recursive: true, filter: (file) => path.basename(file) !== 'alerting' });
  mkdirSync(path.join(withoutRules, 'alerting'));
  for (const [name, port, provisioningDir] of [
    ['grafana', PORTS.grafana, PROVISIONING_DIR],
    ['fresh', PORTS.fresh, withoutRules],
  ]) {
    started.push(
      await startGrafana({
        grafana,
        port,
        dataDir: path.join(dataDir, name),
        adminPassword: password,
        env,
        provisioningDir,
      }),
    );
  }
  // A Grafana built from source says 9.2.0 unless its makers said otherwise; its package.json knows.
  const manifest = path.join(grafana.home, 'package.json');
  const { version } = existsSync(manifest)
    ? JSON.parse(readFileSync(manifest, 'utf8'))
    : await (await fetch(`${url}/api/health`)).json();
  return {
    OBS_GRAFANA_URL: url,
    OBS_GRAFANA_FRESH_URL: freshUrl,
    OBS_GRAFANA_VERSION: version,
    OBS_GRAFANA_PASSWORD: password,
    OBS_SIDECAR_URL: own.sidecarUrl,
    OBS_DEMO_CONTROL: own.controlUrl,
    OBS_READER_TOKEN: own.tokens.reader,
    OBS_TEST_DIR: dataDir,
    // plugin-e2e chooses its selectors by it.
    GRAFANA_VERSION: version,
    CHROMIUM: chromium,
  };
}

async function runPlaywright(environment) {
  const more = process.argv.includes('--') ? process.argv.slice(process.argv.indexOf('--') + 1) : [];
  const results = path.join(dataDir, 'results.json');
  const child = spawn(
    process.execPath,
    [
      path.join(root, 'node_modules/@playwright/test/cli.js'),
      'test',
      '-c',
      'e2e/grafana/playwright.config.ts',
      ...more,
    ],
    { cwd: root, stdio: 'inherit', env: { ...process.env, ...environment, PLAYWRIGHT_JSON_OUTPUT_NAME: results } },
  );
  started.push({
    stop: async () => {
      child.kill('SIGTERM');
    },
  });
  const code = await new Promise((resolve) => child.once('exit', resolve));
  if (!existsSync(results)) throw new Error('Playwright left no results');
  const { stats, errors } = JSON.parse(readFileSync(results, 'utf8'));
  const failed = stats.unexpected + stats.flaky + errors.length;
  console.log(`${stats.expected} passed, ${failed} failed, ${stats.skipped} skipped`);
  return code === 0 && failed === 0 ? 0 : 1;
}
