/** Work is done in slices of about this length; what else the process has to do comes in between. */
const SLICE_MS = 4;

/**
 * Keeps work that comes in pieces below a share of one CPU: after each slice it must rest for as long as the share asks.
 * One instance serves all readings, so that their shares do not add up.
 */
export class CpuShare {
  private readonly share: number;
  private readonly nowMs: () => number;
  private sliceMs = 0;
  private restUntilMs = 0;

  /** @param share above 0 and at most 1 */
  constructor(share: number, nowMs: () => number = () => performance.now()) {
    this.share = share;
    this.nowMs = nowMs;
  }

  /** Does a piece of work. @returns how long it took, ms */
  run(work: () => void): number {
    const startMs = this.nowMs();
    try {
      work();
    } finally {
      const endMs = this.nowMs();
      this.sliceMs += endMs - startMs;
      if (this.sliceMs >= SLICE_MS) {
        this.restUntilMs = Math.max(this.restUntilMs, endMs) + this.sliceMs / this.share - this.sliceMs;
        this.sliceMs = 0;
      }
    }
    return this.nowMs() - startMs;
  }

  /** Milliseconds to wait before the next piece; 0 when none is due. */
  restMs(): number {
    return Math.max(0, this.restUntilMs - this.nowMs());
  }
}
