/**
 * Prefix sums in double-double arithmetic (a value is the exact sum of two float64, 106 bits), so that the sum of any window
 * is one subtraction. Its error is far below half of the last digit of a float64, thus the result is what a compensated sum
 * over the window gives. Source: T. J. Dekker, "A floating-point technique for extending the available precision", 1971.
 */
export class PrefixSums {
  private readonly high: Float64Array;
  private readonly low: Float64Array;

  constructor(length: number) {
    this.high = new Float64Array(length + 1);
    this.low = new Float64Array(length + 1);
  }

  /** Sets the sum of the first `index + 1` terms, the last of which is `high + low`. */
  append(index: number, termHigh: number, termLow: number): void {
    const sum = this.high[index];
    const total = sum + termHigh;
    const part = total - sum;
    const rest = sum - (total - part) + (termHigh - part) + this.low[index] + termLow;
    const rounded = total + rest;
    this.high[index + 1] = rounded;
    this.low[index + 1] = rest - (rounded - total);
  }

  /** Sum of the terms from `first` up to but excluding `end`. */
  between(first: number, end: number): number {
    const a = this.high[end];
    const b = this.high[first];
    const total = a - b;
    const part = total - a;
    const rest = a - (total - part) - (b + part) + (this.low[end] - this.low[first]);
    return total + rest;
  }
}

/** The rounding error of `a * b`, exact unless it overflows (Dekker's product, by Veltkamp's splitting). */
export function productError(a: number, b: number, product: number): number {
  const [aHigh, bHigh] = [upperHalf(a), upperHalf(b)];
  const [aLow, bLow] = [a - aHigh, b - bHigh];
  return aLow * bLow - (product - aHigh * bHigh - aLow * bHigh - aHigh * bLow);
}

function upperHalf(value: number): number {
  const scaled = 134217729 * value;
  return scaled - (scaled - value);
}
