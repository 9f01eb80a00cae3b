import { parseGoFloat } from './go-float.ts';
import { syntaxError } from './exposition-error.ts';

/** The rules over the samples of one histogram or gauge histogram at one time (OpenMetrics 1.0, "Histogram"). */
export class HistogramCheck {
  private lastBound = -Infinity;
  private lastCount = 0;
  private hasNegativeBuckets = false;
  private infinityCount: number | undefined;
  private count: number | undefined;
  private sum: number | undefined;
  private readonly isGauge: boolean;

  constructor(isGauge: boolean) {
    this.isGauge = isGauge;
  }

  /** @throws ExpositionError when the bucket is out of order or its bound no canonical float. */
  bucket(le: string, value: number): void {
    if (le === '') throw syntaxError('bucket without an le label');
    const bound = parseGoFloat(le, true);
    if (Number.isNaN(bound) || (!Number.isFinite(bound) && le !== '+Inf'))
      throw syntaxError(`invalid le label ${JSON.stringify(le)}`);
    if (bound < this.lastBound || this.infinityCount !== undefined) throw syntaxError('buckets out of order');
    if (value < this.lastCount) throw syntaxError('bucket values out of order');
    this.lastBound = bound;
    this.lastCount = value;
    if (bound < 0) this.hasNegativeBuckets = true;
    if (bound === Infinity) this.infinityCount = value;
  }

  counted(value: number): void {
    this.count = value;
  }

  summed(value: number): void {
    this.sum = value;
  }

  /** @throws ExpositionError when what was seen is no whole histogram. */
  finish(): void {
    if (this.infinityCount === undefined) throw syntaxError('histogram without a +Inf bucket');
    if (this.count !== undefined && this.count !== this.infinityCount)
      throw syntaxError('+Inf bucket and count differ');
    if (this.hasNegativeBuckets && !this.isGauge && this.sum !== undefined)
      throw syntaxError('histogram with negative buckets must not have a sum');
    if (!this.hasNegativeBuckets) {
      if ((this.sum === undefined) !== (this.count === undefined))
        throw syntaxError('histogram needs both count and sum, or neither');
      if (this.sum !== undefined && this.sum < 0) throw syntaxError('negative sum without negative buckets');
    }
  }
}
