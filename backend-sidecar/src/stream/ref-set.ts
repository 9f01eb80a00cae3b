/** A set of series refs in bitmap pages: 512 bytes for 4,096 neighbouring refs, nothing where there are none. */
export class RefSet {
  private readonly pages = new Map<number, Uint8Array>();

  has(ref: number): boolean {
    const page = this.pages.get(ref >>> 12);
    return page !== undefined && (page[(ref >>> 3) & 511] & (1 << (ref & 7))) !== 0;
  }

  add(ref: number): void {
    let page = this.pages.get(ref >>> 12);
    if (!page) this.pages.set(ref >>> 12, (page = new Uint8Array(512)));
    page[(ref >>> 3) & 511] |= 1 << (ref & 7);
  }

  clear(): void {
    this.pages.clear();
  }
}
