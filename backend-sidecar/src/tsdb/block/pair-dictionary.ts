/** Label pairs seen while a block is written, under provisional ids; sorted and renumbered when all are known. */
import { compareUtf8 } from '../../model/labels.ts';
import type { Slicer } from './slicer.ts';
import { sortSliced } from './sort-sliced.ts';

interface NameEntry {
  name: string;
  /** Value to provisional id. */
  ids: Map<string, number>;
}

export interface SortedName {
  name: string;
  values: string[];
}

export class PairDictionary {
  private readonly names = new Map<string, NameEntry>();
  count = 0;

  /** Appends the provisional ids of an alternating label array to `out` from `at`; returns the new end. */
  intern(flat: readonly string[], out: Uint32Array, at: number): number {
    let end = at;
    for (let i = 0; i < flat.length; i += 2) {
      let entry = this.names.get(flat[i]);
      if (!entry) this.names.set(flat[i], (entry = { name: flat[i], ids: new Map() }));
      let id = entry.ids.get(flat[i + 1]);
      if (id === undefined) entry.ids.set(flat[i + 1], (id = this.count++));
      out[end++] = id;
    }
    return end;
  }

  /** Names and values in UTF-8 order, and the final id of each provisional one: ascending in that order. */
  async sort(slicer: Slicer): Promise<{ names: SortedName[]; finalIds: Uint32Array }> {
    const finalIds = new Uint32Array(this.count);
    const names: SortedName[] = [];
    let next = 0;
    for (const entry of [...this.names.values()].sort((a, b) => compareUtf8(a.name, b.name))) {
      const values = await sortSliced([...entry.ids.keys()], compareUtf8, slicer);
      for (const value of values) finalIds[entry.ids.get(value) ?? 0] = next++;
      names.push({ name: entry.name, values });
    }
    return { names, finalIds };
  }
}
