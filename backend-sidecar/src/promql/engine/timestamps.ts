/**
 * Remembers the timestamps of the series read last. Series of one target are scraped together and share their
 * timestamps, so what follows from timestamps alone can be kept from one series to the next.
 */
export class LastTimestamps {
  private kept = new Float64Array(0);
  private length = -1;

  /** True when these are the same timestamps as those of the call before. */
  sameAsBefore(timestamps: Float64Array, length: number): boolean {
    if (this.isSame(timestamps, length)) return true;
    if (this.kept.length < length) this.kept = new Float64Array(2 * length);
    this.kept.set(timestamps.subarray(0, length));
    this.length = length;
    return false;
  }

  private isSame(timestamps: Float64Array, length: number): boolean {
    if (length !== this.length) return false;
    const { kept } = this;
    for (let i = 0; i < length; i++) if (kept[i] !== timestamps[i]) return false;
    return true;
  }
}
