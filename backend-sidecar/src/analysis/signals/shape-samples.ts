import type { Reading } from './definition.ts';

/** Columns of samples; ascending in time. */
export interface Columns {
  t: Float64Array;
  v: Float64Array;
}

/** A gap of more steps than this says nothing of the time between. */
const MAX_GAP_STEPS = 3.5;

/**
 * Samples of one series as its reading wants them. What needs two samples stands at the time of the later one; counters
 * that begin anew count from nought; over a long gap nothing is said.
 * @param over the counts of `mean`, the limits of `share`; the same times as far as both are there.
 */
export function shapeSamples(reading: Reading, series: Columns, over: Columns | undefined, minRateMs = 0): Columns {
  switch (reading) {
    case 'gauge':
      return series;
    case 'share':
      return joined(series, over, (value, limit) => (limit > 0 ? value / limit : NaN));
    case 'rate':
      return rates(series, minRateMs);
    case 'growth':
      return differences(series, (before, after, seconds) => (after - before) / seconds);
    case 'shift':
      return differences(series, (before, after) => (after > before ? after - before : 0), Infinity);
    case 'mean':
      return meanOf(series, over);
  }
}

/** Increases a second; each over at least `minRateMs`, where samples lie that close and the counter did not begin anew. */
function rates(series: Columns, minRateMs: number): Columns {
  const { t, v } = series;
  if (minRateMs <= stepOf(t)) return differences(series, (before, after, seconds) => increase(before, after) / seconds);
  const maxGapMs = MAX_GAP_STEPS * stepOf(t);
  const out = columns(Math.max(0, t.length - 1));
  let length = 0;
  let from = 0;
  for (let i = 1; i < t.length; i++) {
    if (t[i] - t[i - 1] > maxGapMs || v[i] < v[i - 1]) {
      from = i;
      continue;
    }
    while (t[i] - t[from + 1] >= minRateMs) from++;
    out.t[length] = t[i];
    out.v[length++] = ((v[i] - v[from]) * 1000) / (t[i] - t[from]);
  }
  return cut(out, length);
}

const increase = (before: number, after: number): number => (after >= before ? after - before : after);

function differences(
  { t, v }: Columns,
  of: (before: number, after: number, seconds: number) => number,
  maxGapSteps = MAX_GAP_STEPS,
): Columns {
  const maxGapMs = maxGapSteps * stepOf(t);
  const out = columns(Math.max(0, t.length - 1));
  let length = 0;
  for (let i = 1; i < t.length; i++) {
    const gapMs = t[i] - t[i - 1];
    if (gapMs > maxGapMs) continue;
    out.t[length] = t[i];
    out.v[length++] = of(v[i - 1], v[i], gapMs / 1000);
  }
  return cut(out, length);
}

function meanOf(sums: Columns, counts: Columns | undefined): Columns {
  if (!counts) return columns(0);
  const maxGapMs = MAX_GAP_STEPS * stepOf(sums.t);
  const out = columns(sums.t.length);
  let length = 0;
  let j = 0;
  let last = -1;
  let lastCount = 0;
  for (let i = 0; i < sums.t.length; i++) {
    while (j < counts.t.length && counts.t[j] < sums.t[i]) j++;
    if (counts.t[j] !== sums.t[i]) continue;
    if (last >= 0 && sums.t[i] - sums.t[last] <= maxGapMs) {
      const more = counts.v[j] - lastCount;
      const sum = sums.v[i] - sums.v[last];
      if (more > 0 && sum >= 0) {
        out.t[length] = sums.t[i];
        out.v[length++] = sum / more;
      }
    }
    last = i;
    lastCount = counts.v[j];
  }
  return cut(out, length);
}

function joined(a: Columns, b: Columns | undefined, of: (x: number, y: number) => number): Columns {
  if (!b) return columns(0);
  const out = columns(a.t.length);
  let length = 0;
  let j = 0;
  for (let i = 0; i < a.t.length; i++) {
    while (j < b.t.length && b.t[j] < a.t[i]) j++;
    if (b.t[j] !== a.t[i]) continue;
    const value = of(a.v[i], b.v[j]);
    if (!Number.isFinite(value)) continue;
    out.t[length] = a.t[i];
    out.v[length++] = value;
  }
  return cut(out, length);
}

/** Several series as one: values of one time are combined, times of any are kept. */
export function combine(parts: readonly Columns[], how: 'sum' | 'max' | 'min'): Columns {
  if (parts.length === 1) return parts[0];
  const total = parts.reduce((sum, { t }) => sum + t.length, 0);
  const order = new Float64Array(total);
  const values = new Float64Array(total);
  const index = new Uint32Array(total);
  let at = 0;
  for (const { t, v } of parts) {
    order.set(t, at);
    values.set(v, at);
    at += t.length;
  }
  for (let i = 0; i < total; i++) index[i] = i;
  index.sort((a, b) => order[a] - order[b]);
  const out = columns(total);
  let length = 0;
  for (const i of index) {
    const value = values[i];
    if (length > 0 && out.t[length - 1] === order[i]) {
      const before = out.v[length - 1];
      out.v[length - 1] =
        how === 'sum' ? before + value : how === 'max' ? Math.max(before, value) : Math.min(before, value);
    } else {
      out.t[length] = order[i];
      out.v[length++] = value;
    }
  }
  return cut(out, length);
}

/** The median distance of times, ms; 0 when there are fewer than two. */
export function stepOf(t: Float64Array): number {
  if (t.length < 2) return 0;
  const gaps = new Float64Array(t.length - 1);
  for (let i = 1; i < t.length; i++) gaps[i - 1] = t[i] - t[i - 1];
  gaps.sort();
  return gaps[gaps.length >> 1];
}

const columns = (length: number): Columns => ({ t: new Float64Array(length), v: new Float64Array(length) });
const cut = ({ t, v }: Columns, length: number): Columns => ({ t: t.subarray(0, length), v: v.subarray(0, length) });
