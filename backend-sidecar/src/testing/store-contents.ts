import type { Matcher } from '../model/matcher.ts';
import { SampleBuffer } from '../storage.ts';
import type { SeriesSource } from '../storage.ts';

/** Samples of a series for comparison: time and the value's 64 bits in hex, so that NaNs of all kinds compare. */
export type SampleBits = readonly [timestampMs: number, bits: string];

/** Everything that a source holds within the bounds, by label set; series without samples are left out. */
export async function storeContents(
  source: SeriesSource,
  matchers: readonly Matcher[] = [],
  minTimeMs = -Infinity,
  maxTimeMs = Infinity,
): Promise<Map<string, SampleBits[]>> {
  const set = await source.select({ matchers, minTimeMs, maxTimeMs });
  const out = new SampleBuffer();
  const contents = new Map<string, SampleBits[]>();
  for (let i = 0; i < set.count; i++) {
    set.read(i, out);
    const samples: SampleBits[] = [];
    for (let s = 0; s < out.length; s++) samples.push([out.timestamps[s], bitsAt(out.valueWords, s)]);
    if (samples.length > 0) contents.set(set.labels(i).toString(), samples);
  }
  set.close();
  return contents;
}

export function bitsAt(words: Uint32Array, index: number): string {
  return words[2 * index + 1].toString(16).padStart(8, '0') + words[2 * index].toString(16).padStart(8, '0');
}

export function bitsOf(value: number): string {
  return bitsAt(new Uint32Array(new Float64Array([value]).buffer), 0);
}

export const STALE_BITS = '7ff0000000000002';
