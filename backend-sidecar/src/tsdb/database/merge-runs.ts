import type { SampleBuffer } from '../../storage.ts';

/**
 * Makes one ascending sequence, one sample per time, of a buffer that holds ascending runs; `starts` are the indices of the
 * second and later runs. Of several samples at one time the one of the latest run stays. `scratch` is overwritten.
 * Value bits are copied as words, so staleness markers survive.
 */
export function mergeRuns(out: SampleBuffer, starts: readonly number[], scratch: SampleBuffer): void {
  // Fold the runs from the left: there are few, and the later ones are short.
  let end = starts[0];
  for (let run = 0; run < starts.length; run++) {
    const stop = run + 1 < starts.length ? starts[run + 1] : out.length;
    end = mergeTwo(out, end, starts[run], stop, scratch);
  }
  out.length = end;
}

/** Merges out[0..leftEnd) with out[rightStart..rightEnd) to the front of `out`; returns the merged length. */
function mergeTwo(
  out: SampleBuffer,
  leftEnd: number,
  rightStart: number,
  rightEnd: number,
  scratch: SampleBuffer,
): number {
  scratch.length = 0;
  scratch.reserve(leftEnd);
  scratch.timestamps.set(out.timestamps.subarray(0, leftEnd));
  scratch.valueWords.set(out.valueWords.subarray(0, 2 * leftEnd));
  let left = 0;
  let right = rightStart;
  let to = 0;
  while (left < leftEnd || right < rightEnd) {
    const takeRight = right < rightEnd && (left >= leftEnd || out.timestamps[right] <= scratch.timestamps[left]);
    if (takeRight) {
      if (left < leftEnd && scratch.timestamps[left] === out.timestamps[right]) left++;
      copy(out, to++, out, right++);
    } else {
      copy(out, to++, scratch, left++);
    }
  }
  return to;
}

function copy(target: SampleBuffer, to: number, source: SampleBuffer, from: number): void {
  target.timestamps[to] = source.timestamps[from];
  target.valueWords[2 * to] = source.valueWords[2 * from];
  target.valueWords[2 * to + 1] = source.valueWords[2 * from + 1];
}
