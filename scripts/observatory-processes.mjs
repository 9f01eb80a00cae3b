// The demo cluster and a sidecar that watches it, as processes with ports, tokens and data of their own: what Grafana's
// scripts and tests stand on.
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse, stringify } from 'yaml';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const cli = path.join(root, 'dist/cli.js');
const NODE_FLAGS = ['--enable-source-maps', '--disable-warning=ExperimentalWarning'];
const ROLES = ['reader', 'operator', 'admin'];

/**
 * @param {object} options
 * @param {string} options.dataDir tokens, configuration and the sidecar's store
 * @param {{sidecar: number, control: number, nodes: number}} options.ports `nodes`: the first of eleven
 * @param {'mixed' | 'none'} options.scenario
 * @param {string} options.grafanaUrl whose signed identities the sidecar believes
 * @param {(name: string, reason: string) => void} options.onExit a process ended that was not told to
 * @returns {Promise<{sidecarUrl: string, controlUrl: string, tokens: Record<string, string>, stop: () => Promise<void>}>}
 */
export async function startObservatory({ dataDir, ports, scenario, grafanaUrl, onExit }) {
  for (const port of [ports.sidecar, ports.control, ports.nodes]) {
    if (await isTaken(port)) throw new Error(`port ${port} is taken: stop what listens there`);
  }
  mkdirSync(dataDir, { recursive: true });
  const tokens = Object.fromEntries(ROLES.map((role) => [role, keptToken(path.join(dataDir, `${role}.token`))]));
  const configFile = path.join(dataDir, 'observatory.yaml');
  writeFileSync(configFile, stringify(sidecarConfig({ dataDir, ports, grafanaUrl })));

  const children = [];
  let stopping = false;
  const run = (name, args) => {
    const log = path.join(dataDir, `${name}.log`);
    const output = openSync(log, 'w');
    const child = spawn(process.execPath, [...NODE_FLAGS, cli, ...args], {
      cwd: root,
      stdio: ['ignore', output, output],
    });
    closeSync(output);
    children.push(child);
    child.once('exit', (code, signal) => {
      if (!stopping) onExit(name, `${signal ?? `exit code ${code}`}; see ${log}`);
    });
  };
  const stop = async () => {
    stopping = true;
    for (const child of children.reverse()) {
      if (child.exitCode !== null || child.signalCode !== null) continue;
      const ended = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGTERM');
      const killer = setTimeout(() => child.kill('SIGKILL'), 10_000);
      await ended;
      clearTimeout(killer);
    }
  };
  const sidecarUrl = `http://127.0.0.1:${ports.sidecar}`;
  const controlUrl = `http://127.0.0.1:${ports.control}`;
  try {
    run('demo', [
      ...['demo', '--scenario', scenario],
      ...['--control-port', String(ports.control), '--base-port', String(ports.nodes)],
    ]);
    await waitFor(`${controlUrl}/nodes`, 'the demo cluster');
    run('sidecar', ['sidecar', '--config', configFile]);
    await waitFor(`${sidecarUrl}/-/ready`, 'the sidecar');
  } catch (error) {
    await stop();
    throw error;
  }
  return { sidecarUrl, controlUrl, tokens, stop };
}

/** The configuration of `npm start`, at other ports and with a token a role: Grafana's proxy is never a loopback caller. */
function sidecarConfig({ dataDir, ports, grafanaUrl }) {
  const text = readFileSync(path.join(root, 'observatory.yaml'), 'utf8')
    .replaceAll('127.0.0.1:7480', `127.0.0.1:${ports.sidecar}`)
    .replaceAll('127.0.0.1:7490', `127.0.0.1:${ports.control}`)
    // The demo's nodes have the ports from 7500 upwards there.
    .replace(/127\.0\.0\.1:75(\d\d)\b/g, (_, offset) => `127.0.0.1:${ports.nodes + Number(offset)}`);
  const config = parse(text);
  // The sidecar's own metrics want a token now.
  const own = config.scrape_configs.find(({ job_name }) => job_name === 'observatory');
  if (own) own.authorization = { credentials_file: path.join(dataDir, 'reader.token') };
  return {
    ...config,
    storage: { ...config.storage, path: path.join(dataDir, 'store') },
    // It is a demo cluster: Editors may act on it.
    control: { mode: 'confirm', ...config.control },
    rule_files: config.rule_files.map((file) => path.join(root, file)),
    auth: {
      tokens: ROLES.map((role) => ({ role, token_file: path.join(dataDir, `${role}.token`), name: `grafana-${role}` })),
      grafana: { url: grafanaUrl },
      // The console beside Grafana, as with npm start.
      loopback_role: 'reader',
    },
  };
}

/** A secret that stays the same from start to start. */
export function keptToken(file) {
  if (!existsSync(file)) writeFileSync(file, randomBytes(24).toString('base64url'), { mode: 0o600 });
  return readFileSync(file, 'utf8').trim();
}

export function isTaken(port) {
  return new Promise((resolve) => {
    const socket = net.connect(port, '127.0.0.1');
    socket.once('connect', () => (socket.destroy(), resolve(true)));
    socket.once('error', () => resolve(false));
  });
}

async function waitFor(url, what, seconds = 90) {
  const deadline = Date.now() + seconds * 1000;
  while (Date.now() < deadline) {
    const answer = await fetch(url).catch(() => undefined);
    if (answer?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`${what} did not come up within ${seconds} s`);
}
