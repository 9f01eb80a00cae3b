import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { demand, eventually } from '../checks.ts';

const CONTROL_PORT = 8051;
const SIDECAR_PORT = 8050;
export const FIRST_BROKER = 8060;
const BROKERS = 5;
const BOOKIES = 5;
export const ORIGIN = `http://127.0.0.1:${SIDECAR_PORT}`;
export const CONTROL = `http://127.0.0.1:${CONTROL_PORT}`;
/** How often nodes are scraped and the topology is read. */
export const INTERVAL_S = 5;

/** A demo cluster of 12 nodes and a sidecar that watches it, from the built command. */
export async function startProduct(): Promise<{ stop: () => Promise<void> }> {
  const folder = mkdtempSync(path.join(tmpdir(), 'observatory-topology-'));
  const bookies = Array.from(
    { length: BOOKIES },
    (_, i) => `      - { '127.0.0.1:${3181 + i}': '127.0.0.1:${FIRST_BROKER + BROKERS + i}' }`,
  );
  writeFileSync(
    path.join(folder, 'observatory.yaml'),
    [
      `listen: 127.0.0.1:${SIDECAR_PORT}`,
      `storage: { path: ${folder}/data }`,
      `global: { scrape_interval: ${INTERVAL_S}s, scrape_timeout: 4s }`,
      `topology: { interval: ${INTERVAL_S}s }`,
      'clusters:',
      '  - name: demo-1',
      `    pulsar: { admin_urls: [http://127.0.0.1:${FIRST_BROKER}] }`,
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
    for (const child of children.reverse()) {
      if (child.exitCode !== null || child.signalCode !== null) continue;
      const ended = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGTERM');
      await ended;
    }
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    run('demo', '--nodes', '12', '--base-port', String(FIRST_BROKER), '--control-port', String(CONTROL_PORT));
    await answers(`${CONTROL}/nodes`);
    run('sidecar', '--config', path.join(folder, 'observatory.yaml'));
    await answers(`${ORIGIN}/-/ready`);
  } catch (error) {
    await stop();
    throw error;
  }
  return { stop };
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
