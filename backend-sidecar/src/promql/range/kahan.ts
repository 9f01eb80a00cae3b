/**
 * Summation that keeps what plain addition loses (Neumaier's variant of Kahan's), as Prometheus uses it, so that answers
 * agree to the last digit. State is kept in the object to return two numbers without allocating.
 */
export class KahanSum {
  sum = 0;
  /** What additions have lost so far. */
  lost = 0;

  reset(sum = 0, lost = 0): void {
    this.sum = sum;
    this.lost = lost;
  }

  add(value: number): void {
    const { sum } = this;
    const total = sum + value;
    if (total === Infinity || total === -Infinity) this.lost = 0;
    else if (Math.abs(sum) >= Math.abs(value)) this.lost += sum - total + value;
    else this.lost += value - total + sum;
    this.sum = total;
  }
}
