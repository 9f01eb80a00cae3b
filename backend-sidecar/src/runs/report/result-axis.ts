import type { ReportAxis } from '@observatory/protocol/runs';
import type { ReportResult } from './report-input.ts';

/** Times of a result's samples: on the clock when they are known or found, else counted from the first one. */
export function resultAxis({ result, alignment }: ReportResult): { axis: ReportAxis; x: number[] } {
  const beginMs = alignment?.beginMs ?? result.beginMs;
  const x = Array.from({ length: result.samples }, (_, index) => (beginMs ?? 0) + index * result.intervalMs);
  return { axis: beginMs === undefined ? 'elapsed' : 'time', x };
}
