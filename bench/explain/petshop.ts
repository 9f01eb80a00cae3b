/**
 * `node scripts/run-ts.mjs bench/explain/petshop.ts [folder]`: labelled incidents of another system (PetShop, CC-BY-4.0): 41
 * services, 5-minute values, a call graph. Our signals and mechanisms know nothing of shops; what is tried here is the
 * principle alone: a service is a candidate when it left its robust band, the target depends on it, and nothing it depends
 * on explains it. Beside it the same rankers without a graph as in the big bench.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { quantileOfSorted, spreadOf } from '@observatory/backend-sidecar/analysis/math/robust';
import { ksDistance } from '@observatory/backend-sidecar/analysis/math/tests';

const root = process.argv[2] ?? '../shared/corpus/petshop/dataset/low_traffic';
const OUTSIDE = 3;
const EXPLAINS = 0.5;
const out = (line: string) => process.stdout.write(`${line}\n`);

/** Columns by `service|metric|statistic`, finite values only. */
function readMetrics(file: string): Map<string, number[]> {
  const [services, metrics, statistics, , ...rows] = readFileSync(file, 'utf8').trim().split(/\r?\n/).map(splitCsv);
  const columns = new Map<string, number[]>();
  services.forEach((service, i) => {
    if (i === 0) return;
    const values = rows
      .map((row) => (row[i] === '' || row[i] === undefined ? NaN : Number(row[i])))
      .filter(Number.isFinite);
    columns.set(`${service}|${metrics[i]}|${statistics[i]}`, values);
  });
  return columns;
}

const splitCsv = (line: string): string[] => line.split(',');

/** Caller to callees. */
function readGraph(file: string): Map<string, string[]> {
  const [[, ...names], ...rows] = readFileSync(file, 'utf8').trim().split(/\r?\n/).map(splitCsv);
  return new Map(rows.map(([name, ...cells]) => [name, names.filter((_, i) => Number(cells[i]) === 1)]));
}

const graph = readGraph(path.join(root, 'graph.csv'));
const quiet = readMetrics(path.join(root, 'noissue/metrics.csv'));

function reachable(from: string): Set<string> {
  const seen = new Set([from]);
  for (const each of seen) for (const next of graph.get(each) ?? []) seen.add(next);
  return seen;
}

type Ranker = (values: number[], baseline: number[], isDown: boolean) => number;
const strength: Ranker = (values, baseline, isDown) => {
  const { median, sigma } = spreadOf(baseline);
  const width = Math.max(sigma, Math.abs(median) * 0.01, 1e-6);
  const sign = isDown ? -1 : 1;
  return Math.max(0, ...values.map((value) => (sign * (value - median)) / width));
};
const RANKERS: Record<string, Ranker> = {
  'n-sigma': (values, baseline) => {
    const mean = baseline.reduce((sum, value) => sum + value, 0) / baseline.length;
    const sd = Math.sqrt(baseline.reduce((sum, value) => sum + (value - mean) ** 2, 0) / baseline.length) || 1;
    return Math.max(...values.map((value) => Math.abs(value - mean) / sd));
  },
  'robust scorer (BARO)': (values, baseline) => {
    const sorted = Float64Array.from(baseline).sort();
    const range = quantileOfSorted(sorted, 0.75) - quantileOfSorted(sorted, 0.25) || 1;
    return Math.max(...values.map((value) => Math.abs(value - quantileOfSorted(sorted, 0.5)) / range));
  },
  'KS (Netdata)': (values, baseline) =>
    ksDistance(Float64Array.from(values).sort(), Float64Array.from(baseline).sort()),
};

interface Score {
  n: number;
  first: number;
  three: number;
}
const scores = new Map<string, Score>();
function note(method: string, metric: string, order: readonly string[], truth: string): void {
  for (const key of [`${method}|${metric}`, `${method}|all`]) {
    const row = scores.get(key) ?? { n: 0, first: 0, three: 0 };
    const at = order.indexOf(truth);
    scores.set(key, {
      n: row.n + 1,
      first: row.first + Number(at === 0),
      three: row.three + Number(at >= 0 && at < 3),
    });
  }
}

for (const half of ['train', 'test']) {
  for (const issue of readdirSync(path.join(root, half))) {
    const folder = path.join(root, half, issue);
    if (!existsSync(path.join(folder, 'target.json'))) continue;
    const { target, root_cause: cause } = JSON.parse(readFileSync(path.join(folder, 'target.json'), 'utf8')) as {
      target: { node: string; metric: string; agg: string };
      root_cause: { node: string };
    };
    const metrics = readMetrics(path.join(folder, 'metrics.csv'));
    const isDown = target.metric === 'availability';
    const services = [...new Set([...metrics.keys()].map((key) => key.split('|')[0]))];
    const columns = (service: string) => {
      const key = `${service}|${target.metric}|${target.agg}`;
      const [values, baseline] = [metrics.get(key) ?? [], quiet.get(key) ?? []];
      return values.length > 0 && baseline.length > 4 ? { values, baseline } : undefined;
    };
    for (const [name, ranker] of Object.entries(RANKERS)) {
      const order = services
        .flatMap((service) => {
          const found = columns(service);
          return found ? [{ service, score: ranker(found.values, found.baseline, isDown) }] : [];
        })
        .sort((a, b) => b.score - a.score)
        .map(({ service }) => service);
      note(name, target.metric, order, cause.node);
    }
    const upstream = reachable(target.node);
    const strengths = new Map<string, number>();
    for (const service of upstream) {
      const found = columns(service);
      const score = found ? strength(found.values, found.baseline, isDown) : 0;
      strengths.set(service, score);
    }
    const isRoot = (service: string) =>
      (strengths.get(service) ?? 0) >= OUTSIDE &&
      (graph.get(service) ?? []).every(
        (callee) =>
          callee === service || (strengths.get(callee) ?? 0) < EXPLAINS * Math.min(20, strengths.get(service) ?? 0),
      );
    const order = [...strengths.keys()].sort(
      (a, b) => Number(isRoot(b)) - Number(isRoot(a)) || (strengths.get(b) ?? 0) - (strengths.get(a) ?? 0),
    );
    note('Observatory: band, graph, unexplained', target.metric, order, cause.node);
  }
}
out('method                                  metric         n   first   first three');
for (const [key, { n, first, three }] of [...scores].sort()) {
  const [method, metric] = key.split('|');
  out(
    `${method.padEnd(39)} ${metric.padEnd(13)} ${String(n).padStart(2)}   ${(first / n).toFixed(3)}   ${(three / n).toFixed(3)}`,
  );
}
