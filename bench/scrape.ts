/**
 * `npm run bench:scrape`: the sidecar beside Prometheus and VictoriaMetrics on the same exporter, in the same minutes.
 *
 *   --seconds 180      length of the live phase            --targets 10 --series 5000 --interval 2000
 *   --phases live,hist,recorded                            --systems observatory,prometheus,victoria-metrics,observatory-canonical
 *   --corpus ../shared/corpus                              recorded bodies (phase skipped without them)
 *
 * CPU is user + system time of the process after its first scrape of everything, over the samples served in that time;
 * memory is VmRSS at the end of the load, idle memory that of the same program without targets; disk is what sealed
 * blocks (or merged parts) need. Linux only.
 */
import { fork, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { ExporterOptions } from './exporter.ts';
import { observatory, observatoryDeriving } from './peers/observatory.ts';
import { prometheus } from './peers/prometheus.ts';
import { queryNumber, startSystem, type RunningSystem, type SystemDefinition } from './peers/system.ts';
import { victoriaMetrics } from './peers/victoria-metrics.ts';
import { cpuSeconds, residentBytes } from './proc.ts';
import { bundleEntry } from './run-entry.ts';

interface Figures {
  system: string;
  samples: number;
  cpuMicrosPerSample: number;
  /** Including start and the first scrape of every series. */
  cpuTotalSeconds: number;
  rssBytes: number;
  idleRssBytes: number;
  rssPerSeries: number;
  marginalPerSeries: number;
  diskPerSample: number;
  diskIndexPerSample: number;
  stored: number;
}

const args = new Map(
  process.argv
    .slice(2)
    .flatMap((arg, index, all) => (arg.startsWith('--') ? [[arg.slice(2), all[index + 1] ?? ''] as const] : [])),
);
const number = (name: string, fallback: number) => Number(args.get(name) ?? fallback);
const out = (line: string) => process.stdout.write(`${line}\n`);
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

const definitions: SystemDefinition[] = [observatory, prometheus('prometheus', 'prometheus'), victoriaMetrics];
if (args.get('systems')?.includes(observatoryDeriving.name)) definitions.push(observatoryDeriving);
if (process.env.PROMETHEUS3) definitions.push(prometheus(process.env.PROMETHEUS3, 'prometheus-3'));

interface Exporter {
  port: number;
  counts(): Promise<Record<string, { bodies: number; samples: number; bytes: number }>>;
  child: ChildProcess;
}

async function startExporter(options: ExporterOptions): Promise<Exporter> {
  const child = fork(await bundleEntry('bench/exporter.ts'), ['exporter', JSON.stringify(options)]);
  const { port } = await new Promise<{ port: number }>((resolve) =>
    child.once('message', (message) => resolve(message as { port: number })),
  );
  return {
    port,
    child,
    counts: () =>
      new Promise((resolve) => {
        child.once('message', (message) =>
          resolve((message as { counts: Awaited<ReturnType<Exporter['counts']>> }).counts),
        );
        child.send('counts');
      }),
  };
}

async function idleRss(definition: SystemDefinition, root: string): Promise<number> {
  const system = await startSystem(definition, path.join(root, `${definition.name}-idle`), undefined);
  await pause(8000);
  const bytes = residentBytes(system.pid);
  await system.stop();
  return bytes;
}

async function phase(
  name: string,
  options: ExporterOptions,
  seconds: number,
  scrapeIntervalMs: number,
): Promise<Figures[]> {
  const root = mkdtempSync(path.join(os.tmpdir(), `observatory-bench-${name}-`));
  const wanted = (args.get('systems') ?? 'observatory,prometheus,victoria-metrics,prometheus-3').split(',');
  const usable = definitions.filter((definition) => wanted.includes(definition.name));
  for (const definition of usable)
    if (definition.missing()) out(`  ${definition.name}: skipped, ${definition.missing()}`);
  const present = usable.filter((definition) => definition.missing() === undefined);

  const idle = new Map<string, number>();
  for (const definition of present) idle.set(definition.name, await idleRss(definition, root));

  const exporter = await startExporter(options);
  const systems: RunningSystem[] = [];
  try {
    for (const definition of present) {
      const paths = Array.from({ length: options.targets }, (_unused, index) => `/${definition.name}/${index}`);
      const job = { address: `127.0.0.1:${exporter.port}`, paths, intervalMs: scrapeIntervalMs };
      systems.push(await startSystem(definition, path.join(root, definition.name), job));
    }
    await pause(Math.max(3 * scrapeIntervalMs, 3000));
    const before = await exporter.counts();
    const cpuBefore = systems.map(({ pid }) => cpuSeconds(pid));
    await pause(seconds * 1000);
    const after = await exporter.counts();
    const cpuAfter = systems.map(({ pid }) => cpuSeconds(pid));
    const rss = systems.map(({ pid }) => residentBytes(pid));
    exporter.child.disconnect();
    const figures: Figures[] = [];
    for (const [index, system] of systems.entries()) {
      const label = system.definition.name;
      const series = (options.targets * (after[label]?.samples ?? 0)) / Math.max(1, after[label]?.bodies ?? 1);
      const samples = (after[label]?.samples ?? 0) - (before[label]?.samples ?? 0);
      const stored = await queryNumber(system, 'sum(sum_over_time(scrape_samples_scraped{job=~"bench.*"}[2h]))');
      const disk = await system.definition.seal(system);
      const idleBytes = idle.get(label) ?? 0;
      figures.push({
        system: label,
        samples,
        cpuMicrosPerSample: ((cpuAfter[index] - cpuBefore[index]) * 1e6) / samples,
        cpuTotalSeconds: cpuAfter[index],
        rssBytes: rss[index],
        idleRssBytes: idleBytes,
        rssPerSeries: rss[index] / series,
        marginalPerSeries: (rss[index] - idleBytes) / series,
        diskPerSample: disk.dataBytes / stored,
        diskIndexPerSample: disk.indexBytes / stored,
        stored,
      });
    }
    return figures;
  } finally {
    exporter.child.kill();
    for (const system of systems) await system.stop();
    rmSync(root, { recursive: true, force: true });
  }
}

function print(title: string, figures: Figures[]): void {
  out(`\n${title}`);
  out(
    'system             samples   CPU µs/sample   RSS MB (idle)   RSS B/series   marginal B/series   disk B/sample (+index)   stored',
  );
  for (const f of figures) {
    out(
      [
        f.system.padEnd(18),
        String(f.samples).padStart(8),
        f.cpuMicrosPerSample.toFixed(3).padStart(14),
        `${(f.rssBytes / 2 ** 20).toFixed(0)} (${(f.idleRssBytes / 2 ** 20).toFixed(0)})`.padStart(15),
        f.rssPerSeries.toFixed(0).padStart(14),
        f.marginalPerSeries.toFixed(0).padStart(19),
        `${f.diskPerSample.toFixed(2)} (${(f.diskPerSample + f.diskIndexPerSample).toFixed(2)})`.padStart(24),
        String(f.stored).padStart(10),
      ].join(' '),
    );
  }
  const ours = figures.find(({ system }) => system === 'observatory');
  const peers = figures.filter(({ system }) => !system.startsWith('observatory'));
  if (!ours || peers.length === 0) return;
  const ratio = (pick: (f: Figures) => number) => (pick(ours) / Math.min(...peers.map(pick))).toFixed(2);
  out(
    `ratio to the better peer: CPU ${ratio((f) => f.cpuMicrosPerSample)}, RSS ${ratio((f) => f.rssBytes)}, ` +
      `marginal RSS ${ratio((f) => f.marginalPerSeries)}, disk ${ratio((f) => f.diskPerSample + f.diskIndexPerSample)}`,
  );
}

const phases = (args.get('phases') ?? 'live,hist,recorded').split(',');
const targets = number('targets', 10);
const series = number('series', 5000);
const interval = number('interval', 2000);
const seconds = number('seconds', 180);
const corpus = path.resolve(args.get('corpus') ?? '../shared/corpus');
out(
  `${os.cpus()[0]?.model}, ${os.cpus().length} cores, load ${os.loadavg()[0].toFixed(1)}, Node ${process.version}, ${new Date().toISOString()}`,
);

if (phases.includes('live')) {
  const options: ExporterOptions = { mode: 'live', targets, series, intervalMs: interval, ticks: 0, startMs: 0 };
  print(
    `live: ${targets} targets x ${series} series every ${interval} ms for ${seconds} s`,
    await phase('live', options, seconds, interval),
  );
}
if (phases.includes('hist')) {
  // Peers refuse samples older than an hour before their own `up`: begin just inside it.
  const ticks = 236;
  const options: ExporterOptions = {
    mode: 'hist',
    targets,
    series,
    intervalMs: 15_000,
    ticks,
    startMs: Date.now() - (ticks - 1) * 15_000,
  };
  print(
    `hist: an hour at 15 s with explicit timestamps, one tick a scrape`,
    await phase('hist', options, (ticks * 500) / 1000 + 5, 500),
  );
}
if (phases.includes('recorded')) {
  if (!existsSync(corpus)) out(`\nrecorded: skipped, ${corpus} is missing`);
  else {
    const options: ExporterOptions = {
      mode: 'recorded',
      targets,
      series: 0,
      intervalMs: interval,
      ticks: 0,
      startMs: 0,
      corpus,
    };
    print(
      `recorded: bodies of a real cluster (4.0.8), ${targets} targets every ${interval} ms for ${seconds} s`,
      await phase('recorded', options, seconds, interval),
    );
  }
}
