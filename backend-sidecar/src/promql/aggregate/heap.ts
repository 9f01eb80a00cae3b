/**
 * Bounded heaps, one per group and step, that keep the best values offered to them; the worst kept one is on top. NaN is
 * worse than every number. Laid out in flat columns: slot s of a group at a step is cell `(offset + s) * steps + step`.
 */
export class BestHeaps {
  private readonly steps: number;
  private readonly offsets: Int32Array;
  private readonly capacities: Int32Array;
  private readonly values: Float64Array;
  private readonly indices: Int32Array;
  private readonly sizes: Int32Array;
  private readonly largest: boolean;

  /** `groupSizes` bound how much each group can ever keep. */
  constructor(groupSizes: Int32Array, most: number, steps: number, largest: boolean) {
    this.steps = steps;
    this.largest = largest;
    this.capacities = groupSizes.map((size) => Math.min(size, most));
    this.offsets = new Int32Array(groupSizes.length);
    let total = 0;
    for (let group = 0; group < groupSizes.length; group++) {
      this.offsets[group] = total;
      total += this.capacities[group];
    }
    this.values = new Float64Array(total * steps);
    this.indices = new Int32Array(total * steps);
    this.sizes = new Int32Array(groupSizes.length * steps);
  }

  static cells(groupSizes: Int32Array, most: number, steps: number): number {
    return groupSizes.reduce((sum, size) => sum + Math.min(size, most), 0) * steps;
  }

  /** Offers the value of a series; at most `limit` stay. Of equal values the one offered first stays. */
  offer(group: number, step: number, limit: number, value: number, index: number): void {
    const capacity = Math.min(this.capacities[group], limit);
    const sizeAt = group * this.steps + step;
    const size = this.sizes[sizeAt];
    if (size < capacity) {
      this.sizes[sizeAt]++;
      this.siftUp(group, step, size, value, index);
    } else if (capacity > 0 && this.isWorse(this.values[this.cell(group, 0, step)], value)) {
      this.siftDown(group, step, size, value, index);
    }
  }

  /** What a group kept at a step, best first. */
  best(group: number, step: number): { index: number; value: number }[] {
    const size = this.sizes[group * this.steps + step];
    const kept = Array.from({ length: size }, (_, slot) => {
      const cell = this.cell(group, slot, step);
      return { index: this.indices[cell], value: this.values[cell] };
    });
    return kept.sort((a, b) =>
      this.isWorse(b.value, a.value) ? -1 : this.isWorse(a.value, b.value) ? 1 : a.index - b.index,
    );
  }

  private cell(group: number, slot: number, step: number): number {
    return (this.offsets[group] + slot) * this.steps + step;
  }

  private isWorse(a: number, b: number): boolean {
    if (a !== a) return b === b;
    return this.largest ? a < b : a > b;
  }

  private siftUp(group: number, step: number, from: number, value: number, index: number): void {
    let slot = from;
    while (slot > 0) {
      const parent = this.cell(group, (slot - 1) >> 1, step);
      if (!this.isWorse(value, this.values[parent])) break;
      this.put(this.cell(group, slot, step), this.values[parent], this.indices[parent]);
      slot = (slot - 1) >> 1;
    }
    this.put(this.cell(group, slot, step), value, index);
  }

  private siftDown(group: number, step: number, size: number, value: number, index: number): void {
    let slot = 0;
    for (;;) {
      let child = 2 * slot + 1;
      if (child >= size) break;
      const right = child + 1;
      if (
        right < size &&
        this.isWorse(this.values[this.cell(group, right, step)], this.values[this.cell(group, child, step)])
      )
        child = right;
      const cell = this.cell(group, child, step);
      if (!this.isWorse(this.values[cell], value)) break;
      this.put(this.cell(group, slot, step), this.values[cell], this.indices[cell]);
      slot = child;
    }
    this.put(this.cell(group, slot, step), value, index);
  }

  private put(cell: number, value: number, index: number): void {
    this.values[cell] = value;
    this.indices[cell] = index;
  }
}
