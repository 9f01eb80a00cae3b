/** The product's own picture: columns, buckets, loop of frames, canvas; fed ten times a second. */
import { createRoot } from 'react-dom/client';
import { ChartPlot } from '../../../src/views/live/ChartPlot.tsx';
import type { SeriesLook } from '../../../src/views/live/series-look.ts';
import { TimeColumns } from '../../../src/views/live/time-columns.ts';
import { colorOf, HEIGHT, POINTS, SERIES, STEP_MS, valueAt, WINDOW_MS } from './live-data.ts';

const columns = new TimeColumns();
const began = Math.floor(Date.now() / STEP_MS) * STEP_MS - WINDOW_MS;
let step = 0;
const keys = Array.from({ length: SERIES }, (_, index) => String(index));
const append = () => {
  columns.append(
    began + step * STEP_MS,
    keys.map((key, index) => [key, valueAt(index, step)] as const),
  );
  step++;
};
const times = Array.from({ length: POINTS }, (_, index) => began + index * STEP_MS);
for (const [index, key] of keys.entries())
  columns.addColumn(
    key,
    key,
    times,
    times.map((_, at) => valueAt(index, at)),
  );
step = POINTS;

const looks: SeriesLook[] = keys.map((label, index) => ({
  label,
  color: colorOf(index),
  dash: undefined,
  width: 1,
  format: String,
}));
const listeners = new Set<() => void>();
const onData = (listener: () => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};
let drawn = 0;
const original = CanvasRenderingContext2D.prototype.clearRect;
CanvasRenderingContext2D.prototype.clearRect = function (...args) {
  drawn++;
  original.apply(this, args);
};
const root = document.getElementById('root');
if (root) {
  createRoot(root).render(
    <ChartPlot
      columns={columns}
      looks={looks}
      looksKey="x"
      revision={0}
      onData={onData}
      endMs={undefined}
      windowMs={WINDOW_MS}
      formatAxis={String}
      theme="dark"
      height={HEIGHT}
      onCursor={() => undefined}
      cursorMs={undefined}
      syncKey="bench"
    />,
  );
}
let timer: ReturnType<typeof setInterval> | undefined;
window.live = {
  start() {
    drawn = 0;
    timer = setInterval(() => {
      append();
      columns.trim(began + (step - POINTS) * STEP_MS);
      for (const listener of listeners) listener();
    }, STEP_MS);
  },
  stop: () => clearInterval(timer),
  drawn: () => drawn,
};
