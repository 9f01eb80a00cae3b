/** The plainest possible store, to compare blocks with: a list of series, bits as hexadecimal text. */
import { Labels } from '../../../model/labels.ts';
import type { Matcher } from '../../../model/matcher.ts';
import { SampleBuffer } from '../../../storage.ts';
import { compareFlat } from '../compare-flat.ts';
import type { BlockInput, PartSeriesSet } from '../../types.ts';

export interface ModelSample {
  timeMs: number;
  low: number;
  high: number;
}

export interface ModelSeries {
  labels: Labels;
  samples: ModelSample[];
}

const scratch = new Float64Array(1);
const scratchWords = new Uint32Array(scratch.buffer);

export function sample(timeMs: number, value: number): ModelSample {
  scratch[0] = value;
  return { timeMs, low: scratchWords[0], high: scratchWords[1] };
}

export function staleSample(timeMs: number): ModelSample {
  return { timeMs, low: 2, high: 0x7ff00000 };
}

/** Series as a block input, sorted by labels. */
export function inputOf(series: readonly ModelSeries[]): BlockInput {
  const sorted = [...series].sort((a, b) => compareFlat(a.labels.flat, b.labels.flat));
  return {
    series: () =>
      sorted.map(({ labels, samples }) => ({
        labels,
        read(out: SampleBuffer) {
          out.length = 0;
          out.reserve(samples.length);
          samples.forEach(({ timeMs, low, high }, i) => {
            out.timestamps[i] = timeMs;
            out.valueWords[2 * i] = low;
            out.valueWords[2 * i + 1] = high;
          });
          out.length = samples.length;
        },
      })),
  };
}

/** What a selection should give: text by label key. */
export function expected(
  series: readonly ModelSeries[],
  matchers: readonly Matcher[],
  minTimeMs: number,
  maxTimeMs: number,
): Record<string, string> {
  const result: Record<string, string> = {};
  for (const { labels, samples } of series) {
    if (!matchers.every((matcher) => matcher.matches(labels.get(matcher.name)))) continue;
    const within = samples.filter(({ timeMs }) => timeMs >= minTimeMs && timeMs <= maxTimeMs);
    if (within.length > 0) result[labels.toString()] = within.map(textOf).join(' ');
  }
  return result;
}

/** What selections gave, series without samples left out; overlapping sets are merged, later ones win. */
export function actual(sets: readonly PartSeriesSet[]): Record<string, string> {
  const merged = new Map<string, Map<number, string>>();
  const buffer = new SampleBuffer(4);
  for (const set of sets) {
    for (let i = 0; i < set.count; i++) {
      const key = set.labels(i).toString();
      const samples = merged.get(key) ?? new Map<number, string>();
      buffer.length = 0;
      set.read(i, buffer);
      for (const text of samplesOf(buffer)) samples.set(text.timeMs, textOf(text));
      if (samples.size > 0) merged.set(key, samples);
    }
    set.close();
  }
  const result: Record<string, string> = {};
  for (const [key, samples] of merged)
    result[key] = [...samples.entries()]
      .sort((a, b) => a[0] - b[0])
      .map(([, text]) => text)
      .join(' ');
  return result;
}

export function samplesOf(buffer: SampleBuffer): ModelSample[] {
  return Array.from({ length: buffer.length }, (_, i) => ({
    timeMs: buffer.timestamps[i],
    low: buffer.valueWords[2 * i],
    high: buffer.valueWords[2 * i + 1],
  }));
}

function textOf({ timeMs, low, high }: ModelSample): string {
  return `${timeMs}=${high.toString(16)}:${low.toString(16)}`;
}

export function labelsOf(object: Record<string, string>): Labels {
  return Labels.fromObject(object);
}
