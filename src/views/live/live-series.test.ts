import type { WatchHandlers } from '../host/ViewHost.ts';
import { fakeViewHost } from '../host/testing/fake-view-host.ts';
import { LiveSeries } from './live-series.ts';

const SPEC = { id: 'x', title: 'X', query: 'x', unit: 'short', legend: ['i'] } as const;

function started(windowMs = 10_000) {
  let handlers: WatchHandlers | undefined;
  const host = fakeViewHost({
    watch: (_spec, own) => {
      handlers = own;
      return () => (handlers = undefined);
    },
  });
  const series = new LiveSeries(host, SPEC, 1000, windowMs);
  const told: number[] = [];
  const stop = series.subscribe(() => told.push(series.get().revision));
  const send = (payload: unknown, timeMs = 0) => handlers?.onPayload(payload, timeMs);
  const step = (t: number, id: number) => send({ type: 'vector', t, ids: [id], values: [t] }, t);
  const meta = (...ids: number[]) =>
    send({ type: 'meta', series: ids.map((id) => ({ id, labels: { i: String(id) } })) });
  return {
    series,
    told,
    stop,
    send,
    step,
    meta,
    isWatched: () => handlers !== undefined,
    reset: () => handlers?.onReset(),
  };
}

const nextTurn = () => new Promise((resolve) => setTimeout(resolve, 0));

describe('LiveSeries', () => {
  it('keeps no more rows and series than the window has, however long it runs', () => {
    const { series, step, meta } = started(10_000);
    for (let second = 0; second < 5000; second++) {
      if (second % 100 === 0) meta(second);
      step(second * 1000, second - (second % 100));
    }
    const { columns } = series.get();
    expect(columns.length).toBeLessThanOrEqual(12);
    expect(columns.series.length).toBeLessThanOrEqual(3);
  });

  it('tells the picture of every change, and React of some', async () => {
    const { series, told, step, meta } = started();
    let drawn = 0;
    series.get().onData?.(() => drawn++);
    meta(1);
    for (let second = 0; second < 20; second++) {
      step(second * 1000, 1);
      await nextTurn();
    }
    expect(drawn).toBe(20);
    expect(told.length).toBeGreaterThanOrEqual(1);
    expect(told.length).toBeLessThan(20);
  });

  it('shows what was there while paused, and all of it afterwards', () => {
    const { series, step, meta } = started();
    meta(1);
    step(1000, 1);
    series.setPaused(true);
    step(2000, 1);
    expect(series.get().columns.length).toBe(1);
    series.setPaused(false);
    expect(series.get().columns.length).toBe(2);
  });

  it('begins anew after a reset, and stops watching when nobody looks', () => {
    const { series, step, meta, reset, stop, isWatched } = started();
    meta(1);
    step(1000, 1);
    reset();
    expect(series.get().columns.length).toBe(0);
    meta(7);
    step(2000, 7);
    expect(series.get().columns.series.map(({ label }) => label)).toEqual(['7']);
    stop();
    expect(isWatched()).toBe(false);
  });
});
