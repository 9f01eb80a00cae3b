import type { Column } from '../omb/index.ts';

/**
 * A publish rate over time as integrals, so that means over any window cost nothing. The rate of sample i holds from
 * `i * intervalMs` to `(i + 1) * intervalMs`; missing samples lie on the line between their neighbours; before the first it is
 * unknown (the warm-up is not in the file), after the last it is 0.
 */
export class RateIntegral {
  readonly lengthMs: number;
  private readonly intervalMs: number;
  private readonly rates: Float64Array;
  /** Messages until the begin of each sample. */
  private readonly once: Float64Array;
  /** The integral of that. */
  private readonly twice: Float64Array;

  constructor(publishRate: Column, intervalMs: number) {
    this.intervalMs = intervalMs;
    this.rates = filled(publishRate);
    this.lengthMs = this.rates.length * intervalMs;
    this.once = new Float64Array(this.rates.length + 1);
    this.twice = new Float64Array(this.rates.length + 1);
    for (const [index, rate] of this.rates.entries()) {
      this.once[index + 1] = this.once[index] + rate * intervalMs;
      this.twice[index + 1] = this.twice[index] + this.once[index] * intervalMs + (rate * intervalMs * intervalMs) / 2;
    }
  }

  /** Mean rate over `windowMs` up to a time after the first sample's begin. */
  mean(atMs: number, windowMs: number): number {
    return (this.first(atMs) - this.first(atMs - windowMs)) / windowMs;
  }

  /**
   * What a broker tells that renews its rates every `periodMs`, at an unknown moment: the mean of a whole period that ended
   * between now and a period ago.
   */
  periodMean(atMs: number, periodMs: number): number {
    return (
      (this.second(atMs) - 2 * this.second(atMs - periodMs) + this.second(atMs - 2 * periodMs)) / (periodMs * periodMs)
    );
  }

  private first(atMs: number): number {
    if (atMs <= 0) return 0;
    if (atMs >= this.lengthMs) return this.once[this.rates.length];
    const index = Math.floor(atMs / this.intervalMs);
    return this.once[index] + this.rates[index] * (atMs - index * this.intervalMs);
  }

  private second(atMs: number): number {
    if (atMs <= 0) return 0;
    const last = this.rates.length;
    if (atMs >= this.lengthMs) return this.twice[last] + this.once[last] * (atMs - this.lengthMs);
    const index = Math.floor(atMs / this.intervalMs);
    const rest = atMs - index * this.intervalMs;
    return this.twice[index] + this.once[index] * rest + (this.rates[index] * rest * rest) / 2;
  }
}

function filled(column: Column): Float64Array {
  const rates = new Float64Array(column.length);
  let before = -1;
  for (const [index, value] of column.entries()) {
    if (value === null) continue;
    const from = before < 0 ? value : rates[before];
    for (let gap = before + 1; gap < index; gap++)
      rates[gap] = from + ((value - from) * (gap - before)) / (index - before);
    rates[index] = value;
    before = index;
  }
  for (let gap = before + 1; before >= 0 && gap < rates.length; gap++) rates[gap] = rates[before];
  return rates;
}
