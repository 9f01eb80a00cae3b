/** One series on a grid: a value and a presence flag per step. Values of absent steps are meaningless. */
export class Row {
  readonly values: Float64Array;
  readonly present: Uint8Array;
  /** Steps that are present; when it equals their number, `present` need not be looked at. */
  count = 0;

  constructor(steps: number) {
    this.values = new Float64Array(steps);
    this.present = new Uint8Array(steps);
  }

  get isFull(): boolean {
    return this.count === this.values.length;
  }

  clear(): void {
    this.present.fill(0);
    this.count = 0;
  }

  fill(value: number): void {
    this.values.fill(value);
    this.present.fill(1);
    this.count = this.values.length;
  }

  copyFrom(other: Row): void {
    this.values.set(other.values);
    this.present.set(other.present);
    this.count = other.count;
  }

  set(step: number, value: number): void {
    this.values[step] = value;
    if (this.present[step] === 0) {
      this.present[step] = 1;
      this.count++;
    }
  }

  drop(step: number): void {
    if (this.present[step] === 0) return;
    this.present[step] = 0;
    this.count--;
  }
}
