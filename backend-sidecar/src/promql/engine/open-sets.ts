import type { SeriesSet } from '../../storage.ts';

/** What a query has selected. Selections that arrive after the query has failed are closed at once. */
export class OpenSets {
  private readonly sets: SeriesSet[] = [];
  private closed = false;

  add(set: SeriesSet): void {
    if (this.closed) set.close();
    else this.sets.push(set);
  }

  closeAll(): void {
    this.closed = true;
    for (const set of this.sets.splice(0)) set.close();
  }
}
