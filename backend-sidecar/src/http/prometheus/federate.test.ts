import { Labels } from '../../model/labels.ts';
import { setStaleAt } from '../../model/stale.ts';
import type { SeriesSource } from '../../storage.ts';
import { fakeContext, startTestServer, START_MS } from '../testing/fake-context.ts';
import { rawRequest } from '../testing/raw-request.ts';

const SERIES: { labels: Record<string, string>; samples: [timestampMs: number, value: number | 'stale'][] }[] = [
  {
    labels: { __name__: 'up', job: 'broker', instance: 'a:1' },
    samples: [
      [START_MS - 20_000, 0],
      [START_MS - 5000, 1],
    ],
  },
  {
    labels: { __name__: 'up', job: 'bookie', instance: 'b:1' },
    samples: [
      [START_MS - 5000, 1],
      [START_MS - 4000, 'stale'],
    ],
  },
  { labels: { __name__: 'a.b', 'x.y': 'c"\\\n' }, samples: [[START_MS, Number.POSITIVE_INFINITY]] },
  { labels: { __name__: 'empty', instance: 'a:1' }, samples: [] },
];

function source(seen: { minTimeMs: number; maxTimeMs: number }[]): SeriesSource {
  return {
    ...fakeContext().source,
    select: ({ minTimeMs, maxTimeMs }) => {
      seen.push({ minTimeMs, maxTimeMs });
      return Promise.resolve({
        count: SERIES.length,
        labels: (index) => Labels.fromObject(SERIES[index].labels),
        read(index, out) {
          out.length = 0;
          for (const [timestampMs, value] of SERIES[index].samples) {
            out.timestamps[out.length] = timestampMs;
            if (value === 'stale') setStaleAt(out.valueWords, out.length);
            else out.values[out.length] = value;
            out.length++;
          }
        },
        close() {},
      });
    },
  };
}

it('gives the newest sample of each series that is not stale, once, as text', async () => {
  const seen: { minTimeMs: number; maxTimeMs: number }[] = [];
  const settings = { ...fakeContext().settings(), externalLabels: Labels.fromObject({ zone: 'z1', job: 'ignored' }) };
  const running = await startTestServer({ context: fakeContext({ source: source(seen), settings: () => settings }) });
  const { headers, text } = await rawRequest(running.port, { path: '/federate?match[]=up&match[]=down' });
  await running.server.stop();
  expect(headers['content-type']).toBe('text/plain; version=0.0.4; charset=utf-8');
  expect(text).toBe(
    [
      '# TYPE "a.b" untyped',
      `{"a.b","x.y"="c\\"\\\\\\n",job="ignored",zone="z1",instance=""} +Inf ${START_MS}`,
      '# TYPE up untyped',
      `up{instance="a:1",job="broker",zone="z1"} 1 ${START_MS - 5000}`,
      '',
    ].join('\n'),
  );
  expect(seen).toEqual([
    { minTimeMs: START_MS - 299_999, maxTimeMs: START_MS },
    { minTimeMs: START_MS - 299_999, maxTimeMs: START_MS },
  ]);
});
