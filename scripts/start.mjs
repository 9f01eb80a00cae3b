// `npm start`: builds what is needed, then runs the demo cluster and a sidecar that watches it, and prints the console's
// address. Ctrl-C stops everything it started.
import { spawn } from 'node:child_process';
import net from 'node:net';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const cli = path.join(root, 'dist/cli.js');
const config = path.join(root, 'observatory.yaml');
const ADDRESS = '127.0.0.1:7480';
const DEMO_CONTROL = '127.0.0.1:7490';
const DEMO_FIRST_NODE = '127.0.0.1:7500';
const NODE_FLAGS = ['--enable-source-maps', '--disable-warning=ExperimentalWarning'];

const children = [];
let stopping = false;

function fail(message) {
  console.error(message);
  void stop(1);
}

/** Resolves true when something already listens there. */
function isTaken(address) {
  const [host, port] = address.split(':');
  return new Promise((resolve) => {
    const socket = net.connect(Number(port), host);
    socket.once('connect', () => (socket.destroy(), resolve(true)));
    socket.once('error', () => resolve(false));
  });
}

function run(name, args) {
  const child = spawn(process.execPath, [...NODE_FLAGS, cli, ...args], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  children.push(child);
  child.once('exit', (code, signal) => {
    if (!stopping) fail(`${name} ended by itself (${signal ?? `exit code ${code}`}): its last lines above say why.`);
  });
  return child;
}

async function waitFor(url, seconds) {
  const deadline = Date.now() + seconds * 1000;
  while (Date.now() < deadline && !stopping) {
    try {
      const response = await fetch(url);
      if (response.ok) return true;
    } catch {
      // Not up yet.
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return false;
}

async function stop(code) {
  if (stopping) return;
  stopping = true;
  const alive = children.filter((child) => child.exitCode === null && child.signalCode === null);
  for (const child of alive.reverse()) child.kill('SIGTERM');
  const ended = Promise.all(alive.map((child) => new Promise((resolve) => child.once('exit', resolve))));
  const killer = setTimeout(() => alive.forEach((child) => child.kill('SIGKILL')), 10_000);
  await ended;
  clearTimeout(killer);
  process.exit(code);
}

process.on('SIGINT', () => void stop(0));
process.on('SIGTERM', () => void stop(0));

for (const [address, what] of [
  [ADDRESS, 'the sidecar'],
  [DEMO_CONTROL, "the demo's control"],
  [DEMO_FIRST_NODE, "the demo's first node"],
]) {
  if (await isTaken(address)) {
    console.error(
      `Port ${address.split(':')[1]}, which ${what} needs, is taken: stop what listens on ${address}, then run npm start again.`,
    );
    process.exit(1);
  }
}

const { buildCli, buildConsole } = await import('./build.mjs');
process.stdout.write('Building ... ');
await Promise.all([buildCli(), buildConsole()]);
console.log('done.');

run('The demo cluster', ['demo', '--scenario', 'mixed']);
if (!(await waitFor(`http://${DEMO_CONTROL}/nodes`, 30)))
  fail('The demo cluster did not come up within 30 s: see its messages above.');
if (!stopping) run('The sidecar', ['sidecar', '--config', config]);
if (!stopping && !(await waitFor(`http://${ADDRESS}/-/ready`, 30)))
  fail('The sidecar did not get ready within 30 s: see its messages above.');
if (!stopping)
  console.log(`\nPulsar Observatory watches the demo cluster: open http://${ADDRESS}/   (Ctrl-C stops everything)\n`);
