import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { demand, eventually } from '../checks.ts';

export interface DemoProductOptions {
  sidecarPort: number;
  controlPort: number;
  firstNodePort: number;
  /** How often nodes are scraped and the topology is read, seconds. */
  intervalS: number;
  /** What the page may do without a token; reader unless said. */
  loopbackRole?: 'reader' | 'operator' | 'admin';
}

export interface DemoProduct {
  origin: string;
  control: string;
  /** SIGKILL of the sidecar, or of the demo with all its nodes; they stay down. */
  kill: (which: 'sidecar' | 'demo') => Promise<void>;
  stop: () => Promise<void>;
}

const NODES = 12;
const BROKERS = 5;
const BOOKIES = 5;

/** A demo cluster of 12 nodes and a sidecar that watches it, from the built command, on ports of their own. */
export async function startDemoProduct(options: DemoProductOptions): Promise<DemoProduct> {
  const { sidecarPort, controlPort, firstNodePort, intervalS, loopbackRole = 'reader' } = options;
  const [origin, control] = [`http://127.0.0.1:${sidecarPort}`, `http://127.0.0.1:${controlPort}`];
  const folder = mkdtempSync(path.join(tmpdir(), 'observatory-e2e-'));
  const bookies = Array.from(
    { length: BOOKIES },
    (_, i) => `      - { '127.0.0.1:${3181 + i}': '127.0.0.1:${firstNodePort + BROKERS + i}' }`,
  );
  writeFileSync(
    path.join(folder, 'observatory.yaml'),
    [
      `listen: 127.0.0.1:${sidecarPort}`,
      `storage: { path: ${folder}/data }`,
      `global: { scrape_interval: ${intervalS}s, scrape_timeout: ${Math.min(4, intervalS)}s }`,
      `topology: { interval: 5s }`,
      `auth: { loopback_role: ${loopbackRole} }`,
      'clusters:',
      '  - name: demo-1',
      `    pulsar: { admin_urls: [http://127.0.0.1:${firstNodePort}] }`,
      '    bookies:',
      ...bookies,
    ].join('\n'),
  );
  const children: ChildProcess[] = [];
  const run = (...args: string[]) =>
    children.push(
      spawn(process.execPath, ['--disable-warning=ExperimentalWarning', 'dist/cli.js', ...args], {
        stdio: ['ignore', 'ignore', 'inherit'],
      }),
    );
  const stop = async () => {
    for (const child of children.reverse()) await endChild(child, 'SIGTERM');
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    run('demo', '--nodes', String(NODES), '--base-port', String(firstNodePort), '--control-port', String(controlPort));
    await answers(`${control}/nodes`);
    run('sidecar', '--config', path.join(folder, 'observatory.yaml'));
    await answers(`${origin}/-/ready`);
  } catch (error) {
    await stop();
    throw error;
  }
  const [demo, sidecar] = children;
  const kill: DemoProduct['kill'] = (which) => endChild(which === 'demo' ? demo : sidecar, 'SIGKILL');
  return { origin, control, kill, stop };
}

async function endChild(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill(signal);
  await ended;
}

function answers(url: string): Promise<string> {
  return eventually(60, async () => {
    const ok = await fetch(url).then(
      (response) => response.ok,
      () => false,
    );
    demand(ok, `${url} does not answer`);
    return url;
  });
}
