/**
 * `npm run test:run`: `observatory run` around commands while things break. On a demo cluster: nothing, no sidecar, a full disk,
 * dead brokers, a killed sidecar; on a real Pulsar (skipped where it cannot run): a load with an injected fault, whose report
 * has to name it. `--only robust` and `--only real` do half of it. Ends with `N passed, N failed, N skipped`.
 */
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { Checks } from '../checks.ts';
import { startDemoProduct } from '../console/demo-product.ts';
import { missingPrerequisite } from '../pulsar/distribution.ts';
import { startSession } from '../pulsar/session.ts';
import { checkReports } from './report-checks.ts';
import { checkRobust } from './robust-checks.ts';

const root = process.cwd();
const log = (line: string) => process.stdout.write(`${line}\n`);
const checks = new Checks(log);
const only = process.argv.includes('--only') ? process.argv[process.argv.indexOf('--only') + 1] : undefined;
const abort = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => abort.abort(new Error('stopped')));
const aborted = new Promise<never>((_, reject) => {
  abort.signal.addEventListener('abort', () => reject(new Error('stopped')), { once: true });
});
aborted.catch(() => undefined);
let skipped = 0;

async function onDemo(): Promise<void> {
  const ports = { sidecarPort: 7482, controlPort: 7483, firstNodePort: 7860 };
  const demo = await startDemoProduct({ ...ports, intervalS: 2, loopbackRole: 'admin' });
  try {
    const world = {
      root,
      sidecarUrl: demo.origin,
      killSidecar: () => demo.kill('sidecar'),
      killBrokers: () => demo.kill('demo'),
    };
    skipped += await Promise.race([checkRobust(checks, world, log), aborted]);
  } finally {
    await demo.stop();
  }
}

/** One program for Node from a TypeScript entry, as scripts/run-ts.mjs makes it. */
async function bundled(entry: string, outfile: string): Promise<string> {
  const builder = pathToFileURL(path.join(root, 'scripts/build.mjs')).href;
  const { bundleNode } = (await import(builder)) as { bundleNode: (entry: string, outfile: string) => Promise<void> };
  await bundleNode(path.join(root, entry), outfile);
  return path.join(root, outfile);
}

async function onPulsar(): Promise<void> {
  const missing = missingPrerequisite();
  if (missing !== undefined) {
    log(`skipped run on a real Pulsar: ${missing}.`);
    skipped += 2;
    return;
  }
  const session = await startSession({ root, signal: abort.signal, log, withAgents: true });
  try {
    if (!session.agents) throw new Error('the session has no agents');
    const loadGenerator = await bundled('e2e/pulsar/omb-load.ts', 'dist/run/omb-load.js');
    await Promise.race([checkReports(checks, { root, loadGenerator, session, agents: session.agents, log }), aborted]);
  } finally {
    await session.stop();
  }
}

try {
  if (only !== 'real') await onDemo();
  if (only !== 'robust') await onPulsar();
} catch (error) {
  checks.fail(error instanceof Error ? error.message : String(error));
}
process.exit(checks.finish(skipped));
