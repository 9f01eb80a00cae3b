import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { openEngine, type OpenSource, type SourceFlags } from './run-source.ts';

/** Ports of Pulsar and of OMB where an address names none. */
const PORTS = { broker: 8080, bookie: 8000, omb: 8081 } as const;
/** How long the first scrapes may take before the command is started without them. */
const FIRST_SCRAPES_MS = 10_000;

/**
 * Nodes that the command scrapes itself, with a sidecar of its own: the same scraper, store and language as everywhere, in a
 * folder that is gone afterwards. Undefined when no flag asks for it.
 * @throws Error when it cannot be started
 */
export async function openScrapes(flags: SourceFlags): Promise<OpenSource | undefined> {
  const { brokers = [], bookies = [], ombWorkers = [], kubernetes } = flags;
  if (brokers.length + bookies.length + ombWorkers.length === 0 && kubernetes === undefined) return undefined;
  const folder = await mkdtemp(path.join(tmpdir(), 'observatory-run-'));
  const cleanUp: (() => Promise<void>)[] = [() => rm(folder, { recursive: true, force: true })];
  const close = async () => {
    for (let step = cleanUp.pop(); step; step = cleanUp.pop()) await step().catch(() => {});
  };
  try {
    const jobs: unknown[] = [
      ...staticJob('broker', brokers, '/metrics/'),
      ...staticJob('bookie', bookies, '/metrics'),
      ...staticJob('omb', ombWorkers, '/metrics'),
    ];
    if (kubernetes !== undefined) {
      const { kubernetesJobs } = await import('@observatory/backend-sidecar/runs/sources/kubernetes-jobs');
      const found = await kubernetesJobs({ ...flags, namespace: kubernetes, folder });
      cleanUp.push(found.close);
      jobs.push(...found.jobs);
    }
    const { parseConfig, startSidecar } = await import('@observatory/backend-sidecar');
    const config = parseConfig(
      JSON.stringify({
        listen: '127.0.0.1:0',
        storage: { path: path.join(folder, 'data') },
        global: intervals(flags.every),
        scrape_configs: jobs,
      }),
      path.join(folder, 'run.yaml'),
    );
    const sidecar = await startSidecar(config);
    cleanUp.push(() => sidecar.stop());
    const engine = await openEngine({ url: sidecar.address.url });
    cleanUp.push(() => engine.close());
    await firstScrapes(engine);
    return { ...engine, kind: kubernetes === undefined ? 'scrape' : 'kubernetes', close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** At least twice a look, so that rates have two samples; no more than once a second. */
function intervals(every: number): { scrape_interval: string; scrape_timeout: string } {
  const seconds = Math.max(1, Math.min(15, Math.floor(every / 2)));
  return { scrape_interval: `${seconds}s`, scrape_timeout: `${seconds}s` };
}

/** Read only, one address: none of the other paths of these servers is ever asked. */
function staticJob(name: keyof typeof PORTS, addresses: readonly string[], metricsPath: string): unknown[] {
  if (addresses.length === 0) return [];
  const targets = addresses.map((address) => (/:\d+$/.test(address) ? address : `${address}:${PORTS[name]}`));
  return [{ job_name: name, metrics_path: metricsPath, static_configs: [{ targets }] }];
}

/** The baseline is taken before the command starts: every target should have been asked by then, answering or not. */
async function firstScrapes({ source }: OpenSource): Promise<void> {
  const until = Date.now() + FIRST_SCRAPES_MS;
  for (let known = -1; Date.now() < until;) {
    const { value } = await source.promql.instant('count(up)', Date.now());
    const count = value.resultType === 'vector' ? (value.series[0]?.value ?? 0) : 0;
    if (count > 0 && count === known) return;
    known = count;
    await wait(500);
  }
}
