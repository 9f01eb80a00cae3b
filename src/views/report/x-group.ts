export interface XMember {
  setRange(min: number, max: number): void;
  /** A value of x, or null when the pointer left. */
  setCursor(x: number | null): void;
}

/** Panels over one kind of x: they zoom and pan together, and point at the same place. */
export class XGroup {
  private readonly members = new Set<XMember>();
  private fullMin = Infinity;
  private fullMax = -Infinity;
  private min = Infinity;
  private max = -Infinity;

  add(member: XMember): void {
    this.members.add(member);
  }

  clear(): void {
    this.members.clear();
  }

  /** Widens the whole range by a panel's own. */
  include(x: readonly number[]): void {
    if (x.length === 0) return;
    this.fullMin = Math.min(this.fullMin, x[0]);
    this.fullMax = Math.max(this.fullMax, x[x.length - 1]);
    this.min = this.fullMin;
    this.max = this.fullMax;
  }

  get range(): [number, number] {
    return this.min < this.max ? [this.min, this.max] : [this.min - 1, this.max + 1];
  }

  get zoomed(): boolean {
    return this.min > this.fullMin || this.max < this.fullMax;
  }

  /** Shows this range in all panels, kept within what there is. */
  show(min: number, max: number): void {
    const least = (this.fullMax - this.fullMin) / 10_000;
    if (!(max - min > least)) return;
    const width = Math.min(max - min, this.fullMax - this.fullMin);
    this.min = Math.min(Math.max(min, this.fullMin), this.fullMax - width);
    this.max = this.min + width;
    for (const member of this.members) member.setRange(...this.range);
  }

  reset(): void {
    this.show(this.fullMin, this.fullMax);
  }

  /** `factor` below 1 zooms in, towards `at`. */
  zoom(factor: number, at = (this.min + this.max) / 2): void {
    this.show(at - (at - this.min) * factor, at + (this.max - at) * factor);
  }

  /** Moves by a part of what is seen; positive is later. */
  pan(part: number): void {
    const by = (this.max - this.min) * part;
    this.show(this.min + by, this.max + by);
  }

  point(x: number | null, from: XMember): void {
    for (const member of this.members) if (member !== from) member.setCursor(x);
  }
}
