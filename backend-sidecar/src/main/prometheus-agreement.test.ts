/**
 * Answers of the embedded store and engine beside those of a real Prometheus that was fed the same samples by remote write:
 * Debian's 2.42 on the PATH, and the Prometheus 3 that PROMETHEUS3 names. PULSAR_DASHBOARDS may name folders (separated by
 * colons) of dashboards whose queries are compared too. Differences that are meant are listed in docs/guide/promql.md.
 */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parse } from 'yaml';
import { createEngine, parseExpr } from '../promql/index.ts';
import type { PromqlSource, QueryValue } from '../storage.ts';
import { compareAnswers } from '../testing/agreement/compare-answers.ts';
import { dashboardQueries } from '../testing/agreement/dashboard-queries.ts';
import { isInstalled, startPrometheus } from '../testing/agreement/prometheus-server.ts';
import { HANDWRITTEN } from '../testing/agreement/queries.ts';
import { corpusFolder, recordedSeries } from '../testing/agreement/recorded-series.ts';
import { openDatabase } from '../tsdb/db.ts';
import { systemClock } from '../util/clock.ts';
import { silentLogger } from '../util/logger.ts';

const WINDOW_MS = 600_000;
const STEP_MS = 30_000;

interface Peer {
  name: string;
  binary: string | undefined;
  major: 2 | 3;
  /** Of two values that differ only in the order in which sums were added up. */
  tolerance: number;
  /** Queries evaluated that far after a scrape. Before 3.0 a window included its start: samples must not lie on it. */
  shiftMs: number;
}

const PEERS: readonly Peer[] = [
  { name: 'Prometheus 3', binary: process.env.PROMETHEUS3, major: 3, tolerance: 1e-13, shiftMs: 0 },
  { name: 'Prometheus 2.42', binary: 'prometheus', major: 2, tolerance: 1e-9, shiftMs: 7000 },
];

/** Queries whose answers differ on purpose, and why: docs/guide/promql.md. */
const MEANT: Readonly<Record<2 | 3, readonly { query: RegExp; why: string }[]>> = {
  2: [
    {
      query: /\[[^\]]+:[^\]]*\]/,
      why: 'steps of subqueries fall on scrapes, where windows before 3.0 held one sample more',
    },
    { query: /\b(topk|bottomk)\b/, why: 'of equal values others are picked' },
    { query: /\batan2\b/, why: 'before 3.0 atan2 kept the metric name' },
    { query: /\bhistogram_fraction\b/, why: 'before 3.0 it knew native histograms only' },
  ],
  3: [],
};

const corpus = corpusFolder();

for (const peer of PEERS) {
  const missing =
    corpus === undefined
      ? 'no corpus'
      : !peer.binary
        ? 'PROMETHEUS3 is not set'
        : !isInstalled(peer.binary)
          ? 'not installed'
          : undefined;
  const test = missing === undefined ? it : it.skip;
  describe(`agreement with ${peer.name}`, () => {
    test(`of every query${missing ? ` (skipped: ${missing})` : ''}`, async () => {
      const report = await compareAll(peer, corpus ?? '');
      if (process.env.AGREEMENT_REPORT) process.stdout.write(report.summary);
      expect(report.differences).toEqual([]);
      expect(report.compared).toBeGreaterThan(150);
      expect(report.values).toBeGreaterThan(10_000);
    }, 300_000);
  });
}

interface Report {
  differences: string[];
  compared: number;
  values: number;
  summary: string;
}

async function compareAll(peer: Peer, corpusPath: string): Promise<Report> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'agreement-store-'));
  const server = await startPrometheus(peer.binary ?? '', peer.major);
  const database = await openDatabase({ path: folder, clock: systemClock, logger: silentLogger });
  try {
    const lastScrapeMs = Math.floor(Date.now() / 15_000) * 15_000 - 60_000;
    const series = recordedSeries(corpusPath, lastScrapeMs, 2);
    await server.write(series);
    for (const { labels, timestamps, values } of series) {
      const ref = database.seriesRef(labels);
      timestamps.forEach((timestamp, i) => database.append(ref, timestamp, values[i]));
    }
    const engine = createEngine({ source: database, clock: systemClock, maxSeries: 1_000_000 });
    const endMs = lastScrapeMs - 30_000 + peer.shiftMs;
    const report: Report = { differences: [], compared: 0, values: 0, summary: '' };
    let exact = 0;
    let worst = 0;
    let empty = 0;
    const refused: string[] = [];
    for (const query of allQueries()) {
      if (MEANT[peer.major].some((each) => each.query.test(query))) continue;
      for (const kind of ['query', 'query_range'] as const) {
        const ours = await ask(engine, kind, query, endMs);
        const theirs = await server.query(kind, paramsOf(kind, query, endMs));
        if (theirs.status === 'error') {
          // What an older Prometheus does not know cannot be compared; errors of both are compared by their texts.
          if (typeof ours !== 'string') refused.push(`${query}: ${theirs.error}`);
          else if (peer.major === 3 && normal(ours) !== normal(theirs.error))
            report.differences.push(`${kind} ${query}: error ${ours}, theirs ${theirs.error}`);
          continue;
        }
        if (typeof ours === 'string') {
          report.differences.push(`${kind} ${query}: error ${ours}, theirs an answer`);
          continue;
        }
        const comparison = compareAnswers(ours, theirs.data, peer.tolerance);
        report.compared++;
        report.values += comparison.values;
        exact += comparison.exact;
        worst = Math.max(worst, comparison.worst);
        if (comparison.values === 0) empty++;
        if (comparison.difference !== undefined) report.differences.push(`${kind} ${query}: ${comparison.difference}`);
      }
    }
    if (peer.major === 3) report.differences.push(...refused.map((each) => `only ours answers: ${each}`));
    report.summary =
      `${peer.name}: ${report.compared} answers compared (${empty} empty), ${report.values} values, ` +
      `${exact} equal to the last bit, others at most ${worst.toExponential(1)} apart; ${refused.length} not known there; ` +
      `${report.differences.length} differences\n${report.differences.map((each) => `  ${each}\n`).join('')}` +
      refused.map((each) => `  not known: ${each}\n`).join('');
    return report;
  } finally {
    await database.close();
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

function allQueries(): string[] {
  const dashboards = (process.env.PULSAR_DASHBOARDS ?? '').split(':').filter((folder) => existsSync(folder));
  return [...new Set([...HANDWRITTEN, ...ruleQueries(), ...dashboardQueries(dashboards)])];
}

/** Expressions of the rules that the product ships. */
function ruleQueries(): string[] {
  const folder = ['provisioning/rules', '../provisioning/rules'].find((each) => existsSync(each));
  if (folder === undefined) return [];
  const files = readdirSync(folder).filter((file) => /\.ya?ml$/.test(file));
  return files.flatMap((file) => {
    const { groups = [] } = (parse(readFileSync(path.join(folder, file), 'utf8')) ?? {}) as {
      groups?: { rules?: { expr?: string }[] }[];
    };
    return groups.flatMap(({ rules = [] }) => rules.flatMap(({ expr }) => (expr === undefined ? [] : [String(expr)])));
  });
}

/** Our answer, or the text of our error. */
async function ask(
  engine: PromqlSource,
  kind: 'query' | 'query_range',
  query: string,
  endMs: number,
): Promise<QueryValue | string> {
  try {
    parseExpr(query);
    const result =
      kind === 'query'
        ? await engine.instant(query, endMs)
        : await engine.range(query, endMs - WINDOW_MS, endMs, STEP_MS);
    return result.value;
  } catch (error) {
    return (error as Error).message;
  }
}

function paramsOf(kind: 'query' | 'query_range', query: string, endMs: number): Record<string, string> {
  if (kind === 'query') return { query, time: String(endMs / 1000) };
  return { query, start: String((endMs - WINDOW_MS) / 1000), end: String(endMs / 1000), step: String(STEP_MS / 1000) };
}

const normal = (error: string) => error.replace(/^invalid parameter "query": /, '');
