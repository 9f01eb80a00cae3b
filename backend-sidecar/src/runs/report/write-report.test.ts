import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { reportPlots as plotsSchema } from '@observatory/protocol/runs';
import type { RunTimeseries } from '@observatory/protocol/runs';
import { BEGIN_MS, madeCluster } from '../compare/testing/made-run.ts';
import { parsePrices } from '../cost/prices.ts';
import { parseOmb } from '../omb/index.ts';
import { reportHtml } from './report-html.ts';
import { reportPlots } from './report-plots.ts';
import type { ReportInput } from './report-input.ts';
import { readResults } from './read-results.ts';
import { writeReport } from './write-report.ts';
import { findingsOf, verdictOf } from './findings.ts';

const corpus = path.resolve(process.cwd(), '../shared/corpus/omb');
const files = existsSync(corpus)
  ? readdirSync(corpus)
      .filter((name) => name.endsWith('.json'))
      .sort()
  : [];
const withCorpus = files.length > 0 ? it : it.skip;
let folder: string;
beforeEach(() => (folder = mkdtempSync(path.join(os.tmpdir(), 'observatory-report-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function inputOf(fields: Record<string, unknown>, more: Partial<ReportInput> = {}): ReportInput {
  const parsed = parseOmb(JSON.stringify(fields), 'x.json');
  if (parsed.status !== 'result') throw new Error(parsed.reason);
  const results = [{ result: parsed.result, sha256: 'abc' }];
  return { title: 'T', version: '1', results, refused: [], facts: [], remarks: [], ...more };
}
const htmlOf = (input: ReportInput) => reportHtml(input, reportPlots(input));
const dataOf = (html: string) =>
  JSON.parse(gunzipSync(Buffer.from(/id="data">([^<]*)</.exec(html)![1], 'base64')).toString()) as unknown;

const cluster: RunTimeseries = {
  schema: 'pulsar-observatory/timeseries/1',
  stepMs: 30_000,
  times: [0, 1, 2].map((index) => Date.UTC(2026, 0, 1) + index * 30_000),
  series: [
    { measure: 'up', node: 'broker-2', tier: 'broker', values: [1, 0, 1] },
    { measure: 'gc', node: 'broker-2', tier: 'broker', values: [5, 450, 5] },
    { measure: 'heap', node: 'broker-2', tier: 'broker', values: [0.85, 0.95, 0.85] },
    { measure: 'heap', node: 'broker-1', tier: 'broker', values: [0.5, 0.4, 0.5] },
  ],
  gaps: [],
};

describe('reports', () => {
  withCorpus(
    'each recorded result becomes all the files, of a size for a mail (skipped without ../shared/corpus)',
    async () => {
      for (const name of files) {
        const out = path.join(folder, name[0]);
        const read = await readResults([path.join(corpus, name)]);
        await writeReport({ title: name, version: '1', facts: [], remarks: [], ...read }, out);
        const charts = ['health', 'latency', 'quantiles', 'resources', 'throughput'];
        expect(readdirSync(path.join(out, 'charts')).sort()).toEqual(charts.map((chart) => `${chart}.html`));
        const html = readFileSync(path.join(out, 'index.html'), 'utf8');
        expect(html.length).toBeLessThan(300_000);
        expect(
          plotsSchema
            .parse(dataOf(html))
            .charts.map(({ id }) => id)
            .sort(),
        ).toEqual(charts);
        const csv = readFileSync(path.join(out, 'metrics.csv'), 'utf8');
        expect(csv.split('\r\n')[1]).toMatch(/^throughput,rates-0,published,elapsed,0,[\d.]+,msgps$/);
        const metrics = JSON.parse(readFileSync(path.join(out, 'metrics.json'), 'utf8')) as { verdict: unknown };
        expect(metrics.verdict).toBeDefined();
      }
    },
  );

  withCorpus('the verdicts of the recorded results', async () => {
    const verdicts: string[] = [];
    for (const name of files) {
      const read = await readResults([path.join(corpus, name)]);
      const { grade, text } = verdictOf(findingsOf({ title: '', version: '', facts: [], remarks: [], ...read }));
      verdicts.push(`${name[0]} ${grade}: ${text}`);
    }
    expect(verdicts).toMatchSnapshot();
  });

  withCorpus('the same results give the same bytes in every file, today and later', async () => {
    const golden: Record<string, string> = {};
    for (const name of files) {
      const written: Buffer[][] = [];
      for (const turn of ['once', 'again']) {
        const out = path.join(folder, name[0] + turn);
        const read = await readResults([path.join(corpus, name)]);
        const paths = await writeReport({ title: name, version: '1', facts: [], remarks: [], ...read }, out);
        written.push(paths.map((file) => readFileSync(file)));
      }
      expect(written[0].map((bytes, index) => bytes.equals(written[1][index]))).toEqual(written[0].map(() => true));
      // Script and style are the views', the packed data is as this machine's zlib packs it: the rest has to stay.
      const html = written[0][0].toString().replace(/<(script|style)[\s\S]*?<\/\1>|sha256-[^&]+/g, '');
      const csv = written[0].at(-2)!.toString();
      golden[name[0]] = [html, csv]
        .map((text) => createHash('sha256').update(text).digest('hex').slice(0, 16))
        .join(' ');
    }
    expect(golden).toMatchSnapshot();
  });

  it('the same input gives the same bytes', () => {
    const fields = {
      workload: 'w',
      publishRate: [1, 2, 3],
      aggregatedPublishLatencyQuantiles: { '50.0': 1, '99.0': 2 },
    };
    const [once, again] = [1, 2].map(() => htmlOf(inputOf(fields, { metrics: cluster })));
    expect(once === again).toBe(true);
  });

  it('loads nothing: one script that its policy knows, no address anywhere outside of names', () => {
    const html = htmlOf(inputOf({ publishRate: [1] }));
    expect(html).toContain('default-src &#39;none&#39;; script-src &#39;sha256-');
    expect(html.match(/<script/g)).toHaveLength(2);
    expect(/<(link|img|iframe|base)\b|@import|[\s:]url\(/i.exec(html)?.[0]).toBeUndefined();
    expect([...html.matchAll(/https?:\/\/[^\s"'`)]+/g)].map(([url]) => url)).toEqual([]);
  });

  it('names in files stay text', () => {
    const html = htmlOf(inputOf({ workload: '</script><img src=x onerror=alert(1)>', publishRate: [1] }));
    expect(html).not.toContain('<img');
    expect(html).toContain('&lt;/script&gt;&lt;img');
  });

  it('verdict, figures and traps are readable without script', () => {
    const html = htmlOf(
      inputOf({ publishRate: [1000, 1000], consumeRate: [500, 500], backlog: [0, 5000], publishErrorRate: [10, 10] }),
    )
      .replace(/<(script|style)[\s\S]*?<\/\1>/g, '')
      .replace(/sha256-[^&]+/, 'sha256-…');
    expect(html).toContain('Publishing failed for 10 msg/s on average, 0.99 % of what was tried.');
    expect(html).toContain(
      'Consumers did not keep up: 500 msg/s of 1k msg/s (50 %), and the backlog grew by 5k messages.',
    );
    expect(html).toContain('The file holds no times');
    expect(html).toMatchSnapshot();
  });

  it("the cluster's own series speak: lost nodes, pauses with the heap, uneven load", () => {
    const texts = findingsOf(inputOf({ publishRate: [1] }, { metrics: cluster })).map(({ text }) => text);
    expect(texts).toContain('broker-2 was down in 1 of 3 samples, first at 00:00:30 UTC.');
    expect(texts).toContain(
      'broker-2 spent 450 ms of each second in garbage collection at 00:00:30 UTC, its heap 95 % full.',
    );
    expect(texts).toContain('Load is uneven: broker-2 above 80 % heap all run, the others below 60 %.');
  });

  it('what happened, when, where and beside what', () => {
    const gc = madeCluster(60, {
      'broker-1': { gc: () => 4, heap: () => 0.5, cpu: () => 0.5, rateIn: (index) => 10_000 + index * 50 },
      'broker-2': {
        gc: (index) => (index === 14 ? 450 : 5),
        heap: (index) => (index === 14 ? 0.95 : 0.6),
        cpu: (index) => 0.4 + index * 0.002,
        rateIn: (index) => 10_000 + index * 50,
      },
    });
    const p99 = Array.from({ length: 60 }, (_, index) => (index === 13 ? 500 : 12 + (index % 5)));
    const input = inputOf({ publishRate: p99.map(() => 20_000), publishLatency99pct: p99 });
    input.results[0].alignment = { beginMs: BEGIN_MS, correlation: 0.9, uncertaintyMs: 5000 };
    input.metrics = gc;
    input.prices = parsePrices('broker=1.2,currency=EUR');
    const texts = findingsOf(input).map(({ grade, text }) => `${grade}: ${text}`);
    expect(texts).toContain(
      'warn: p99 publish latency reached 500 ms, usually 14 ms, at 02:10 (10:02:10 UTC), while broker-2 spent 450 ms of each second in garbage collection, its heap 95 % full.',
    );
    expect(texts.find((text) => text.includes('carried on'))).toMatch(
      /^info: The brokers took 22.9k msg\/s, broker-2 at 45.9 % CPU; carried on as it went, that broker is at 95 % near /,
    );
    expect(texts.join(' ')).not.toContain('uneven');
    const html = htmlOf(input);
    expect(html).toContain('<th scope="row">Cost of a million messages</th><td>0.0333 EUR</td>');
  });

  it('one broker that takes most of the load is named', () => {
    const metrics = madeCluster(20, { 'broker-1': { rateIn: () => 900 }, 'broker-2': { rateIn: () => 300 } });
    expect(findingsOf(inputOf({ publishRate: [1] }, { metrics })).map(({ text }) => text)).toContain(
      'Load is uneven: broker-1 took 900 msg/s, 1.5 times the mean of 2 brokers; broker-2 took least, 300 msg/s.',
    );
  });

  it('pictures without script: small, whole, and spikes in them', () => {
    const spiky = Array.from({ length: 5000 }, (_, index) => (index === 2777 ? 9000 : 100 + (index % 7)));
    const html = htmlOf(inputOf({ publishRate: spiky }, { metrics: cluster }));
    const pictures = [...html.matchAll(/<svg.*?<\/svg>/gs)].map(([svg]) => svg);
    expect(pictures.length).toBeGreaterThan(4);
    expect(Math.max(...pictures.map((svg) => svg.length))).toBeLessThan(12_000);
    expect(html).toContain('published: 100 msg/s to 9k msg/s');
    // Nothing is drawn outside of its picture.
    for (const svg of pictures) expect(/NaN|Infinity|undefined/.exec(svg)).toBeNull();
  });

  it('files that are no results are said to be left out; a folder that cannot be written is an error with a code', async () => {
    const read = await readResults([path.join(folder, 'missing.json')]);
    expect(read.refused).toEqual([{ fileName: 'missing.json', reason: expect.stringContaining('cannot be read') }]);
    writeFileSync(path.join(folder, 'file'), '');
    await expect(
      writeReport(inputOf({ publishRate: [1] }), path.join(folder, 'file', 'in-a-file')),
    ).rejects.toMatchObject({
      code: 'OBS_RUN_WRITE',
    });
  });
});
