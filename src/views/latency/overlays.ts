import type { JsonFrame } from '@observatory/protocol/frames';
import type { TimeMark } from '../charts/time-mark.ts';
import { formatValue } from '../live/format-value.ts';
import type { Tokens } from '../heatmap/use-tokens.ts';

/** Something that happened, as the `events` frames tell it. */
export interface EventMark {
  timeMs: number;
  title: string;
  text: string;
}

/** The rows of an events frame. */
export function eventsOfFrame(frame: JsonFrame | undefined): EventMark[] {
  const column = (name: string) => frame?.schema.fields.findIndex((field) => field.name === name) ?? -1;
  const [time, title, text] = [column('time'), column('title'), column('text')];
  if (!frame || time < 0) return [];
  return frame.data.values[time].map((timeMs, row) => ({
    timeMs: Number(timeMs),
    title: title < 0 ? '' : String(frame.data.values[title][row] ?? ''),
    text: text < 0 ? '' : String(frame.data.values[text][row] ?? ''),
  }));
}

/** A GC pause that a step of time saw. */
export interface PauseMark {
  timeMs: number;
  node: string;
  /** Mean of the step's pauses, ms. */
  pauseMs: number;
}

/** Shorter pauses explain no latency that anybody would ask about. */
const NOTABLE_PAUSE_MS = 50;

/** PromQL: mean pause of each node in a step, seconds, where it is worth a mark. */
export function pausesExpr(stepMs: number): string {
  const window = `[${Math.ceil(Math.max(60_000, stepMs) / 1000)}s]`;
  return (
    `max by (instance) (increase(jvm_gc_collection_seconds_sum${window}) ` +
    `/ (increase(jvm_gc_collection_seconds_count${window}) > 0)) > ${NOTABLE_PAUSE_MS / 1000}`
  );
}

/** Pauses by time; only the first of a row of steps, for one pause stays in the window of several. */
export function pausesOf(
  series: readonly {
    labels: Readonly<Record<string, string>>;
    times: readonly number[];
    values: readonly (number | null)[];
  }[],
  stepMs: number,
): PauseMark[] {
  const found: PauseMark[] = [];
  for (const { labels, times, values } of series) {
    let lastMs = -Infinity;
    times.forEach((timeMs, index) => {
      const seconds = values[index];
      if (seconds === null || !(seconds > 0)) return;
      if (timeMs - lastMs > 1.5 * stepMs) found.push({ timeMs, node: labels.instance ?? '', pauseMs: seconds * 1000 });
      lastMs = timeMs;
    });
  }
  return found.sort((a, b) => a.timeMs - b.timeMs);
}

/** `broker-1 paused for garbage collection, 120 ms at a time`. */
export function pauseWords({ node, pauseMs }: PauseMark): string {
  return `${node} paused for garbage collection, ${formatValue(pauseMs, 'ms')} at a time`;
}

/** Lines for both: events in the accent of a warning, pauses in that of trouble. */
export function marksOf(events: readonly EventMark[], pauses: readonly PauseMark[], tokens: Tokens): TimeMark[] {
  return [
    ...events.map(({ timeMs, title, text }) => ({ timeMs, color: tokens.warn, text: text || title })),
    ...pauses.map((pause) => ({ timeMs: pause.timeMs, color: tokens.bad, text: pauseWords(pause) })),
  ];
}
