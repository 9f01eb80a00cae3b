import { Labels } from '../model/labels.ts';
import { RecordingAppender } from '../testing/recording-appender.ts';
import { createIngester } from './ingest.ts';
import { CachedIngester } from './ingest-cached.ts';
import { scanKernel } from './ingest-kernel.ts';
import type { IngestOptions, IngestResult, Ingester } from './ingest-types.ts';

const NO_LIMITS = {
  sampleLimit: 0,
  labelLimit: 0,
  labelNameLengthLimit: 0,
  labelValueLengthLimit: 0,
  bodySizeLimitBytes: 0,
};

function setUp(options: Partial<IngestOptions> = {}, fallback: 'text' | 'openmetrics' = 'text') {
  const appender = new RecordingAppender();
  const all: IngestOptions = {
    mutateLabels: (labels) => labels,
    honorTimestamps: true,
    trackTimestampsStaleness: false,
    limits: NO_LIMITS,
    strict: false,
    ...options,
  };
  const ingester = createIngester(appender, all, fallback);
  let now = 0;
  const scrape = (body: string, contentType?: string): IngestResult => {
    ingester.begin(contentType, undefined);
    ingester.write(Buffer.from(body));
    return ingester.finish((now += 10));
  };
  return { appender, ingester, scrape, read: (body: string) => (scrape(body), appender.take()) };
}

describe.each([false, true])('an ingester (strict %s)', (strict) => {
  it('stores samples, new values and staleness markers', () => {
    const { read } = setUp({ strict });
    expect(read('a 1\nb{x="y"} 2\n')).toEqual(['a 1 @10', 'b{x="y"} 2 @10']);
    expect(read('a 1\nb{x="y"} 3\n')).toEqual(['a 1 @20', 'b{x="y"} 3 @20']);
    expect(read('b{x="y"} 3\nc 4\n')).toEqual(['a stale @30', 'b{x="y"} 3 @30', 'c 4 @30']);
    expect(read('')).toEqual(['b{x="y"} stale @40', 'c stale @40']);
    expect(read('a 5')).toEqual(['a 5 @50']);
  });

  it('tells a measured NaN from a staleness marker', () => {
    const { read } = setUp({ strict });
    expect(read('a NaN\nb 1\n')).toEqual(['a NaN @10', 'b 1 @10']);
    expect(read('a NaN\nb NaN\n')).toEqual(['a NaN @20', 'b NaN @20']);
    expect(read('a nan\nb NaN\n')).toEqual(['a NaN @30', 'b NaN @30']);
  });

  it('keeps the layout version while the list of series stays', () => {
    const { scrape, appender } = setUp({ strict });
    for (const body of ['a 1\nb 2\n', 'a 2\nb 2\n', '# HELP a x\na 2\nb 2\n', 'b 2\na 2\n', 'b 2\n']) scrape(body);
    expect(appender.batches.map((batch) => batch.layoutVersion)).toEqual([1, 1, 1, 2, 3]);
    expect(new Set(appender.batches.map((batch) => batch.layoutId)).size).toBe(1);
  });

  it('counts what is exposed, kept and new', () => {
    const { scrape } = setUp({
      strict,
      mutateLabels: (labels) => (labels.metricName === 'drop' ? undefined : labels.with('job', 'j')),
    });
    expect(scrape('a 1\ndrop 1\nb 1\n')).toMatchObject({ scraped: 3, postRelabel: 2, added: 2, bodyBytes: 15 });
    expect(scrape('a 2\ndrop 2\nb 1\nc 1\n')).toMatchObject({ scraped: 4, postRelabel: 3, added: 1 });
    expect(scrape('a 2\ndrop 2\nb 1\nc 1\n')).toMatchObject({ scraped: 4, postRelabel: 3, added: 0 });
  });

  it('appends lines with times at their times', () => {
    const { read } = setUp({ strict });
    expect(read('a 1 5\nb 2\n')).toEqual(['b 2 @10', 'a 1 @5']);
    expect(read('a 1 6\nb 3\n')).toEqual(['b 3 @20', 'a 1 @6']);
    expect(read('a 2 -6\nc 1 7\nb 3\n')).toEqual(['b 3 @30', 'a 2 @-6 timed', 'c 1 @7 timed']);
    // Series with times of their own end without a marker.
    expect(read('b 3\n')).toEqual(['b 3 @40']);
    expect(read('a 1\nb 3\n')).toEqual(['a 1 @50', 'b 3 @50']);
  });

  it('marks them stale when asked to track them', () => {
    const { read, ingester, appender } = setUp({ strict, trackTimestampsStaleness: true });
    read('a 1 5\nb 2 5\n');
    expect(read('b 2 6\n')).toEqual(['a stale @20', 'b 2 @6']);
    ingester.markStale(25);
    expect(appender.take()).toEqual(['b stale @25']);
  });

  it('ignores times when told to', () => {
    const { read } = setUp({ strict, honorTimestamps: false });
    expect(read('a 1 5\n')).toEqual(['a 1 @10']);
    expect(read('a 2 6\n')).toEqual(['a 2 @20']);
    expect(read('')).toEqual(['a stale @30']);
  });

  it('reads OpenMetrics with exemplars at each scrape', () => {
    const { scrape, appender } = setUp({ strict });
    const body = (value: number) => `# TYPE a counter\na_total ${value} # {t="x"} 0.5 3\n# EOF\n`;
    for (const value of [1, 1, 2]) scrape(body(value), 'application/openmetrics-text; version=1.0.0');
    expect(appender.take()).toEqual(
      [1, 1, 2].flatMap((value, i) => [`a_total ${value} @${10 * (i + 1)}`, 'a_total exemplar {t="x"} 0.5 @3000']),
    );
    expect(appender.metadata.get('a_total')).toEqual({ type: 'counter', help: '', unit: '' });
  });

  it('stores nothing of a body that cannot be read, names the line and goes on with the next', () => {
    const { read, scrape, appender } = setUp({ strict });
    read('a 1\nb 2\n');
    expect(() => scrape('a 2\nnew 1\nb two\nc 1\n')).toThrow(
      expect.objectContaining({ code: 'OBS_SCRAPE_SYNTAX', line: 3, message: expect.stringMatching(/^line 3: /) }),
    );
    expect(appender.take()).toEqual([]);
    expect(appender.seriesNames()).toHaveLength(2);
    expect(read('a 1\nb 2\n')).toEqual(['a 1 @30', 'b 2 @30']);
  });

  it('marks everything stale once', () => {
    const { read, ingester, appender } = setUp({ strict });
    read('a 1\nb 2\n');
    ingester.markStale(15);
    ingester.markStale(16);
    expect(appender.take()).toEqual(['a stale @15', 'b stale @15']);
    expect(read('b 1\n')).toEqual(['b 1 @20']);
  });

  it('resolves series anew that the store dropped during a failure', () => {
    const { read, ingester, appender } = setUp({ strict });
    read('a 1\nb 2\n');
    ingester.markStale(15);
    appender.drop(Labels.fromObject({ __name__: 'a' }));
    appender.take();
    expect(read('a 1\nb 2\n')).toEqual(['a 1 @20', 'b 2 @20']);
  });

  it('resolves all series anew after a long pause, when refs may mean others', () => {
    const { read, ingester, appender } = setUp({ strict });
    read('a 1\nb 2\n');
    appender.drop(Labels.fromObject({ __name__: 'a' }));
    ingester.begin('text/plain', undefined);
    ingester.write(Buffer.from('a 1\nb 2\n'));
    ingester.finish(3_600_000);
    expect(appender.take()).toEqual(['a 1 @3600000', 'b 2 @3600000']);
  });

  it.each([
    ['sample_limit', { sampleLimit: 2 }, 'a 1\nb 2\nc 3\n', 'OBS_SCRAPE_SAMPLE_LIMIT', 'sample limit exceeded'],
    [
      'label_limit',
      { labelLimit: 2 },
      'a 1\nb{x="1",y="2"} 2\n',
      'OBS_SCRAPE_LABEL_LIMIT',
      'line 2: label_limit exceeded (metric: b, number of labels: 3, limit: 2)',
    ],
    [
      'label_name_length_limit',
      { labelNameLengthLimit: 8 },
      'a{long_name="1"} 1',
      'OBS_SCRAPE_LABEL_LIMIT',
      'line 1: label_name_length_limit exceeded (metric: a, label name: long_name, length: 9, limit: 8)',
    ],
    [
      'label_value_length_limit',
      { labelValueLengthLimit: 4 },
      'a{x="☃☃"} 1',
      'OBS_SCRAPE_LABEL_LIMIT',
      'label_value_length_limit exceeded (metric: a, label name: x, value: "☃☃", length: 6, limit: 4)',
    ],
  ])('holds to %s', (_, limits, body, code, message) => {
    const { scrape, appender } = setUp({ strict, limits: { ...NO_LIMITS, ...limits } });
    expect(() => scrape(body)).toThrow(expect.objectContaining({ code, message: expect.stringContaining(message) }));
    expect(appender.take()).toEqual([]);
    expect(scrape('a 1\n').scraped).toBe(1);
  });

  it('refuses a body beyond its limit while it arrives', () => {
    const { ingester, scrape } = setUp({ strict, limits: { ...NO_LIMITS, bodySizeLimitBytes: 10 } });
    ingester.begin('text/plain', 1_000_000);
    ingester.write(Buffer.from('a 1\n'));
    expect(() => ingester.write(Buffer.from('b 222222\n'))).toThrow('body size limit exceeded (limit: 10 bytes)');
    ingester.abort();
    expect(scrape('a 1\nb 2\n').scraped).toBe(2);
  });

  it('counts series for which the store has no room, and takes them when there is', () => {
    const { scrape, appender } = setUp({ strict });
    appender.seriesLimit = 2;
    const body = 'a 1\nb 1\nc 1\nd 1\n';
    expect(scrape(body)).toMatchObject({ scraped: 4, postRelabel: 4, added: 2, refused: { series_limit: 2 } });
    expect(scrape(body)).toMatchObject({ added: 0, refused: { series_limit: 2 } });
    appender.seriesLimit = 3;
    expect(scrape(body)).toMatchObject({ added: 1, refused: { series_limit: 1 } });
    expect(appender.take().filter((line) => line.startsWith('c '))).toEqual(['c 1 @30']);
  });

  it('reads the same body in any chunks', () => {
    const text = '# TYPE a gauge\na{x="ü☃"} 1.5\nb 2\n';
    const bytes = Buffer.from(text);
    const { ingester, appender } = setUp({ strict });
    for (let cut = 0; cut <= bytes.length; cut++) {
      ingester.begin('text/plain', undefined);
      ingester.write(bytes.subarray(0, cut));
      ingester.write(bytes.subarray(cut));
      ingester.finish(1);
      expect(appender.take()).toEqual(['a{x="ü☃"} 1.5 @1', 'b 2 @1']);
    }
  });

  it('changes the format with the content type and keeps its series', () => {
    const { scrape, appender } = setUp({ strict }, 'openmetrics');
    scrape('a 1\n# EOF\n', 'application/json');
    scrape('a 2\n', 'text/plain');
    expect(appender.take()).toEqual(['a 1 @10', 'a 2 @20']);
    expect(() => scrape('a 3\n')).toThrow('data does not end with # EOF');
  });

  it('marks everything stale when the format changes to an empty body', () => {
    const { scrape, appender } = setUp({ strict });
    scrape(strict ? 'a 1\n' : '# HELP a x\n# HELP a y\na 1\n', 'text/plain');
    appender.take();
    expect(scrape('# EOF\n', 'application/openmetrics-text').repairs).toEqual({});
    expect(appender.take()).toEqual(['a stale @20']);
    scrape('a 1\n# EOF\n', 'application/openmetrics-text');
    appender.take();
    expect(scrape('', 'text/plain').repairs).toEqual({});
    expect(appender.take()).toEqual(['a stale @40']);
  });

  it('names the line behind the first # EOF, even when a known # EOF follows', () => {
    const { scrape } = setUp({ strict }, 'openmetrics');
    const type = 'application/openmetrics-text';
    scrape('a 1\nb 1\n# EOF\n', type);
    expect(() => scrape('# EOF\na 1\nb x\n# EOF\n', type)).toThrow('line 2: unexpected content after # EOF');
    // A new first one (it ends in CR LF), the known one at the end.
    if (!strict)
      expect(() => scrape('# EOF\r\na 1\nb x\n# EOF\n', type)).toThrow('line 2: unexpected content after # EOF');
  });
});

describe('strict and lenient', () => {
  it('differ over a series that occurs twice', () => {
    expect(() => setUp({ strict: true }).scrape('a 1\na 2\n')).toThrow('line 2: duplicate sample for a');
    const { scrape, appender } = setUp();
    for (let i = 0; i < 2; i++) expect(scrape('a 1\na 2\na 1\n').repairs).toEqual({ duplicate_sample: 2 });
    expect(appender.take()).toEqual(['a 1 @10', 'a 1 @20']);
    // The second line is the first once that is gone.
    expect(scrape('a 2\na 1\n').repairs).toEqual({ duplicate_sample: 1 });
    expect(appender.take()).toEqual(['a 2 @30']);
  });

  it('differ over metadata out of order', () => {
    const body = 'a 1\n# TYPE a gauge\n# TYPE a counter\n# HELP a x\n# HELP a y\n';
    expect(() => setUp({ strict: true }).scrape(body)).toThrow(
      'line 2: TYPE reported after samples for metric name "a"',
    );
    const { scrape, appender } = setUp();
    expect(scrape(body).repairs).toEqual({ type_after_samples: 1, duplicate_type: 1, duplicate_help: 1 });
    expect(appender.metadata.get('a')).toEqual({ type: 'gauge', help: 'x', unit: '' });
    expect(scrape(body).repairs).toEqual({ type_after_samples: 1, duplicate_type: 1, duplicate_help: 1 });
    scrape(body.replace('HELP a x', 'HELP a z'));
    expect(appender.metadata.get('a')?.help).toBe('z');
  });
});

describe('the scrape cache', () => {
  it('reads a moved, an inserted and a removed block without touching the rest', () => {
    const { read } = setUp();
    const lines = Array.from(
      { length: 200 },
      (_, i) => `m_${i % 10}{topic="persistent://acme/payments/orders-${i}"} ${i}`,
    );
    read(`${lines.join('\n')}\n`);
    const moved = [
      ...lines.slice(100, 150),
      'new 1',
      ...lines.slice(0, 40),
      ...lines.slice(60, 100),
      ...lines.slice(150),
    ];
    const stored = read(`${moved.join('\n')}\n`);
    expect(stored.filter((line) => line.includes('stale'))).toHaveLength(20);
    expect(stored.filter((line) => !line.includes('stale'))).toEqual(moved.map((line) => `${line} @20`));
  });

  it('does not take a line for another that only begins alike', () => {
    const { read } = setUp();
    read('a 1\nb{x="1"}1\nc 1\n');
    expect(read('a {x="1"} 2\nb{x="1"} 2\nc  3\n')).toEqual([
      'a stale @20',
      'a{x="1"} 2 @20',
      'b{x="1"} 2 @20',
      'c 3 @20',
    ]);
  });

  it('gives back its memory when targets go', () => {
    const { memory } = scanKernel();
    const options = {
      mutateLabels: (labels: Labels) => labels,
      honorTimestamps: true,
      trackTimestampsStaleness: false,
      limits: NO_LIMITS,
      strict: false,
    };
    const body = Buffer.from(Array.from({ length: 3000 }, (_, i) => `metric_name_${i}{topic="t${i}"} ${i}\n`).join(''));
    const run = (ingester: Ingester, bytes: Buffer) => {
      ingester.begin('text/plain', undefined);
      for (let at = 0; at < bytes.length; at += 1000) ingester.write(bytes.subarray(at, at + 1000));
      ingester.finish(1);
    };
    const warm = new CachedIngester(new RecordingAppender(), options, 'text');
    run(warm, body);
    run(warm, body);
    warm.close();
    const before = memory.used;
    for (let round = 0; round < 5; round++) {
      const ingesters = Array.from({ length: 4 }, () => new CachedIngester(new RecordingAppender(), options, 'text'));
      for (const [i, ingester] of ingesters.entries()) run(ingester, body.subarray(0, body.length - 1000 * i));
      expect(memory.used).toBeGreaterThan(before + 3 * body.length);
      ingesters[1].begin('text/plain', undefined);
      ingesters[1].write(body);
      for (const ingester of ingesters) ingester.close();
      expect(memory.used).toBe(before);
    }
  });
});
