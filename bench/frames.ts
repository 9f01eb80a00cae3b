/**
 * `npm run bench:frames`: an hour of 1,000 series at 15 s, from the expression to the bytes that arrive, through the sidecar and
 * the datasource's executable, and beside them the same through Prometheus; and what a browser gets of Grafana, from our
 * datasource and from Grafana's own for Prometheus, where Grafana is there (GRAFANA_HOME or PATH).
 *
 *   --runs 15 --series 1000
 *
 * Both stores hold the same samples. All routes are asked in turn, in alternating order, so that what else the machine does hits
 * all alike; the expression has another matcher each time, so that no cache knows it. Bytes are not compressed. CPU is that
 * of all processes of a route together, Linux only.
 */
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { startGrafanaWith } from './frames/grafana.ts';
import { backendFrames, grafanaQuery, queryRange, sidecarFrames, type Asked, type Route } from './frames/route.ts';
import { observatory } from './peers/observatory.ts';
import { prometheus } from './peers/prometheus.ts';
import { startSystem, type RunningSystem } from './peers/system.ts';
import { cpuMilliseconds } from './proc.ts';
import { Dataset } from './query/dataset.ts';
import { sendWrite, writeRequest } from './remote-write.ts';

const args = new Map(
  process.argv
    .slice(2)
    .flatMap((arg, index, all) => (arg.startsWith('--') ? [[arg.slice(2), all[index + 1] ?? ''] as const] : [])),
);
const number = (name: string, fallback: number) => Number(args.get(name) ?? fallback);
const out = (line: string) => process.stdout.write(`${line}\n`);

const SERIES = number('series', 1000);
const RUNS = number('runs', 15);
const WARM_UPS = 5;
const STEP_MS = 15_000;
const TICKS = 241;
const FAMILIES = 16;

/** What is asked; `marker` makes each time another expression of the same answer. */
const QUESTIONS = [
  { name: 'as stored', expression: (marker: string) => `pulsar_rate_in{bench!="${marker}"}` },
  { name: 'rate over 5 min', expression: (marker: string) => `rate(pulsar_in_messages_total{bench!="${marker}"}[5m])` },
];
const ASKED_FAMILIES = ['pulsar_rate_in', 'pulsar_in_messages_total'];

/** Loads an hour of the asked families into each system; returns the number of series of each. */
async function load(systems: readonly RunningSystem[], startMs: number): Promise<number> {
  const dataset = new Dataset(1, SERIES * FAMILIES);
  const wanted = dataset.labels.filter((labels) => labels.get('__name__') === ASKED_FAMILIES[0]).length;
  for (const batch of dataset.next(TICKS, startMs, STEP_MS, SERIES)) {
    if (!ASKED_FAMILIES.includes(batch.labels[0].get('__name__') ?? '')) continue;
    const body = writeRequest(batch);
    for (const { url } of systems) await sendWrite(url, body);
  }
  return wanted;
}

interface Cost {
  wallMs: number[];
  cpuMs: number[];
  bytes: number;
}

let asked = 0;

async function measure(
  routes: readonly Route[],
  expression: (marker: string) => string,
  times: Omit<Asked, 'expression'>,
): Promise<Map<Route, Cost>> {
  const ask = (route: Route) => route.ask({ ...times, expression: expression(`m${asked++}`) });
  const costs = new Map(routes.map((route): [Route, Cost] => [route, { wallMs: [], cpuMs: [], bytes: 0 }]));
  for (let i = 0; i < WARM_UPS; i++) for (const route of routes) await ask(route);
  for (let run = 0; run < RUNS; run++) {
    for (const [route, cost] of run % 2 === 0 ? [...costs] : [...costs].reverse()) {
      const cpuOf = () => route.pids.reduce((sum, pid) => sum + cpuMilliseconds(pid), 0);
      const cpuBefore = cpuOf();
      const begun = performance.now();
      cost.bytes = await ask(route);
      cost.wallMs.push(performance.now() - begun);
      cost.cpuMs.push(cpuOf() - cpuBefore);
    }
  }
  return costs;
}

const median = (values: readonly number[]) => [...values].sort((a, b) => a - b)[values.length >> 1];

function print(name: string, costs: ReadonlyMap<Route, Cost>): void {
  out(`\n${name}`);
  for (const [route, { wallMs, cpuMs, bytes }] of costs) {
    out(
      `  ${route.name.padEnd(44)} wall ms median ${median(wallMs).toFixed(1).padStart(6)} min ${Math.min(...wallMs)
        .toFixed(1)
        .padStart(6)}` +
        `   CPU ms ${median(cpuMs).toFixed(1).padStart(6)}   ${(bytes / 1e6).toFixed(2).padStart(6)} MB ${route.form}`,
    );
  }
}

function executable(): string {
  const arch = { x64: 'amd64' }[process.arch as string] ?? process.arch;
  return path.resolve(`dist/plugin/observatory-pulsar-app/gpx_observatory_${process.platform}_${arch}`);
}

const root = mkdtempSync(path.join(os.tmpdir(), 'observatory-bench-frames-'));
const stops: (() => Promise<void>)[] = [];
out(
  `${os.cpus()[0]?.model}, ${os.cpus().length} cores, load ${os.loadavg()[0].toFixed(1)}, Node ${process.version}, ${new Date().toISOString()}`,
);
try {
  const start = async (definition: typeof observatory) => {
    const system = await startSystem(definition, path.join(root, definition.name), undefined);
    stops.push(() => system.stop());
    return system;
  };
  const sidecar = await start(observatory);
  const peer = prometheus('prometheus', 'prometheus');
  const missing = peer.missing();
  if (missing) out(`prometheus: skipped, ${missing}`);
  const peers = missing ? [] : [await start(peer)];

  // The hour ends a minute ago, on a whole minute.
  const endMs = Math.floor(Date.now() / 60_000 - 1) * 60_000;
  const times = { startMs: endMs - (TICKS - 1) * STEP_MS, endMs, stepMs: STEP_MS };
  const series = await load([sidecar, ...peers], times.startMs);
  out(`${series} series x ${TICKS} samples in each store`);

  const routes: Route[] = [
    ...peers.map(({ url, pid }) => queryRange('prometheus', url, pid)),
    queryRange('sidecar, query_range', sidecar.url, sidecar.pid),
    sidecarFrames(sidecar.url, sidecar.pid, 'time_series'),
    sidecarFrames(sidecar.url, sidecar.pid, 'wide'),
  ];
  if (existsSync(executable())) {
    const backend = await backendFrames(executable(), sidecar.url, sidecar.pid);
    stops.push(() => backend.close());
    routes.push(...backend.routes);
  } else out(`sidecar + backend: skipped, ${executable()} is not built (npm run build)`);

  const isPluginBuilt = existsSync(path.join(path.dirname(executable()), 'plugin.json'));
  const grafana =
    peers[0] && isPluginBuilt && (await startGrafanaWith(path.join(root, 'grafana'), sidecar.url, peers[0].url));
  if (grafana) {
    stops.push(() => grafana.stop());
    const { url, authorization, pid, backendPid } = grafana;
    const ours = { uid: 'ours', type: 'observatory-pulsar-datasource' };
    const model = { queryType: 'metrics', mode: 'range' };
    const pids = [pid, backendPid, sidecar.pid];
    const theirs = { uid: 'prometheus', type: 'prometheus' };
    routes.push(
      grafanaQuery('Grafana, its Prometheus datasource', url, authorization, theirs, { range: true }, [
        pid,
        peers[0].pid,
      ]),
      grafanaQuery('Grafana, ours, time_series', url, authorization, ours, { ...model, format: 'time_series' }, pids),
      grafanaQuery('Grafana, ours, wide', url, authorization, ours, { ...model, format: 'wide' }, pids),
    );
  } else out('Grafana: skipped, one is missing of Grafana (GRAFANA_HOME or PATH), Prometheus, the built plugin');

  for (const { name, expression } of QUESTIONS) print(name, await measure(routes, expression, times));
  out(`\nload at the end ${os.loadavg()[0].toFixed(1)}`);
} finally {
  for (const stop of stops.reverse()) await stop();
  rmSync(root, { recursive: true, force: true });
}
