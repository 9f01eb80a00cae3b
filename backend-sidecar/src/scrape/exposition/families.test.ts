import type { Dialect } from './line-cursor.ts';
import { FamilyTracker } from './families.ts';
import { parseExposition } from './parse.ts';

function track(body: string, dialect: Dialect = { format: 'text', strict: false }) {
  const families = new FamilyTracker(dialect);
  parseExposition(Buffer.from(body), dialect, {
    sample: ({ labels }, line) => families.sample(labels.metricName, line),
    comment: (comment, line) => families.comment(comment, line),
  });
  const { metadata, repairs } = families.finish();
  return { metadata: Object.fromEntries(metadata), repairs };
}

describe('families', () => {
  it('take type, help and unit from the page', () => {
    const body =
      '# TYPE a_seconds histogram\n# HELP a_seconds Time.\n# UNIT a_seconds seconds\na_seconds_bucket{le="+Inf"} 1\na_seconds_count 1\na_seconds_sum 1\n# EOF\n';
    expect(track(body, { format: 'openmetrics', strict: false })).toEqual({
      metadata: { a_seconds: { type: 'histogram', help: 'Time.', unit: 'seconds' } },
      repairs: {},
    });
  });

  it('describe a counter of OpenMetrics by the name of its series', () => {
    const body = '# TYPE a counter\na_total 1\na_created 2\n# TYPE b info\nb_info{v="1"} 1\n';
    const metadata = { a_total: { type: 'counter', help: '', unit: '' }, b_info: { type: 'info', help: '', unit: '' } };
    expect(track(`${body}# EOF\n`, { format: 'openmetrics', strict: false })).toEqual({ metadata, repairs: {} });
    expect(track(body.replace('info\n', 'gauge\n'))).toMatchObject({
      repairs: { openmetrics_names: 1, type_without_samples: 1 },
    });
  });

  it('leave `x_created` alone where it has a type of its own, as ZooKeeper writes it', () => {
    const { metadata, repairs } = track('# TYPE a summary\na_sum 1\na_count 1\n# TYPE a_created gauge\na_created 2\n');
    expect(repairs).toEqual({});
    expect(metadata.a_created).toMatchObject({ type: 'gauge' });
  });

  it('count each interrupted family once, but only where a type says what belongs together', () => {
    const body = '# TYPE a gauge\n# TYPE b gauge\na{x="1"} 1\nb 1\na{x="2"} 1\nb 2\na{x="3"} 1\n';
    expect(track(body).repairs).toEqual({ split_family: 2 });
    expect(() => track(body, { format: 'text', strict: true })).toThrow(
      'line 5: samples of metric family "a" are not contiguous',
    );
    expect(track('a 1\na_sum 1\na 2\n').repairs).toEqual({});
  });

  it('say which quantiles are stepped, and that count and sum are not', () => {
    const { metadata } = track(
      '# TYPE bookie_flush summary\nbookie_flush{quantile="0.5"} 1\nbookie_flush_count 1\nbookie_flush_sum 1\n',
    );
    expect(metadata).toEqual({
      bookie_flush: { type: 'summary', help: '', unit: '', steppedMs: 60_000 },
      bookie_flush_count: { type: 'counter', help: '', unit: '' },
      bookie_flush_sum: { type: 'counter', help: '', unit: '' },
    });
  });

  it('know stepped metrics without any TYPE line', () => {
    expect(track('pulsar_rate_in 1\nother 1\n').metadata).toEqual({
      pulsar_rate_in: { type: 'unknown', help: '', unit: '', steppedMs: 60_000 },
    });
  });
});
