import fc from 'fast-check';
import { RecordingAppender } from '../../testing/recording-appender.ts';
import { ImportFeed } from './import-feed.ts';

function run(body: string, contentType = 'text/plain; version=0.0.4', cuts: number[] = []) {
  const appender = new RecordingAppender();
  const feed = new ImportFeed(appender, contentType);
  const bytes = Buffer.from(body);
  let from = 0;
  for (const cut of [...cuts.map((each) => each % (bytes.length + 1)).sort((a, b) => a - b), bytes.length]) {
    feed.write(bytes.subarray(from, cut));
    from = cut;
  }
  return { report: feed.finish(), log: appender.take(), appender };
}

it('appends each sample at its own time, whatever its age', () => {
  const { report, log, appender } = run(
    '# HELP requests_total Requests\n# TYPE requests_total counter\nrequests_total{code="200"} 1 0\nrequests_total{code="200"} 2 1700000000000\nrequests_total{code="500"} 3 -5\nup 1 7\n',
  );
  expect(report).toEqual({ lines: 6, appended: 4, oldestMs: -5, refused: {}, errorLines: 0, errors: [] });
  expect(log).toEqual([
    'requests_total{code="200"} 1 @0 timed',
    'requests_total{code="200"} 2 @1700000000000 timed',
    'requests_total{code="500"} 3 @-5 timed',
    'up 1 @7 timed',
  ]);
  expect(appender.metadata.get('requests_total')).toMatchObject({ type: 'counter', help: 'Requests' });
});

it('reads OpenMetrics with seconds, over exemplars, and misses its end', () => {
  const body = 'a_total 1 1.5 # {trace_id="x"} 0.5\na_total 2 2.5\n';
  const { report, log } = run(body, 'application/openmetrics-text; version=1.0.0');
  expect(log).toEqual(['a_total 1 @1500 timed', 'a_total 2 @2500 timed']);
  expect(report.errors).toEqual([{ line: 2, error: expect.stringContaining('# EOF') }]);
  expect(run(`${body}# EOF\n`, 'application/openmetrics-text').report.errors).toEqual([]);
});

it('names the lines it does not understand and keeps the others', () => {
  const { report, log } = run('a 1 1\nb 1\nc{x="y} 1 1\nd one 1\na 2 2');
  expect(log).toEqual(['a 1 @1 timed', 'a 2 @2 timed']);
  expect(report).toMatchObject({ lines: 5, appended: 2, errorLines: 3 });
  expect(report.errors.map(({ line }) => line)).toEqual([2, 3, 4]);
  expect(report.errors[0].error).toContain('no timestamp');
});

it('reports a full store by line and goes on', () => {
  const appender = new RecordingAppender();
  appender.seriesLimit = 1;
  const feed = new ImportFeed(appender, 'text/plain');
  feed.write(Buffer.from('a 1 1\nb 1 1\na 2 2\n'));
  expect(feed.finish()).toMatchObject({ appended: 2, errors: [{ line: 2, error: 'too many series' }] });
});

it('remembers only the first errors, and counts all', () => {
  const { report } = run('bad\n'.repeat(1000));
  expect(report.errorLines).toBe(1000);
  expect(report.errors).toHaveLength(50);
});

it('refuses a line without end', () => {
  const feed = new ImportFeed(new RecordingAppender(), 'text/plain');
  expect(() => feed.write(Buffer.alloc((1 << 20) + 1, 'x'))).toThrow(
    expect.objectContaining({ code: 'OBS_IMPORT_LINE' }),
  );
});

const name = fc.constantFrom('a', 'b_total', 'c:d');
const labelValue = fc
  .string({ unit: 'grapheme', maxLength: 6 })
  .map((text) => JSON.stringify(text.replaceAll(/\p{Cc}/gu, ' ')));
const labels = fc.oneof(
  fc.constant(''),
  fc.constant('{}'),
  labelValue.map((value) => `{x=${value}}`),
  fc.tuple(labelValue, labelValue).map(([x, y]) => `{x=${x},y=${y}}`),
);
const line = fc.oneof(
  {
    arbitrary: fc
      .tuple(name, labels, fc.constantFrom('1', 'NaN', '-0', '1e9'), fc.integer({ min: -9, max: 9 }))
      .map((parts) => `${parts[0]}${parts[1]} ${parts[2]} ${parts[3]}`),
    weight: 8,
  },
  { arbitrary: fc.string({ maxLength: 12 }).map((text) => text.replaceAll('\n', ' ')), weight: 1 },
);

it('is the same however the body is cut, and whether a series was seen before', () => {
  fc.assert(
    fc.property(fc.array(line, { maxLength: 20 }), fc.array(fc.nat(), { maxLength: 6 }), (lines, cuts) => {
      const whole = run(lines.join('\n'));
      expect(run(lines.join('\n'), undefined, cuts)).toMatchObject({ report: whole.report, log: whole.log });
      // A feed that knows no series yet, one a line.
      const apart = lines.flatMap((each) => run(each).log);
      expect(apart).toEqual(whole.log);
    }),
    { numRuns: 300 },
  );
});
