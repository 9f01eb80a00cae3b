/**
 * `npm run test:pulsar`: the sidecar against a real Pulsar cluster. Each check is one sentence with its evidence; ends with
 * `N passed, N failed, N skipped`. Skipped as a whole, with one line, where Java or Maven is missing. `--only control`: only
 * the operations (control-checks.ts); `--only watch`: only the rest.
 */
import { Checks, demand, eventually } from '../checks.ts';
import { checkCanonical, checkCanonicalAfterLoss } from './canonical-checks.ts';
import { checkDoctor } from './doctor-checks.ts';
import { checkControl } from './control-checks.ts';
import { missingPrerequisite } from './distribution.ts';
import { startSession, type PulsarSession } from './session.ts';
import { query as ask, scalar as askOne } from './sidecar-api.ts';
import { checkTopics } from './topics-checks.ts';
import { checkTopology, checkTopologyAfterLoss } from './topology-checks.ts';

const log = (line: string) => process.stdout.write(`${line}\n`);
const checks = new Checks(log);
let skipped = 0;
const only = process.argv.includes('--only') ? process.argv[process.argv.indexOf('--only') + 1] : undefined;

const query = (session: PulsarSession, expression: string) => ask(session.sidecarUrl, expression);
const scalar = (session: PulsarSession, expression: string) => askOne(session.sidecarUrl, expression);

async function checkWatching(session: PulsarSession, signal: AbortSignal): Promise<void> {
  await checks.check('discovery finds every node by the admin API, each scraped once', () =>
    eventually(60, async () => {
      const up = await query(session, 'up');
      const byJob: Record<string, number> = {};
      for (const { metric, value } of up) byJob[metric.job] = (byJob[metric.job] ?? 0) + Number(value[1]);
      demand(byJob.broker === 2 && byJob.bookie === 2 && byJob.zookeeper === 1, `up by job: ${JSON.stringify(byJob)}`);
      const instances = up.map(({ metric }) => metric.instance);
      demand(new Set(instances).size === instances.length, `an address is scraped twice: ${instances.join(', ')}`);
      return JSON.stringify(byJob);
    }),
  );
  await checks.check('no target has an error, and what was repaired is counted', async () => {
    const answer = (await (await fetch(`${session.sidecarUrl}/api/v1/targets?state=active`)).json()) as {
      data: { activeTargets: { scrapeUrl: string; lastError: string; health: string }[] };
    };
    const bad = answer.data.activeTargets.filter(({ health }) => health !== 'up');
    demand(bad.length === 0, JSON.stringify(bad));
    return `${answer.data.activeTargets.length} targets up`;
  });
  await checks.check('samples scraped match what the bodies expose', async () => {
    const body = await (await fetch(`${session.cluster.adminUrls[1]}/metrics/`)).text();
    const exposed = body.split('\n').filter((line) => line !== '' && !line.startsWith('#')).length;
    const scraped = await scalar(session, 'scrape_samples_scraped{instance="127.0.0.1:8081"}');
    demand(Math.abs(scraped - exposed) <= exposed * 0.1, `${scraped} scraped, ${exposed} exposed`);
    return `${scraped} scraped, ${exposed} exposed a moment later`;
  });
  await checks.check("the rate of messages in agrees with the load generator's own count", () =>
    eventually(90, async () => {
      const before = session.load.acknowledged;
      const started = Date.now();
      await new Promise((resolve) => setTimeout(resolve, 20_000));
      const real = ((session.load.acknowledged - before) * 1000) / (Date.now() - started);
      const measured = await scalar(session, 'sum(rate(pulsar_in_messages_total{namespace=~"acme/.*"}[20s]))');
      demand(
        Math.abs(measured - real) <= real * 0.15,
        `${measured.toFixed(1)}/s measured, ${real.toFixed(1)}/s acknowledged`,
      );
      return `${measured.toFixed(1)}/s measured, ${real.toFixed(1)}/s acknowledged`;
    }),
  );
  await checks.check('the slow consumer has a backlog that grows', () =>
    eventually(60, async () => {
      const slope = await scalar(session, 'sum(deriv(pulsar_subscription_back_log{subscription="indexer"}[30s]))');
      demand(slope > 1, `slope ${slope}`);
      return `${slope.toFixed(1)} messages/s`;
    }),
  );
  await checkCanonical(checks, session);
  await checkTopics(checks, session);
  await checkTopology(checks, session);
  skipped += await checkDoctor(checks, session.sidecarUrl, log);
  await checks.check('a killed broker is down within two scrapes, and its series end', async () => {
    await session.cluster.kill('broker-2');
    const sentence = await eventually(30, async () => {
      const up = await scalar(session, 'up{instance="127.0.0.1:8081"}');
      demand(up === 0, `up is ${up}`);
      const left = await query(session, 'count(jvm_threads_current{instance="127.0.0.1:8081"})');
      demand(left.length === 0, 'its series are still there');
      return 'up is 0, its series are stale';
    });
    const nodes = (await (await fetch(`${session.sidecarUrl}/api/observatory/v1/nodes`)).json()) as {
      nodes: { address: string; state: string; lastError: string }[];
    };
    const node = nodes.nodes.find(({ address }) => address === '127.0.0.1:8081');
    demand(node?.state === 'down', `node: ${JSON.stringify(node)}`);
    return `${sentence}; ${node?.lastError}`;
  });
  await checks.check('discovery drops the dead broker after its session ended', () =>
    eventually(90, async () => {
      const left = await query(session, 'up{instance="127.0.0.1:8081"}');
      demand(left.length === 0, 'still a target');
      return 'no longer a target';
    }),
  );
  await checkTopologyAfterLoss(checks, session);
  await checks.check('a broker that comes back is found and scraped again', async () => {
    await session.cluster.restart('broker-2', signal);
    return eventually(60, async () => {
      const up = await scalar(session, 'up{instance="127.0.0.1:8081"}');
      demand(up === 1, `up is ${up}`);
      return 'up is 1';
    });
  });
  await checkCanonicalAfterLoss(checks, session);
}

const missing = missingPrerequisite();
if (missing !== undefined) {
  log(`npm run test:pulsar: skipped, ${missing}.`);
  process.exit(checks.finish(1));
}
const abort = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => abort.abort(new Error('stopped')));
try {
  const session = await startSession({ root: process.cwd(), signal: abort.signal, log, withAgents: true });
  try {
    const work = async () => {
      if (only !== 'control') await checkWatching(session, abort.signal);
      if (only !== 'watch') await checkControl(checks, session, abort.signal, log);
    };
    const aborted = new Promise<never>((_, reject) => {
      abort.signal.addEventListener('abort', () => reject(new Error('stopped')), { once: true });
    });
    await Promise.race([work(), aborted]);
  } finally {
    await session.stop();
  }
} catch (error) {
  checks.fail(error instanceof Error ? error.message : String(error));
}
process.exit(checks.finish(skipped));
