/**
 * The same jobs, with random relabelling rules, in Debian's Prometheus and here: both must come to the same targets and
 * the same series. Skipped where there is no `prometheus` command.
 */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseConfig } from '../config/index.ts';
import { SeededRandom } from '../testing/seeded-random.ts';
import { startMetricsServer, type MetricsServer } from '../testing/metrics-server.ts';
import { VirtualClock } from '../util/clock.ts';
import { silentLogger } from '../util/logger.ts';
import { createScrapeManager } from './index.ts';
import { RecordingAppender } from './testing/recording-appender.ts';

const hasPrometheus = spawnSync('prometheus', ['--version']).status === 0;
const random = new SeededRandom(7);
const JOBS = 60;

function randomRule(): Record<string, unknown> {
  const label = () => random.pick(['a', 'b', 'c', 'zone', 'job', 'instance', '__address__', 'none', '__tmp_x']);
  const target = () => random.pick(['a', 'b', 'x', 'zone', '__tmp_x', 'y_1']);
  const sources = Array.from({ length: 1 + random.below(2) }, label);
  const regex = random.pick([
    '(.*)',
    '(.+)',
    '',
    'v.*',
    '(v)(\\d)',
    '(?i)V(\\d);?(.*)',
    '[^;]*;?(?P<rest>.*)',
    'north|v1',
    '.*2',
    '(a|b)?.*',
  ]);
  const replacement = random.pick(['$1', '${1}', 'q-$1', '$2$1', '$0', 'const', '${rest}', '$1x', '$$1', '']);
  const action = random.pick([
    'replace',
    'replace',
    'replace',
    'keep',
    'drop',
    'labelmap',
    'labeldrop',
    'labelkeep',
    'hashmod',
    'lowercase',
    'uppercase',
    'keepequal',
    'dropequal',
  ]);
  switch (action) {
    case 'replace':
      // Labels named after values: only such that Prometheus 2 takes as names, too.
      if (random.below(4) === 0)
        return { source_labels: sources, regex: '(v)(\\d)', replacement, target_label: 'n_${1}' };
      return {
        source_labels: sources,
        regex,
        replacement,
        target_label: target(),
        separator: random.pick([';', '-', '']),
      };
    case 'keep':
    case 'drop':
      return { source_labels: sources, regex, action };
    case 'labelmap':
      return {
        action,
        regex: random.pick(['(a|b)', '__tmp_(.*)', 'z(.*)e']),
        replacement: random.pick(['m_$1', '${1}_m']),
      };
    case 'labeldrop':
      return { action, regex: random.pick(['a', 'b|c', 'zone', '__tmp.*', 'n_.*']) };
    case 'labelkeep':
      return { action, regex: random.pick(['__.*|job|instance|a', '__.*|[a-z]+']) };
    case 'hashmod':
      return { action, source_labels: sources, target_label: target(), modulus: 1 + random.below(1000) };
    case 'keepequal':
    case 'dropequal':
      return { action, source_labels: [random.pick(['a', 'b'])], target_label: random.pick(['a', 'zone']) };
    default:
      return { action, source_labels: sources, target_label: target() };
  }
}

function randomConfig(addresses: readonly string[]): string {
  const rules = (most: number) => Array.from({ length: random.below(most + 1) }, randomRule);
  const jobs = Array.from({ length: JOBS }, (_, i) => ({
    job_name: `job-${i}`,
    honor_labels: random.below(2) === 0,
    static_configs: addresses.map((address, n) => ({
      targets: [address],
      labels: { a: `v${n}`, b: `V${n + 1}`, zone: random.pick(['north', 'v1', 'Süd']) },
    })),
    params: random.below(3) === 0 ? { p: ['1', '2'] } : {},
    relabel_configs: rules(4),
    metric_relabel_configs: rules(3),
  }));
  return JSON.stringify({ global: { scrape_interval: '1s', scrape_timeout: '1s' }, scrape_configs: jobs });
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address ? address.port : 0;
}

interface Answer {
  data: {
    activeTargets: { scrapePool: string; labels: Record<string, string>; scrapeUrl: string; health: string }[];
    droppedTargets: { discoveredLabels: Record<string, string> }[];
  };
}

(hasPrometheus ? describe : describe.skip)('Prometheus and we (needs the prometheus command)', () => {
  let servers: MetricsServer[];
  let prometheus: ChildProcess | undefined;
  let folder: string;

  beforeAll(async () => {
    servers = await Promise.all([startMetricsServer(), startMetricsServer()]);
    for (const server of servers) {
      server.respond = (_, response) => {
        response.writeHead(200, { 'content-type': 'text/plain; version=0.0.4' });
        response.end(
          'm{a="v9",job="theirs",exported_job="x",q="v1"} 1\nm{zone="v2",b="Z"} 2\nv1 3\nn{instance="i",exported_instance="e"} 4\n',
        );
      };
    }
    folder = mkdtempSync(join(tmpdir(), 'observatory-prom-'));
  });

  afterAll(async () => {
    prometheus?.kill('SIGKILL');
    await Promise.all(servers.map((server) => server.close()));
    rmSync(folder, { recursive: true, force: true });
  });

  it(`come to the same targets and series in ${JOBS} jobs of random rules`, async () => {
    const text = randomConfig(servers.map(({ address }) => address));
    const file = join(folder, 'prometheus.yml');
    writeFileSync(file, text);
    const port = await freePort();
    const args = [
      `--config.file=${file}`,
      `--storage.tsdb.path=${join(folder, 'data')}`,
      `--web.listen-address=127.0.0.1:${port}`,
      '--log.level=error',
    ];
    prometheus = spawn('prometheus', args, { stdio: 'ignore' });
    const ask = async <T>(path: string): Promise<T> =>
      (await (await fetch(`http://127.0.0.1:${port}${path}`)).json()) as T;
    let theirs: Answer | undefined;
    while (
      !theirs ||
      theirs.data.activeTargets.length === 0 ||
      theirs.data.activeTargets.some(({ health }) => health === 'unknown')
    ) {
      expect(prometheus.exitCode).toBeNull();
      await new Promise((resolve) => setTimeout(resolve, 200));
      theirs = await ask<Answer>('/api/v1/targets').catch(() => undefined);
    }
    const series = await ask<{ data: Record<string, string>[] }>(
      `/api/v1/series?match[]=${encodeURIComponent('{__name__!=""}')}`,
    );

    const appender = new RecordingAppender();
    const clock = new VirtualClock(1_700_000_000_000.5, async () => {
      await new Promise((resolve) => setImmediate(resolve));
      await manager.settled();
    });
    const manager = createScrapeManager({ appender, clock, logger: silentLogger });
    await manager.applyConfig(parseConfig(text, file, { env: {} }));
    manager.start();
    await clock.advanceBy(1000);
    const ours = manager.targets();
    await manager.stop();

    const line = (pool: string, labels: Record<string, string>, url: string) =>
      `${pool} ${JSON.stringify(Object.entries(labels).sort())} ${url}`;
    expect(
      ours.active.map(({ scrapePool, labels, scrapeUrl }) => line(scrapePool, labels.toObject(), scrapeUrl)).sort(),
    ).toEqual(
      theirs.data.activeTargets.map(({ scrapePool, labels, scrapeUrl }) => line(scrapePool, labels, scrapeUrl)).sort(),
    );
    // Prometheus 2.42 shows some of the labels of dropped targets as rules left them; who they were is the same.
    const discovered = ({ job, __address__ }: Record<string, string>) => `${job} ${__address__}`;
    expect(ours.dropped.map(({ discoveredLabels }) => discovered(discoveredLabels.toObject())).sort()).toEqual(
      theirs.data.droppedTargets.map(({ discoveredLabels }) => discovered(discoveredLabels)).sort(),
    );
    const exposed = (name: string) => !name.startsWith('scrape_') && name !== 'up';
    const down = new Set(ours.active.filter(({ health }) => health === 'down').map(({ labels }) => labels.get('job')));
    expect(
      theirs.data.activeTargets
        .filter(({ health }) => health === 'down')
        .map(({ labels }) => labels.job ?? '')
        .sort(),
    ).toEqual(
      ours.active
        .filter(({ health }) => health === 'down')
        .map(({ labels }) => labels.get('job'))
        .sort(),
    );
    const theirSeries = series.data
      .filter(({ __name__: name }) => exposed(name))
      .map((labels) => JSON.stringify(Object.entries(labels).sort()));
    expect(theirSeries.length).toBeGreaterThan(JOBS);
    expect(down.size).toBeLessThan(JOBS / 2);
    expect(
      appender
        .labelSets()
        .filter((labels) => exposed(labels.metricName))
        .map((labels) => JSON.stringify([...labels.entries()].sort()))
        .sort(),
    ).toEqual(theirSeries.sort());
  }, 60_000);
});
