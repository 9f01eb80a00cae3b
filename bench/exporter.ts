/**
 * The exporter of `bench:scrape`, in a process of its own. Serves `targets` bodies of `series` Pulsar-like lines at
 * `/<system>/<target>`; every system that asks within one tick gets the same bytes. Counts what each system was served.
 *
 * live: values move with wall time, one tick per interval. hist: each request of a system gets its next tick, with explicit
 * timestamps, until the hour is over. recorded: the bodies of a real cluster, one recorded scrape a tick.
 */
import { readdirSync, readFileSync } from 'node:fs';
import http from 'node:http';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { SyntheticTarget } from './synthetic-target.ts';

export interface ExporterOptions {
  mode: 'live' | 'hist' | 'recorded';
  targets: number;
  series: number;
  /** Milliseconds between ticks of the data. */
  intervalMs: number;
  /** hist: number of ticks; time of the first one. */
  ticks: number;
  startMs: number;
  corpus?: string;
}

interface Served {
  bodies: number;
  samples: number;
  bytes: number;
}

export function startExporter(
  options: ExporterOptions,
): Promise<{ port: number; served: Map<string, Served>; takeArrivals: () => number[][]; close(): void }> {
  const served = new Map<string, Served>();
  const bodyAt = options.mode === 'recorded' ? recordedBodies(options) : syntheticBodies(options);
  const positions = new Map<string, number>();
  /** Times in ms at which each path was asked for. */
  const arrivals = new Map<string, number[]>();
  const takeArrivals = () => {
    const taken = [...arrivals.values()];
    arrivals.clear();
    return taken;
  };
  const bornMs = Date.now();

  const server = http.createServer((request, response) => {
    const [, system, target] = (request.url ?? '').split('?')[0].split('/');
    const times = arrivals.get(`${system}/${target}`);
    if (times) times.push(performance.now());
    else arrivals.set(`${system}/${target}`, [performance.now()]);
    let tick = Math.floor((Date.now() - bornMs) / options.intervalMs);
    if (options.mode === 'hist') {
      tick = positions.get(`${system}/${target}`) ?? 0;
      positions.set(`${system}/${target}`, tick + 1);
      if (tick >= options.ticks) {
        response.writeHead(503).end();
        return;
      }
    }
    const { body, samples } = bodyAt(Number(target), tick);
    const count = served.get(system) ?? { bodies: 0, samples: 0, bytes: 0 };
    served.set(system, {
      bodies: count.bodies + 1,
      samples: count.samples + samples,
      bytes: count.bytes + body.length,
    });
    response
      .writeHead(200, { 'content-type': 'text/plain; version=0.0.4; charset=utf-8', 'content-length': body.length })
      .end(body);
  });
  server.keepAliveTimeout = 120_000;
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      resolve({
        port: typeof address === 'object' && address ? address.port : 0,
        served,
        takeArrivals,
        close: () => server.close(),
      });
    });
  });
}

type BodyAt = (target: number, tick: number) => { body: Buffer; samples: number };

/** Rendered once a tick and target, kept for the few latest ticks so that all systems see the same bytes. */
function syntheticBodies(options: ExporterOptions): BodyAt {
  const targets = Array.from(
    { length: options.targets },
    (_unused, index) => new SyntheticTarget(index, options.series),
  );
  const cache = new Map<string, Buffer>();
  return (target, tick) => {
    const key = `${target}/${tick}`;
    let body = cache.get(key);
    if (!body) {
      body = targets[target].render(
        tick,
        options.mode === 'hist' ? options.startMs + tick * options.intervalMs : undefined,
      );
      cache.set(key, body);
      if (cache.size > options.targets * 8) cache.delete(cache.keys().next().value as string);
    }
    return { body, samples: options.series };
  };
}

/** Real scrapes of each node in order of time; ticks beyond the last one start over. */
function recordedBodies(options: ExporterOptions): BodyAt {
  const folder = path.join(options.corpus ?? '', 'pulsar-4.0.8/metrics/baseline-15s');
  const byNode = new Map<string, string[]>();
  for (const name of readdirSync(folder)
    .filter((file) => file.endsWith('.prom.gz'))
    .sort()) {
    const node = name.split('_').slice(0, 2).join('_');
    byNode.set(node, [...(byNode.get(node) ?? []), name]);
  }
  const nodes = [...byNode.values()].map((files) =>
    files.map((file) => {
      const body = gunzipSync(readFileSync(path.join(folder, file)));
      return { body, samples: countSamples(body) };
    }),
  );
  return (target, tick) => {
    const scrapes = nodes[target % nodes.length];
    return scrapes[tick % scrapes.length];
  };
}

function countSamples(body: Buffer): number {
  return body
    .toString('latin1')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#')).length;
}

// Child process: options in argv, counts on request.
if (process.argv[2] === 'exporter') {
  void startExporter(JSON.parse(process.argv[3]) as ExporterOptions).then(({ port, served, takeArrivals }) => {
    process.on('message', (message) => {
      if (message === 'arrivals') process.send?.({ arrivals: takeArrivals() });
      else if (message === 'counts') process.send?.({ counts: Object.fromEntries(served) });
      else process.exit(0);
    });
    process.on('disconnect', () => process.exit(0));
    process.send?.({ port });
  });
}
