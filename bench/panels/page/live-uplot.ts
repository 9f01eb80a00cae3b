/** The peer: uPlot as its documentation feeds it, arrays that are shifted and pushed, setData ten times a second. */
import uPlot from 'uplot';
import { colorOf, HEIGHT, POINTS, SERIES, STEP_MS, valueAt, WINDOW_MS } from './live-data.ts';

const began = Math.floor(Date.now() / STEP_MS) * STEP_MS - WINDOW_MS;
let step = POINTS;
const data: number[][] = [Array.from({ length: POINTS }, (_, index) => (began + index * STEP_MS) / 1000)];
for (let series = 0; series < SERIES; series++) data.push(data[0].map((_, index) => valueAt(series, index)));
let drawn = 0;
const root = document.getElementById('root');
const plot =
  root &&
  new uPlot(
    {
      width: root.clientWidth,
      height: HEIGHT,
      legend: { show: false },
      scales: { x: { time: true } },
      series: [{}, ...data.slice(1).map((_, index) => ({ stroke: colorOf(index), width: 1, points: { show: false } }))],
      hooks: { draw: [() => drawn++] },
    },
    data as uPlot.AlignedData,
    root,
  );
let timer: ReturnType<typeof setInterval> | undefined;
window.live = {
  start() {
    drawn = 0;
    timer = setInterval(() => {
      data[0].push((began + step * STEP_MS) / 1000);
      for (let series = 0; series < SERIES; series++) data[series + 1].push(valueAt(series, step));
      for (const column of data) column.shift();
      step++;
      plot?.setData(data as uPlot.AlignedData);
    }, STEP_MS);
  },
  stop: () => clearInterval(timer),
  drawn: () => drawn,
};
