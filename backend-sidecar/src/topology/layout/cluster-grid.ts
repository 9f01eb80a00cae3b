import { BAND_COUNT } from './band.ts';

/** Something that needs a place: in a band, in a rack (empty when it has none). */
export interface Occupant {
  id: string;
  band: number;
  rack: string;
}

/** A place in the grid of its band. */
export interface Slot {
  column: number;
  row: number;
}

interface Kept extends Slot {
  band: number;
  rack: string;
  seenMs: number;
}

interface Column {
  rack: string;
  from: number;
  width: number;
}

/** What is written to disk. */
export interface SavedGrid {
  span: number;
  rows: number[];
  columns: Column[];
  slots: [id: string, band: number, rack: string, column: number, row: number, seenMs: number][];
}

/** Of the whole picture: about two to one, on slots that are nearly square. */
const ASPECT = 2;
/** At first sight, half as many free places again as there are nodes. */
const ROOM = 1.5;
const MIN_WIDTH = 3;
/** A node that left may come back to its place for as long as the topology has a past; then it may be given away. */
const KEPT_MS = 24 * 3_600_000;
/** Up to so many nodes a rack, newcomers are put beside their neighbour by name; above it, where there is room first. */
const SORTED_CELL = 64;

/**
 * Places of the nodes of one cluster: bands are rows of slots of a fixed height, racks are ranges of columns. Sizes are
 * chosen when the cluster is first seen, then never changed: what has no room any more, and racks that are new, get columns
 * to the right of everything. So no node ever moves because of another. Costs O(n) at first sight, O(1) for a newcomer
 * (O(64) in a small rack).
 */
export class ClusterGrid {
  private readonly span: number;
  private readonly rows: number[];
  private readonly columns: Column[];
  private readonly slots = new Map<string, Kept>();
  private readonly taken: Map<number, string>[] = Array.from({ length: BAND_COUNT }, () => new Map<number, string>());
  /** When the node that is away the longest was seen last. */
  private oldestMs = Infinity;
  /** How many nodes with a rack each band has. */
  private readonly racked: number[] = Array.from({ length: BAND_COUNT }, () => 0);
  /** Where to look on for a free slot, by band and column range. */
  private readonly cursors = new Map<string, number>();

  private constructor({ span, rows, columns }: Omit<SavedGrid, 'slots'>) {
    this.span = span;
    this.rows = rows;
    this.columns = columns;
  }

  /** A grid for what is there now, in order of name within each cell. */
  static of(occupants: readonly Occupant[], nowMs: number): ClusterGrid {
    const cells = new Map<string, Occupant[]>();
    for (const occupant of occupants) {
      const key = `${occupant.band}\n${occupant.rack}`;
      const cell = cells.get(key);
      if (cell) cell.push(occupant);
      else cells.set(key, [occupant]);
    }
    const racked = new Set<number>();
    const plain = new Set<number>();
    const racks = new Set<string>();
    for (const [{ band, rack }] of cells.values()) {
      (rack === '' ? plain : racked).add(band);
      if (rack !== '') racks.add(rack);
    }
    // Nodes without a rack beside others that have one get columns of their own, but for hosts, which are many things'
    // place; a band without racks spans all columns.
    const names = [...racks].sort();
    if ([...plain].some((band) => racked.has(band) && band !== BAND_COUNT - 1)) names.push('');
    const wanted = Math.ceil(Math.sqrt(occupants.length * ROOM * ASPECT));
    const width = Math.max(MIN_WIDTH, Math.ceil(wanted / Math.max(1, names.length)));
    const columns = names.map((rack, index) => ({ rack, from: index * width, width }));
    const span = names.length > 0 ? names.length * width : Math.max(3 * MIN_WIDTH, wanted);
    const rows = Array.from({ length: BAND_COUNT }, () => 1);
    const grid = new ClusterGrid({ span, rows, columns });
    for (const { band, rack } of occupants) grid.count(band, rack);
    for (const [{ band, rack }, ...others] of cells.values()) {
      const [{ width: room }] = grid.ranges(band, rack);
      const nodes = 1 + others.length;
      // A few more still fit beside those of a single row.
      if (nodes + Math.max(2, nodes * 0.15) > room) rows[band] = Math.max(rows[band], Math.ceil((nodes * ROOM) / room));
    }
    for (const cell of cells.values()) grid.settle(cell, nowMs);
    return grid;
  }

  static restore(saved: SavedGrid): ClusterGrid {
    const grid = new ClusterGrid(saved);
    for (const [id, band, rack, column, row, seenMs] of saved.slots) {
      grid.count(band, rack);
      grid.put(id, { band, rack, column, row, seenMs });
    }
    return grid;
  }

  save(): SavedGrid {
    const { span, rows, columns } = this;
    const slots = [...this.slots].map(([id, { band, rack, column, row, seenMs }]): SavedGrid['slots'][number] => [
      id,
      band,
      rack,
      column,
      row,
      seenMs,
    ]);
    return { span, rows, columns, slots };
  }

  /** Columns that a band has before the grid first grew; answers that place nodes of their own keep to it. */
  get width(): number {
    return this.span;
  }

  rowsOf(band: number): number {
    return this.rows[band];
  }

  get size(): number {
    return this.slots.size;
  }

  slotOf(id: string): Slot | undefined {
    return this.slots.get(id);
  }

  /** Gives newcomers a place and notes who is there; true when there was a newcomer. */
  admit(occupants: readonly Occupant[], nowMs: number): boolean {
    const newcomers: Occupant[] = [];
    for (const occupant of occupants) {
      const known = this.slots.get(occupant.id);
      if (known) known.seenMs = nowMs;
      else newcomers.push(occupant);
    }
    if (newcomers.length === 0) return false;
    this.oldestMs = nowMs;
    for (const { seenMs } of this.slots.values()) this.oldestMs = Math.min(this.oldestMs, seenMs);
    for (const { id, band, rack } of newcomers) {
      this.count(band, rack);
      this.put(id, { band, rack, seenMs: nowMs, ...this.free(id, band, rack, nowMs) });
    }
    return true;
  }

  /** The first nodes of a cell: a single row is spread over its width, which leaves room between neighbours by name. */
  private settle(cell: readonly Occupant[], nowMs: number): void {
    const [{ band, rack }] = cell;
    const [{ from, width }] = this.ranges(band, rack);
    const spread = cell.length <= width;
    cell.forEach(({ id }, index) => {
      const at = spread ? Math.floor(((index + 0.5) * width) / cell.length) : index;
      const slot = slotAt(at, from, width);
      // Hosts without a rack stand among racks: whose place is taken, moves on.
      const free = this.taken[band].has(keyOf(slot)) ? this.free(id, band, rack, nowMs) : slot;
      this.put(id, { band, rack, seenMs: nowMs, ...free });
    });
  }

  private free(id: string, band: number, rack: string, nowMs: number): Slot {
    const ranges = this.ranges(band, rack);
    for (const range of ranges) {
      const slot = this.beside(id, band, range) ?? this.nextFree(band, range);
      if (slot) return slot;
    }
    const inherited = this.oldestMs + KEPT_MS <= nowMs ? this.departed(band, rack, nowMs) : undefined;
    if (inherited) return inherited;
    const from = this.columns.reduce((end, column) => Math.max(end, column.from + column.width), this.span);
    // Half as wide again as all before: thousands of newcomers need but a few ranges.
    const before = ranges.reduce((sum, range) => sum + range.width, 0);
    const added = { rack, from, width: Math.max(MIN_WIDTH, Math.ceil(before / 2)) };
    this.columns.push(added);
    return { column: added.from, row: 0 };
  }

  /** Column ranges in which a band keeps the nodes of a rack. */
  private ranges(band: number, rack: string): Column[] {
    const own = this.columns.filter((column) => column.rack === rack);
    if (rack !== '') return own;
    const apart = own.some(({ from }) => from < this.span);
    return apart && this.racked[band] > 0
      ? own
      : [{ rack, from: 0, width: this.span }, ...own.filter(({ from }) => from >= this.span)];
  }

  /** In a small cell: the free slot nearest to the node that comes before this one by name. */
  private beside(id: string, band: number, { from, width }: Column): Slot | undefined {
    const capacity = width * this.rows[band];
    if (capacity > SORTED_CELL) return undefined;
    let before: string | undefined;
    let at = -1;
    for (let i = 0; i < capacity; i++) {
      const other = this.taken[band].get(keyOf(slotAt(i, from, width)));
      if (other === undefined || other > id || (before !== undefined && other < before)) continue;
      before = other;
      at = i;
    }
    for (let step = 1; step <= capacity; step++) {
      for (const i of [at + step, at - step]) {
        if (i < 0 || i >= capacity) continue;
        const slot = slotAt(i, from, width);
        if (!this.taken[band].has(keyOf(slot))) return slot;
      }
    }
    return undefined;
  }

  private nextFree(band: number, { from, width }: Column): Slot | undefined {
    const key = `${band}\n${from}`;
    const capacity = width * this.rows[band];
    for (let i = this.cursors.get(key) ?? 0; i < capacity; i++) {
      const slot = slotAt(i, from, width);
      if (this.taken[band].has(keyOf(slot))) continue;
      this.cursors.set(key, i + 1);
      return slot;
    }
    this.cursors.set(key, capacity);
    return undefined;
  }

  /** The slot of a node of this cell that is gone for so long that it has lost its right to it. */
  private departed(band: number, rack: string, nowMs: number): Slot | undefined {
    for (const [id, kept] of this.slots) {
      if (kept.band !== band || kept.rack !== rack || nowMs - kept.seenMs < KEPT_MS) continue;
      this.slots.delete(id);
      return { column: kept.column, row: kept.row };
    }
    return undefined;
  }

  private count(band: number, rack: string): void {
    if (rack !== '') this.racked[band]++;
  }

  private put(id: string, kept: Kept): void {
    this.slots.set(id, kept);
    this.taken[kept.band].set(keyOf(kept), id);
  }
}

function slotAt(index: number, from: number, width: number): Slot {
  return { column: from + (index % width), row: Math.floor(index / width) };
}

const ROW_LIMIT = 65_536;

function keyOf({ column, row }: Slot): number {
  return column * ROW_LIMIT + row;
}
