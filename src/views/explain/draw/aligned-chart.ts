import type { TimeWindow } from '../../host/ViewHost.ts';
import { timeLabels } from '../../heatmap/time-label.ts';
import { quantile } from '../model/quantile.ts';
import { onsetPrecision, sampleStep } from '../model/sample-step.ts';
import { axisWords, durationWords, valueWords } from '../model/words.ts';
import type { Drawing, Item, Tone } from './draw-list.ts';

/** One line of an aligned chart. */
export interface Lane {
  label: string;
  unit: string;
  points: { t: readonly number[]; v: readonly (number | null)[] };
  tone: Tone;
  /** Undefined: nothing began. */
  onsetMs: number | undefined;
  /** False when the source renews the series once a minute: it is drawn in steps. */
  live: boolean;
}

export interface ChartMark {
  timeMs: number;
  text: string;
  tone: Tone;
}

export interface AlignedChart {
  /** The cause first, the symptom last. */
  lanes: readonly Lane[];
  window: TimeWindow;
  baseline: TimeWindow;
  marks: readonly ChartMark[];
  width: number;
}

const LEFT = 62;
const RIGHT = 8;
const LANE = 58;
const GAP = 36;
const TOP = 16;
const AXIS = 20;
const MARKS = 12;
/** Of the baseline as much is shown as lets the window take a third of the picture. */
const WINDOWS_BEFORE = 2;

/**
 * Lanes below each other on one time axis: the window shaded, what was usual in the baseline (10 to 90 % of its values) as a
 * band, each onset as a line, and between the lanes how much later the lower one began. Events are on the line below.
 */
export function drawAlignedChart({ lanes, window, baseline, marks, width }: AlignedChart): Drawing {
  const lengthMs = window.toMs - window.fromMs;
  const earliest = Math.min(window.fromMs, ...lanes.map(({ onsetMs = Infinity }) => onsetMs));
  const near = baseline.toMs > window.fromMs - lengthMs ? baseline.fromMs : window.fromMs - lengthMs;
  const fromMs = Math.min(earliest, Math.max(near, window.fromMs - WINDOWS_BEFORE * lengthMs));
  const x = (timeMs: number) => LEFT + ((timeMs - fromMs) / (window.toMs - fromMs)) * (width - LEFT - RIGHT);
  const bottom = TOP + lanes.length * LANE + (lanes.length - 1) * GAP;
  const left = x(window.fromMs);
  const items: Item[] = [
    {
      kind: 'rect',
      x: left,
      y: TOP - 12,
      width: x(window.toMs) - left,
      height: bottom - TOP + 12,
      tone: 'accent',
      opacity: 0.1,
    },
  ];
  lanes.forEach((lane, index) => {
    items.push(...drawLane(lane, { top: TOP + index * (LANE + GAP), fromMs, x, width, window, baseline }));
  });
  for (let index = 1; index < lanes.length; index++)
    items.push(...drawLag(lanes[index - 1], lanes[index], TOP + index * (LANE + GAP) - GAP + 10, x, fromMs));
  items.push(...drawMarks(marks, bottom, x, fromMs, window.toMs));
  items.push(...drawAxis(bottom + MARKS, x, fromMs, window.toMs));
  return { width, height: bottom + MARKS + AXIS, items };
}

interface Place {
  top: number;
  fromMs: number;
  x: (timeMs: number) => number;
  width: number;
  window: TimeWindow;
  baseline: TimeWindow;
}

function drawLane(lane: Lane, { top, fromMs, x, width, window, baseline }: Place): Item[] {
  const { t, v } = lane.points;
  const usual = v.filter(
    (value, row): value is number => value !== null && t[row] >= baseline.fromMs && t[row] < baseline.toMs,
  );
  const band = usual.length >= 4 ? [quantile(usual, 0.1) ?? 0, quantile(usual, 0.9) ?? 0] : undefined;
  const seen = v.filter((value, row): value is number => value !== null && t[row] >= fromMs && t[row] <= window.toMs);
  const high = Math.max(0, ...seen, ...(band ?? []));
  const low = Math.min(0, ...seen, ...(band ?? []));
  const span = high - low || 1;
  const y = (value: number) => top + LANE - ((value - low) / span) * LANE;
  const items: Item[] = [
    { kind: 'line', x1: LEFT, x2: width - RIGHT, y1: y(low), y2: y(low), tone: 'grid' },
    { kind: 'text', x: LEFT, y: top - 4, text: lane.label, tone: lane.tone, bold: true },
    {
      kind: 'text',
      x: LEFT - 6,
      y: y(high) + 8,
      text: axisWords(high, lane.unit),
      tone: 'muted',
      anchor: 'end',
      size: 10,
    },
    { kind: 'text', x: LEFT - 6, y: y(low), text: axisWords(low, lane.unit), tone: 'muted', anchor: 'end', size: 10 },
  ];
  if (band) {
    const bandTop = y(band[1]);
    items.push({
      kind: 'rect',
      x: LEFT,
      y: bandTop - 1,
      width: width - LEFT - RIGHT,
      height: Math.max(2, y(band[0]) - bandTop + 2),
      tone: 'ok',
      opacity: 0.25,
      title: `usual in the baseline: ${valueWords(band[0], lane.unit)} to ${valueWords(band[1], lane.unit)} (10 to 90 % of ${usual.length} values)`,
    });
  }
  const d = linePath(t, v, { x, y, fromMs, toMs: window.toMs, stepped: !lane.live });
  if (d === '')
    items.push({
      kind: 'text',
      x: (LEFT + width) / 2,
      y: top + LANE / 2,
      text: 'no samples',
      tone: 'muted',
      anchor: 'middle',
    });
  else items.push({ kind: 'path', d, tone: lane.tone });
  if (lane.onsetMs !== undefined && lane.onsetMs >= fromMs && lane.onsetMs <= window.toMs) {
    const at = x(lane.onsetMs);
    items.push({
      kind: 'line',
      x1: at,
      x2: at,
      y1: top,
      y2: top + LANE,
      tone: lane.tone,
      dash: [3, 3],
      title: `began ${new Date(lane.onsetMs).toISOString()}`,
    });
  }
  return items;
}

/** Gaps stay gaps: nulls end a line, and so do samples that are much farther apart than usual. */
export function linePath(
  t: readonly number[],
  v: readonly (number | null)[],
  view: { x: (t: number) => number; y: (v: number) => number; fromMs: number; toMs: number; stepped: boolean },
): string {
  const parts: string[] = [];
  const gapMs = 4 * (sampleStep(t) ?? Infinity);
  let lastRow = -1;
  for (let row = 0; row < t.length; row++) {
    const value = v[row];
    if (value === null || t[row] < view.fromMs || t[row] > view.toMs) continue;
    const [px, py] = [round(view.x(t[row])), round(view.y(value))];
    const isJoined = lastRow >= 0 && lastRow === row - 1 && t[row] - t[lastRow] <= gapMs;
    if (!isJoined) parts.push(`M${px},${py}`);
    else {
      if (view.stepped) parts.push(`L${px},${round(view.y(v[lastRow] ?? value))}`);
      parts.push(`L${px},${py}`);
    }
    lastRow = row;
  }
  return parts.join('');
}

function drawLag(cause: Lane, effect: Lane, y: number, x: (t: number) => number, fromMs: number): Item[] {
  if (cause.onsetMs === undefined || effect.onsetMs === undefined) return [];
  const lagMs = effect.onsetMs - cause.onsetMs;
  if (cause.onsetMs < fromMs || effect.onsetMs < fromMs) return [];
  const [from, to] = [x(cause.onsetMs), x(effect.onsetMs)];
  const words =
    Math.abs(lagMs) <= Math.max(500, lagMs > 0 ? 0 : onsetPrecision(cause.points.t, effect.points.t))
      ? 'at the same time'
      : `${durationWords(lagMs / 1000)} ${lagMs > 0 ? 'later' : 'earlier'}`;
  const right = Math.max(from, to);
  return [
    { kind: 'line', x1: from, x2: to, y1: y, y2: y, tone: 'warn', width: 2 },
    { kind: 'line', x1: from, x2: from, y1: y - 5, y2: y + 3, tone: 'warn' },
    { kind: 'line', x1: to, x2: to, y1: y - 3, y2: y + 5, tone: 'warn' },
    { kind: 'text', x: right + 5, y: y - 1, text: words, tone: 'warn' },
  ];
}

function drawMarks(
  marks: readonly ChartMark[],
  y: number,
  x: (t: number) => number,
  fromMs: number,
  toMs: number,
): Item[] {
  return marks
    .filter(({ timeMs }) => timeMs >= fromMs && timeMs <= toMs)
    .map(({ timeMs, text, tone }) => {
      const at = round(x(timeMs));
      return {
        kind: 'path',
        d: `M${at},${y + 2}L${at + 4},${y + 10}L${at - 4},${y + 10}Z`,
        filled: true,
        tone,
        title: text,
      };
    });
}

/** Distances of ticks that read well, seconds. */
const STEPS = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10_800, 21_600, 43_200, 86_400];
const TICKS = 6;

function drawAxis(y: number, x: (t: number) => number, fromMs: number, toMs: number): Item[] {
  const stepMs = 1000 * (STEPS.find((step) => (toMs - fromMs) / 1000 / step <= TICKS) ?? STEPS[STEPS.length - 1]);
  const label = timeLabels(toMs - fromMs, stepMs);
  // Clock times of the reader's zone: ticks stand at its full hours, too.
  const offsetMs = new Date(fromMs).getTimezoneOffset() * 60_000;
  const items: Item[] = [];
  for (let at = Math.ceil((fromMs - offsetMs) / stepMs) * stepMs + offsetMs; at <= toMs; at += stepMs)
    items.push({
      ...{ kind: 'text', y: y + 14, text: label(at), tone: 'muted', size: 10 },
      // A label at the edge would be cut.
      ...(x(at) > x(toMs) - 20 ? { x: x(toMs), anchor: 'end' } : { x: x(at), anchor: 'middle' }),
    });
  return items;
}

const round = (value: number): number => Math.round(value * 10) / 10;
