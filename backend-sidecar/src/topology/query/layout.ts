import { TOPOLOGY_KINDS, type TopologyKind } from '@observatory/protocol/topology';
import type { GraphNode } from '../graph/node.ts';

export interface Place {
  x: number;
  y: number;
}

/** Top to bottom as data flows: what clients see, who serves it, where it lies, what that stands on. */
const BANDS: readonly (readonly TopologyKind[])[] = [
  ['cluster'],
  ['namespace'],
  ['function', 'function_instance'],
  ['subscription'],
  ['partitioned_topic', 'topic'],
  ['bundle'],
  ['broker', 'function_worker'],
  ['ledger'],
  ['ensemble'],
  ['bookie'],
  ['disk'],
  ['rack', 'host'],
];
const STEP = 120;
const COLUMNS = 40;
/** Room for a band's rows before the next band begins. */
const BAND_HEIGHT = 1200;
/** Kinds of which there are too many to remember a place for each. */
const FLEETING: ReadonlySet<TopologyKind> = new Set<TopologyKind>([
  'topic',
  'subscription',
  'partitioned_topic',
  'ledger',
  'ensemble',
]);
const MAX_REMEMBERED = 50_000;

const BAND_OF = new Map(
  TOPOLOGY_KINDS.map((kind) => [
    kind,
    Math.max(
      0,
      BANDS.findIndex((band) => band.includes(kind)),
    ),
  ]),
);

/**
 * Places in bands, one per tier. A node keeps its place for as long as the sidecar runs, so that a picture does not jump
 * when a node joins or leaves; newcomers take the next free one. Topics and ledgers are placed anew in each answer.
 */
export class Layout {
  private readonly slots = new Map<string, number>();
  private readonly nextSlot = new Map<string, number>();

  /** A place for each node, in their order. */
  place(cluster: string, nodes: readonly GraphNode[]): Map<string, Place> {
    const fleeting = new Map<number, number>();
    const places = new Map<string, Place>();
    // By name at first sight: a cluster that is seen for the first time is in order.
    for (const node of [...nodes].sort((a, b) => (a.id < b.id ? -1 : 1))) {
      const band = BAND_OF.get(node.kind) ?? 0;
      places.set(
        node.id,
        at(band, FLEETING.has(node.kind) ? take(fleeting, band) : this.slotOf(cluster, band, node.id)),
      );
    }
    return places;
  }

  private slotOf(cluster: string, band: number, id: string): number {
    const known = this.slots.get(id);
    if (known !== undefined) return known;
    const slot = take(this.nextSlot, `${cluster}/${band}`);
    if (this.slots.size < MAX_REMEMBERED) this.slots.set(id, slot);
    return slot;
  }
}

function take<K>(next: Map<K, number>, key: K): number {
  const slot = next.get(key) ?? 0;
  next.set(key, slot + 1);
  return slot;
}

function at(band: number, slot: number): Place {
  return { x: (slot % COLUMNS) * STEP, y: band * BAND_HEIGHT + Math.floor(slot / COLUMNS) * STEP };
}
