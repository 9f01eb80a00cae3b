/**
 * Who is among the first N, without flapping: who is in stays until falling behind rank 1.5 N. So two topics that take turns
 * at rank N both keep their series, and there are at most 1.5 N of them.
 */
export class TopMembers {
  readonly size: number;
  private members = new Set<string>();

  constructor(size: number) {
    this.size = size;
  }

  /** How many of the ranking `update` wants to see. */
  get depth(): number {
    return this.size + Math.ceil(this.size / 2);
  }

  /** @param ranking keys, first first, at most `depth` @returns positions in the ranking of the members */
  update(ranking: readonly string[]): number[] {
    const positions: number[] = [];
    for (let i = 0; i < ranking.length && i < this.depth; i++)
      if (i < this.size || this.members.has(ranking[i])) positions.push(i);
    this.members = new Set(positions.map((position) => ranking[position]));
    return positions;
  }
}
