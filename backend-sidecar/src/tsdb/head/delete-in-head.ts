import { SampleBuffer } from '../../storage.ts';
import type { Head } from './head.ts';

const kept = new SampleBuffer(1024);

/** Removes a series' samples within the bounds at once, by coding the others anew. Returns false when it had none there. */
export function deleteInHead(head: Head, slot: number, minTimeMs: number, maxTimeMs: number): boolean {
  const { kernel, late } = head;
  let touched = false;
  if (late.overlaps(slot, minTimeMs, maxTimeMs)) {
    if (late.deleteRange(slot, minTimeMs, maxTimeMs)) head.setLateFlag(slot, false);
    touched = true;
  }
  if (kernel.call.countSamples(slot, minTimeMs, maxTimeMs) === 0) return touched;
  kept.length = 0;
  head.readChunks(slot, -Infinity, Infinity, kept);
  let length = 0;
  for (let i = 0; i < kept.length; i++) {
    if (kept.timestamps[i] >= minTimeMs && kept.timestamps[i] <= maxTimeMs) continue;
    kept.timestamps[length] = kept.timestamps[i];
    kept.valueWords[2 * length] = kept.valueWords[2 * i];
    kept.valueWords[2 * length + 1] = kept.valueWords[2 * i + 1];
    length++;
  }
  if (length === kept.length) return touched;
  const times = kernel.scratch(Math.max(16, length * 16));
  const values = times + length * 8;
  kernel.f64.set(kept.timestamps.subarray(0, length), times >>> 3);
  kernel.u32.set(kept.valueWords.subarray(0, 2 * length), values >>> 2);
  kernel.call.rewriteSeries(slot, times, values, length, head.options.blockRangeMs);
  return true;
}
