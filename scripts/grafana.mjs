// `npm run grafana`: a local Grafana with the app, its dashboards, its datasource and its alert rules, over the demo cluster
// and a sidecar, all on loopback. With `--sidecar-url URL` it takes a running sidecar, whose tokens come in
// OBSERVATORY_READER_TOKEN, _OPERATOR_TOKEN and _ADMIN_TOKEN. `--port` (3000). Ctrl-C stops everything it started.
import { existsSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { findGrafana, startGrafana } from './grafana-server.mjs';
import { isTaken, keptToken, startObservatory } from './observatory-processes.mjs';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const dataDir = path.join(root, '.cache/grafana');

const { values: options } = parseArgs({
  options: { port: { type: 'string', default: '3000' }, 'sidecar-url': { type: 'string' } },
});
const port = Number(options.port);

const grafana = findGrafana();
if (!grafana) {
  console.log('npm run grafana: skipped, Grafana is missing (install it on PATH or set GRAFANA_HOME).');
  process.exit(0);
}
if (await isTaken(port)) {
  console.error(`Port ${port} is taken: stop what listens there or choose another with --port.`);
  process.exit(1);
}

const started = [];
let stopping = false;
async function stop(code) {
  if (stopping) return;
  stopping = true;
  for (const part of started.reverse()) await part.stop();
  process.exit(code);
}
process.on('SIGINT', () => void stop(0));
process.on('SIGTERM', () => void stop(0));

try {
  const { targets } = await import('./build.mjs');
  process.stdout.write('Building ... ');
  for (const target of options['sidecar-url'] ? ['plugin'] : ['cli', 'console', 'plugin']) await targets[target]();
  if (!existsSync(executable())) await targets.backend?.();
  console.log('done.');

  mkdirSync(dataDir, { recursive: true });
  const url = `http://127.0.0.1:${port}`;
  const environment = options['sidecar-url']
    ? {
        OBSERVATORY_SIDECAR_URL: options['sidecar-url'].replace(/\/+$/, ''),
        OBSERVATORY_READER_TOKEN: process.env.OBSERVATORY_READER_TOKEN ?? '',
        OBSERVATORY_OPERATOR_TOKEN: process.env.OBSERVATORY_OPERATOR_TOKEN ?? '',
        OBSERVATORY_ADMIN_TOKEN: process.env.OBSERVATORY_ADMIN_TOKEN ?? '',
      }
    : await startOwn(url);
  if (stopping) process.exit(0);
  const server = await startGrafana({
    grafana,
    port,
    dataDir,
    adminPassword: process.env.GRAFANA_ADMIN_PASSWORD ?? keptToken(path.join(dataDir, 'admin-password')),
    env: environment,
  });
  started.push(server);
  server.process.once('exit', () => {
    if (stopping) return;
    console.error(`Grafana ended by itself: see ${server.logFile}`);
    void stop(1);
  });
  console.log(`
Grafana watches the cluster: open ${url}/a/observatory-pulsar-app
  user admin, password in ${path.relative(process.cwd(), path.join(dataDir, 'admin-password'))}
  sidecar ${environment.OBSERVATORY_SIDECAR_URL}, log ${path.relative(process.cwd(), server.logFile)}   (Ctrl-C stops everything)
`);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  await stop(1);
}

async function startOwn(grafanaUrl) {
  const own = await startObservatory({
    dataDir: path.join(dataDir, 'observatory'),
    ports: { sidecar: 7480, control: 7490, nodes: 7500 },
    scenario: 'mixed',
    grafanaUrl,
    onExit: (name, reason) => {
      if (stopping) return;
      console.error(`The ${name} ended by itself: ${reason}`);
      void stop(1);
    },
  });
  started.push(own);
  return {
    OBSERVATORY_SIDECAR_URL: own.sidecarUrl,
    OBSERVATORY_READER_TOKEN: own.tokens.reader,
    OBSERVATORY_OPERATOR_TOKEN: own.tokens.operator,
    OBSERVATORY_ADMIN_TOKEN: own.tokens.admin,
  };
}

/** The datasource's backend for this machine, made by the build target `backend`. */
function executable() {
  const os = { win32: 'windows' }[process.platform] ?? process.platform;
  const arch = { x64: 'amd64' }[process.arch] ?? process.arch;
  const suffix = os === 'windows' ? '.exe' : '';
  return path.join(root, `dist/plugin/observatory-pulsar-app/gpx_observatory_${os}_${arch}${suffix}`);
}
