// Finds and runs a Grafana of this machine with the built app, on loopback and without a word to the outside. Used by
// `npm run grafana` and `npm run test:grafana`.
import { spawn } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
export const PLUGIN_DIR = path.join(root, 'dist/plugin');
export const PROVISIONING_DIR = path.join(root, 'provisioning');

/**
 * The Grafana in GRAFANA_HOME, or the one whose `grafana` is on PATH.
 * @returns {{home: string, binary: string} | undefined}
 */
export function findGrafana(env = process.env) {
  const name = process.platform === 'win32' ? 'grafana.exe' : 'grafana';
  if (env.GRAFANA_HOME) {
    const home = path.resolve(env.GRAFANA_HOME);
    const built = ['linux-amd64', 'linux-arm64', 'darwin-amd64', 'darwin-arm64', 'windows-amd64'];
    const binary = [...built.map((platform) => `bin/${platform}`), 'bin']
      .map((folder) => path.join(home, folder, name))
      .find(existsSync);
    return binary && { home, binary };
  }
  for (const folder of (env.PATH ?? '').split(path.delimiter)) {
    const binary = path.join(folder, name);
    if (!existsSync(binary)) continue;
    // Packages keep the program in /usr/sbin and the rest in /usr/share/grafana; archives keep both together.
    const home = [path.dirname(folder), '/usr/share/grafana'].find((at) =>
      existsSync(path.join(at, 'conf/defaults.ini')),
    );
    if (home) return { home, binary };
  }
  return undefined;
}

/** Ids of the app and of all plugins in it: unsigned, each has to be allowed by name. */
export function pluginIds(folder = PLUGIN_DIR) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true })
    .map(String)
    .filter((file) => path.basename(file) === 'plugin.json' && !file.includes('node_modules'))
    .map((file) => JSON.parse(readFileSync(path.join(folder, file), 'utf8')).id)
    .sort();
}

/**
 * Starts Grafana and waits until it answers.
 * @param {object} options
 * @param {{home: string, binary: string}} options.grafana
 * @param {number} options.port on 127.0.0.1
 * @param {string} options.dataDir its database and log; made when missing
 * @param {string} options.adminPassword taken when the database is new
 * @param {Record<string, string>} [options.env] more of its environment (`GF_*`, what provisioning files name)
 * @param {string} [options.provisioningDir]
 * @returns {Promise<{url: string, logFile: string, process: import('node:child_process').ChildProcess, stop: () => Promise<void>}>}
 * @throws Error with the end of its log when it does not come up.
 */
export async function startGrafana({ grafana, port, dataDir, adminPassword, env = {}, provisioningDir }) {
  mkdirSync(dataDir, { recursive: true });
  const logFile = path.join(dataDir, 'grafana.log');
  const log = openSync(logFile, 'w');
  const url = `http://127.0.0.1:${port}`;
  const child = spawn(grafana.binary, ['server', '--homepath', grafana.home], {
    cwd: dataDir,
    stdio: ['ignore', log, log],
    env: {
      ...process.env,
      ...quiet,
      GF_SERVER_HTTP_ADDR: '127.0.0.1',
      GF_SERVER_HTTP_PORT: String(port),
      GF_SERVER_ROOT_URL: `${url}/`,
      GF_PATHS_DATA: dataDir,
      GF_PATHS_LOGS: dataDir,
      GF_PATHS_PLUGINS: PLUGIN_DIR,
      GF_PATHS_PROVISIONING: provisioningDir ?? PROVISIONING_DIR,
      // No blanks: Grafana 12.3 does not trim them.
      GF_PLUGINS_ALLOW_LOADING_UNSIGNED_PLUGINS: pluginIds().join(','),
      GF_SECURITY_ADMIN_PASSWORD: adminPassword,
      GF_LOG_MODE: 'console',
      ...env,
    },
  });
  closeSync(log);
  let ended;
  const exit = new Promise((resolve) => {
    child.once('error', (error) => resolve((ended = error.message)));
    child.once('exit', (code, signal) => resolve((ended = `ended with ${signal ?? `exit code ${code}`}`)));
  });
  const stop = async () => {
    if (ended !== undefined) return;
    child.kill('SIGTERM');
    const killer = setTimeout(() => child.kill('SIGKILL'), 15_000);
    await exit;
    clearTimeout(killer);
  };
  const deadline = Date.now() + 180_000;
  while (ended === undefined && Date.now() < deadline) {
    const answer = await fetch(`${url}/api/health`).catch(() => undefined);
    if (answer?.ok) return { url, logFile, process: child, stop };
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
  const reason = ended ?? 'did not answer within 180 s';
  await stop();
  const tail = readFileSync(logFile, 'utf8').trimEnd().split('\n').slice(-15).join('\n');
  throw new Error(`Grafana ${reason}; the end of ${logFile}:\n${tail}`);
}

/** Settings that keep Grafana from calling anyone. */
const quiet = {
  GF_ANALYTICS_REPORTING_ENABLED: 'false',
  GF_ANALYTICS_CHECK_FOR_UPDATES: 'false',
  GF_ANALYTICS_CHECK_FOR_PLUGIN_UPDATES: 'false',
  GF_ANALYTICS_FEEDBACK_LINKS_ENABLED: 'false',
  GF_PLUGINS_PREINSTALL_DISABLED: 'true',
  GF_PLUGINS_PUBLIC_KEY_RETRIEVAL_DISABLED: 'true',
  // Its plugin pages ask the public catalogue: nobody answers there.
  GF_GRAFANA_COM_API_URL: 'http://127.0.0.1:9/api',
  GF_GRAFANA_COM_URL: 'http://127.0.0.1:9',
  GF_SECURITY_DISABLE_GRAVATAR: 'true',
  GF_NEWS_NEWS_FEED_ENABLED: 'false',
  GF_SNAPSHOTS_EXTERNAL_ENABLED: 'false',
};
