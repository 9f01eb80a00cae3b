import type { TopologyKind } from '@observatory/protocol/topology';
import type { Graph } from '../graph/graph.ts';
import type { GraphNode } from '../graph/node.ts';
import { BAND_COUNT, bandOf, isFleeting, rankInBand } from './band.ts';
import { ClusterGrid, type Occupant, type SavedGrid } from './cluster-grid.ts';
import { racksOf } from './rack-of.ts';

/** Middle of a node. */
export interface Place {
  x: number;
  y: number;
}

export interface SavedLayout {
  version: 1;
  clusters: Record<string, SavedGrid>;
}

/** Distance of neighbours; Grafana's node graph draws marks of 80 with two lines of text below. */
const STEP_X = 140;
const STEP_Y = 130;
const BAND_GAP = 90;
/** More nodes than this are not remembered: they are placed anew in each answer. */
const MAX_REMEMBERED = 50_000;

/**
 * Places of all nodes of all clusters: bands by tier, columns by rack, in order of name at first sight; see ClusterGrid. A
 * node keeps its place for life, also over restarts when the layout is saved. Of the bands, an answer has those of the
 * kinds it shows: the same kinds give the same places, whoever joins or leaves.
 */
export class Layout {
  private readonly grids = new Map<string, { grid: ClusterGrid; graph: Graph | undefined; settled: boolean }>();
  /** Grew since it was last saved. */
  private changed = false;

  /**
   * Takes in who is there. Until the cluster was `seen` whole, places are only provisional: what comes first must not decide
   * for good how much room each band has.
   */
  admit(cluster: string, graph: Graph, seen: boolean, nowMs: number): void {
    const known = this.grids.get(cluster);
    if (known?.graph === graph && known.settled === seen) return;
    const occupants = occupantsOf(graph);
    if (known?.settled) {
      known.graph = graph;
      if (known.grid.admit(occupants, nowMs)) this.changed = true;
      return;
    }
    this.grids.set(cluster, { grid: ClusterGrid.of(occupants, nowMs), graph, settled: seen });
    if (seen) this.changed = true;
  }

  /** A place for each node, by id; `kinds` says which bands are shown, all that have a node unless given. */
  place(cluster: string, nodes: readonly GraphNode[], kinds?: Iterable<TopologyKind>): Map<string, Place> {
    const grid = this.grids.get(cluster)?.grid;
    const places = new Map<string, Place>();
    if (!grid) return places;
    const fleeting = new Map<number, GraphNode[]>();
    const shown = new Set<number>([...(kinds ?? [])].map(bandOf));
    for (const node of nodes) {
      const band = bandOf(node.kind);
      shown.add(band);
      if (!isFleeting(node.kind) && grid.slotOf(node.id)) continue;
      const list = fleeting.get(band);
      if (list) list.push(node);
      else fleeting.set(band, [node]);
    }
    const { width } = grid;
    let y = this.top(cluster, shown);
    const tops = Array.from({ length: BAND_COUNT }, (_, band) => {
      const top = y;
      if (shown.has(band)) y += rowsOf(grid, band, fleeting) * STEP_Y + BAND_GAP;
      return top;
    });
    for (const node of nodes) {
      const slot = isFleeting(node.kind) ? undefined : grid.slotOf(node.id);
      if (slot) places.set(node.id, { x: slot.column * STEP_X, y: tops[bandOf(node.kind)] + slot.row * STEP_Y });
    }
    for (const [band, list] of fleeting) {
      const first = isFleeting(list[0].kind) ? 0 : grid.rowsOf(band);
      list.sort(byName).forEach((node, index) => {
        const spread = list.length <= width ? Math.floor(((index + 0.5) * width) / list.length) : index;
        const row = first + Math.floor(spread / width);
        places.set(node.id, { x: (spread % width) * STEP_X, y: tops[band] + row * STEP_Y });
      });
    }
    return places;
  }

  /** What is to be written, once after every growth; undefined when nothing changed. */
  takeChanges(): SavedLayout | undefined {
    if (!this.changed) return undefined;
    this.changed = false;
    const settled = [...this.grids].filter(([, { settled }]) => settled);
    return { version: 1, clusters: Object.fromEntries(settled.map(([name, { grid }]) => [name, grid.save()])) };
  }

  restore({ clusters }: SavedLayout): void {
    for (const [name, saved] of Object.entries(clusters))
      this.grids.set(name, { grid: ClusterGrid.restore(saved), graph: undefined, settled: true });
  }

  /** Clusters stand one below the other, in the order in which they were first seen. */
  private top(cluster: string, shown: ReadonlySet<number>): number {
    let y = 0;
    for (const [name, { grid }] of this.grids) {
      if (name === cluster) break;
      for (const band of shown) y += grid.rowsOf(band) * STEP_Y + BAND_GAP;
      y += BAND_GAP;
    }
    return y;
  }
}

function occupantsOf(graph: Graph): Occupant[] {
  const racks = racksOf(graph);
  return [...graph.nodes.values()]
    .filter(({ kind }) => !isFleeting(kind))
    .sort(byName)
    .slice(0, MAX_REMEMBERED)
    .map(({ id, kind }) => ({ id, band: bandOf(kind), rack: racks.get(id) ?? '' }));
}

function byName(a: GraphNode, b: GraphNode): number {
  return rankInBand(a.kind) - rankInBand(b.kind) || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
}

function rowsOf(grid: ClusterGrid, band: number, fleeting: ReadonlyMap<number, readonly GraphNode[]>): number {
  const list = fleeting.get(band);
  const extra = list ? Math.ceil(list.length / grid.width) : 0;
  return list && isFleeting(list[0].kind) ? Math.max(1, extra) : grid.rowsOf(band) + extra;
}
