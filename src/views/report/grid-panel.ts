import type { ReportGrid } from '@observatory/protocol/runs';
import { nearestIndex } from './nearest-index.ts';
import type { DrawnPanel, PanelHooks } from './drawn-panel.ts';
import type { Look } from './look.ts';
import { xTicks, xTickText } from './x-text.ts';

const ROW = 20;
const LABELS = 150;
const FOOT = 22;

/** Rows of cells: good, warning and bad differ in colour and in height, so that colour alone carries nothing. */
export function drawGridPanel(host: HTMLElement, panel: ReportGrid, look: Look, hooks: PanelHooks): DrawnPanel {
  const canvas = host.appendChild(document.createElement('canvas'));
  const context = canvas.getContext('2d');
  let [min, max] = hooks.range();
  let cursor: number | null = null;
  let dragFrom: number | null = null;
  let width = 0;
  const height = panel.rows.length * ROW + FOOT;
  const toX = (x: number) => LABELS + ((x - min) / (max - min)) * (width - LABELS);
  const fromX = (left: number) => min + ((left - LABELS) / Math.max(1, width - LABELS)) * (max - min);
  const stepOf = (index: number) =>
    (panel.x[index + 1] ?? panel.x[index] + (panel.x[index] - (panel.x[index - 1] ?? 0))) - panel.x[index];

  const draw = () => {
    if (!context) return;
    const scale = globalThis.devicePixelRatio || 1;
    width = Math.max(240, host.clientWidth);
    canvas.width = width * scale;
    canvas.height = height * scale;
    canvas.style.width = `${width}px`;
    canvas.style.height = `${height}px`;
    context.scale(scale, scale);
    context.font = look.font;
    context.textBaseline = 'middle';
    for (const [row, { name, values }] of panel.rows.entries()) {
      context.fillStyle = look.text;
      context.fillText(name, 0, row * ROW + ROW / 2, LABELS - 8);
      for (const [index, value] of values.entries()) {
        if (value === null) continue;
        const left = Math.max(LABELS, toX(panel.x[index]));
        const right = Math.min(width, toX(panel.x[index] + stepOf(index)));
        if (right <= left) continue;
        const grade = gradeOf(panel, value);
        const tall = grade === 'ok' ? ROW * 0.35 : grade === 'warn' ? ROW * 0.6 : ROW - 2;
        context.fillStyle = look[grade];
        context.fillRect(left, (row + 1) * ROW - tall - 1, Math.max(1, right - left), tall);
      }
    }
    context.fillStyle = look.muted;
    context.textBaseline = 'top';
    for (const x of xTicks(panel.axis, min, max, Math.floor((width - LABELS) / 90))) {
      context.fillRect(toX(x), 0, 0.5, height - FOOT + 4);
      context.fillText(xTickText(panel.axis, x), Math.min(toX(x) + 3, width - 54), height - FOOT + 5);
    }
    if (cursor !== null && cursor >= min && cursor <= max) {
      context.fillStyle = look.text;
      context.fillRect(toX(cursor), 0, 1, height - FOOT);
    }
  };
  draw();

  const leftOf = (event: PointerEvent) => event.clientX - canvas.getBoundingClientRect().left;
  const onMove = (event: PointerEvent) => {
    const index = nearestIndex(panel.x, fromX(leftOf(event)));
    cursor = panel.x[index] ?? null;
    hooks.onCursor(cursor === null ? null : index);
    draw();
  };
  const onLeave = () => {
    cursor = null;
    hooks.onCursor(null);
    draw();
  };
  const onDown = (event: PointerEvent) => (dragFrom = leftOf(event));
  const onUp = (event: PointerEvent) => {
    if (dragFrom !== null && Math.abs(leftOf(event) - dragFrom) > 3) {
      const ends = [fromX(dragFrom), fromX(leftOf(event))].sort((a, b) => a - b);
      hooks.onRange(ends[0], ends[1]);
    }
    dragFrom = null;
  };
  canvas.addEventListener('pointermove', onMove);
  canvas.addEventListener('pointerleave', onLeave);
  canvas.addEventListener('pointerdown', onDown);
  canvas.addEventListener('pointerup', onUp);
  canvas.addEventListener('dblclick', () => hooks.onReset());

  return {
    setRange: (from, to) => {
      [min, max] = [from, to];
      draw();
    },
    setCursor: (x) => {
      cursor = x;
      draw();
    },
    toggle: () => undefined,
    canvas: () => canvas,
    resize: draw,
    xAt: (clientX) => fromX(clientX - canvas.getBoundingClientRect().left),
    destroy: () => canvas.remove(),
  };
}

/** The grade of a value by the panel's limits, which may run either way. */
export function gradeOf({ warn, bad }: Pick<ReportGrid, 'warn' | 'bad'>, value: number): 'ok' | 'warn' | 'bad' {
  if (warn > bad) return value <= bad ? 'bad' : value <= warn ? 'warn' : 'ok';
  return value >= bad ? 'bad' : value >= warn ? 'warn' : 'ok';
}
