/** `npm run pulsar`: a small real Pulsar cluster with load and a sidecar that watches it, until Ctrl-C or `--for SECONDS`. `--agents`: its processes are services of agents, and the sidecar may act on them. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { missingPrerequisite } from './distribution.ts';
import { startSession } from './session.ts';

const log = (line: string) => process.stdout.write(`${line}\n`);
const root = process.cwd();
const seconds = Number(process.argv[process.argv.indexOf('--for') + 1] ?? NaN);

const missing = missingPrerequisite();
if (missing !== undefined) {
  log(`npm run pulsar: skipped, ${missing}.`);
  process.exit(0);
}
if (!existsSync(path.join(root, 'dist/cli.js'))) {
  log('Build first: npm run build');
  process.exit(1);
}

const abort = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => abort.abort(new Error('stopped')));
try {
  const session = await startSession({
    root,
    signal: abort.signal,
    log,
    withAgents: process.argv.includes('--agents'),
  });
  log(`\nThe sidecar watches the real cluster: open ${session.sidecarUrl}/   (Ctrl-C stops everything)\n`);
  await new Promise<void>((resolve) => {
    if (abort.signal.aborted) return resolve();
    abort.signal.addEventListener('abort', () => resolve(), { once: true });
    if (Number.isFinite(seconds)) setTimeout(resolve, seconds * 1000);
  });
  const { sent, acknowledged, received, errors } = session.load;
  log(`Stopping. Load: ${sent} sent, ${acknowledged} acknowledged, ${received} received, ${errors} errors.`);
  await session.stop();
  process.exit(0);
} catch (error) {
  log(`npm run pulsar: ${error instanceof Error ? error.message : String(error)}`);
  process.exit(1);
}
