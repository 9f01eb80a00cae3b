import WebSocket from 'ws';
import type { Logger } from '@observatory/grafana-backend-sdk';
import { startFakeSidecar, type FakeSidecar } from '../testing/fake-sidecar.ts';
import { until } from '../testing/until.ts';
import type { LiveRow } from './live-frame.ts';
import type { LiveListener } from './live-query.ts';
import { Upstream } from './upstream.ts';

const silent: Logger = { debug() {}, info() {}, warn() {}, error() {}, with: () => silent };

let sidecar: FakeSidecar;
let upstream: Upstream;
beforeEach(async () => {
  sidecar = await startFakeSidecar();
  upstream = new Upstream({
    connect: () => new WebSocket(`${sidecar.url.replace('http', 'ws')}/stream`),
    logger: silent,
    firstRetryMs: 10,
    maxRetryMs: 20,
  });
});
afterEach(async () => {
  upstream.close();
  await sidecar.stop();
});

function listener(): LiveListener & { got: LiveRow[]; errors: Error[] } {
  const got: LiveRow[] = [];
  const errors: Error[] = [];
  return { got, errors, rows: (rows) => got.push(...rows), refused: (error) => errors.push(error), failed() {} };
}
const times = ({ got }: { got: LiveRow[] }) => got.map(({ timeMs }) => timeMs);

it('asks once for what several want, and no longer when none does', async () => {
  const [one, two] = [listener(), listener()];
  const first = upstream.subscribe('up', 1000, 60_000, one);
  await until(() => sidecar.subscriptions.length === 1);
  const second = upstream.subscribe(' up ', 1000, 60_000, two);
  sidecar.step(1000, { a: 1 });
  await until(() => one.got.length === 1 && two.got.length === 1);
  first.close();
  sidecar.step(2000, { a: 2 });
  await until(() => two.got.length === 2);
  expect([times(one), times(two)]).toEqual([[1000], [1000, 2000]]);
  expect(sidecar.subscriptions).toHaveLength(1);
  second.close();
  await until(() => sidecar.subscriptions.length === 0);
  expect([upstream.connections, upstream.subscriptions]).toEqual([0, 0]);
});

it('opens another connection when one is full', async () => {
  sidecar.maxSubscriptions = 7;
  const listeners = Array.from({ length: 20 }, listener);
  const open = listeners.map((each, index) => upstream.subscribe(`metric_${index}`, 1000, 60_000, each));
  await until(() => sidecar.subscriptions.length === 20);
  sidecar.step(1000, { a: 1 });
  await until(() => listeners.every(({ got }) => got.length === 1));
  expect(sidecar.sockets).toBeLessThanOrEqual(4);
  for (const each of open) each.close();
  await until(() => sidecar.subscriptions.length === 0);
});

it('connects again and again, and tells nobody twice what he knows', async () => {
  const one = listener();
  upstream.subscribe('up', 1000, 60_000, one);
  await until(() => sidecar.subscriptions.length === 1);
  sidecar.step(2000, { a: 2 });
  await until(() => one.got.length === 1);
  sidecar.history = ({ spec }) => {
    expect(spec).toMatchObject({ query: 'up', stepMs: 1000 });
    return [
      {
        type: 'meta',
        series: [
          { id: 5, labels: { name: 'a' } },
          { id: 6, labels: { name: 'b' } },
        ],
      },
      {
        type: 'history',
        startMs: 1000,
        stepMs: 1000,
        length: 3,
        ids: [5, 6],
        values: [
          [1, 2, 3],
          [null, null, 'NaN'],
        ],
      },
    ];
  };
  const { port } = sidecar;
  await sidecar.stop();
  const before = sidecar;
  sidecar = await startFakeSidecar(port);
  sidecar.history = before.history;
  await until(() => one.got.length === 2);
  expect(times(one)).toEqual([2000, 3000]);
  expect([...one.got[1].values]).toEqual([
    ['{name="a"}', 3],
    ['{name="b"}', NaN],
  ]);
});

it('takes the window for its series and the newest step alone, since viewers bring the rest', async () => {
  sidecar.history = () => [
    {
      type: 'meta',
      series: [
        { id: 1, labels: { name: 'a' } },
        { id: 2, labels: { name: 'ended' } },
      ],
    },
    {
      type: 'history',
      startMs: 0,
      stepMs: 1000,
      length: 3,
      ids: [1, 2],
      values: [
        [0, 1, 2],
        [7, null, null],
      ],
    },
  ];
  const one = listener();
  const { query } = upstream.subscribe('up', 1000, 60_000, one);
  await until(() => one.got.length === 1);
  expect(times(one)).toEqual([2000]);
  expect([...query.series.keys()]).toEqual(['{name="a"}', '{name="ended"}']);
});

it('says why the sidecar refuses', async () => {
  const one = listener();
  upstream.subscribe('refuse', 1000, 60_000, one);
  await until(() => one.errors.length === 1);
  expect(one.errors[0].message).toBe('no vector: ask for less');
});
