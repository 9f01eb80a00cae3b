import uPlot from 'uplot';
import type { ReportLines } from '@observatory/protocol/runs';
import { formatValue } from '../live/format-value.ts';
import type { Look } from './look.ts';
import type { DrawnPanel, PanelHooks } from './drawn-panel.ts';
import { xTicks, xTickText } from './x-text.ts';

const HEIGHT = 240;

/** Lines over x. The page's group owns the range and the cursor of others; this owns its picture. */
export function drawLines(host: HTMLElement, panel: ReportLines, look: Look, hooks: PanelHooks): DrawnPanel {
  const log = panel.scale === 'log';
  const shown = panel.series.map(({ values }) =>
    log ? values.map((value) => (value && value > 0 ? value : null)) : values,
  );
  let quiet = false;
  const axis = {
    stroke: look.muted,
    grid: { stroke: look.grid, width: 1 },
    ticks: { stroke: look.grid },
    font: look.font,
  };
  const plot = new uPlot(
    {
      width: width(host),
      height: HEIGHT,
      legend: { show: false },
      scales: {
        x: { time: false, range: () => hooks.range() },
        y: { distr: log ? 3 : 1, range: log ? undefined : (_, min, max) => linearRange(min, max) },
      },
      cursor: { drag: { x: true, y: false, setScale: false }, points: { size: 6 } },
      axes: [
        {
          ...axis,
          size: 30,
          splits: (_, __, min, max) => xTicks(panel.axis, min, max, Math.floor(width(host) / 90)),
          values: (_, splits) => splits.map((x) => xTickText(panel.axis, x)),
        },
        { ...axis, size: 90, values: (_, splits) => splits.map((y) => (y === null ? '' : formatValue(y, panel.unit))) },
      ],
      series: [
        {},
        ...panel.series.map(({ name }, index) => ({
          label: name,
          stroke: look.series(index),
          width: 1.5,
          dash: index >= 10 ? [6, 3] : undefined,
          points: { show: panel.x.length < 3 },
        })),
      ],
      hooks: {
        setSelect: [
          (self) => {
            if (self.select.width > 2) {
              hooks.onRange(
                self.posToVal(self.select.left, 'x'),
                self.posToVal(self.select.left + self.select.width, 'x'),
              );
            }
            self.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
          },
        ],
        setCursor: [
          (self) => {
            if (quiet) return;
            hooks.onCursor(typeof self.cursor.idx === 'number' ? self.cursor.idx : null);
          },
        ],
      },
    },
    [panel.x, ...shown],
    host,
  );
  plot.over.addEventListener('dblclick', () => hooks.onReset());
  const point = (x: number | null) => {
    quiet = true;
    plot.setCursor(
      x === null ? { left: -10, top: -10 } : { left: plot.valToPos(x, 'x'), top: plot.over.clientHeight / 2 },
    );
    quiet = false;
  };
  return {
    setRange: (min, max) => plot.setScale('x', { min, max }),
    setCursor: point,
    toggle: (index, on) => plot.setSeries(index + 1, { show: on }),
    canvas: () => plot.ctx.canvas,
    resize: () => plot.setSize({ width: width(host), height: HEIGHT }),
    xAt: (clientX) => plot.posToVal(clientX - plot.over.getBoundingClientRect().left, 'x'),
    destroy: () => plot.destroy(),
  };
}

function width(host: HTMLElement): number {
  return Math.max(240, host.clientWidth);
}

/** From 0, for a rate cut off at the bottom exaggerates; negative values are shown as such. */
function linearRange(min: number | null, max: number | null): [number, number] {
  const low = Math.min(0, min ?? 0);
  const high = Math.max(0, max ?? 0);
  const room = (high - low) * 0.06 || 1;
  return [low < 0 ? low - room : 0, high + room];
}
