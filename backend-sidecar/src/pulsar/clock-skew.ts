import type { AnswerNote } from './admin-client.ts';

/** The `Date` header has whole seconds, cut off: on average half a second less than the time it was written. */
const CUT_OFF_MS = 500;
/** Answers that took longer tell nothing: the header may have been written at any moment of that. */
const MAX_ROUND_TRIP_MS = 2000;
/** Below this a difference may be the header's precision and the way. */
const PRECISION_MS = 1500;

/** How far the clocks of hosts are ahead of ours, from the `Date` headers of their answers. */
export class ClockSkew {
  private readonly skews = new Map<string, number>();

  note({ host, dateMs, askedMs, answeredMs }: AnswerNote): void {
    if (dateMs === undefined || Number.isNaN(dateMs) || answeredMs - askedMs > MAX_ROUND_TRIP_MS) return;
    this.skews.set(host, dateMs + CUT_OFF_MS - (askedMs + answeredMs) / 2);
  }

  /** Whole seconds, 0 when there is no difference that can be told; undefined for a host (`host:port`) not asked yet. */
  seconds(host: string): number | undefined {
    const skewMs = this.skews.get(host);
    if (skewMs === undefined) return undefined;
    return Math.abs(skewMs) < PRECISION_MS ? 0 : Math.round(skewMs / 1000);
  }
}
