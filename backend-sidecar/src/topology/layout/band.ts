import { TOPOLOGY_KINDS, type TopologyKind } from '@observatory/protocol/topology';

/** Top to bottom as data flows: what clients see, who serves it, where it lies, what that stands on. */
const BANDS: readonly (readonly TopologyKind[])[] = [
  ['cluster'],
  ['subscription'],
  ['partitioned_topic', 'topic'],
  ['namespace'],
  ['bundle'],
  ['broker', 'function_worker'],
  ['function', 'function_instance'],
  ['ledger'],
  ['ensemble'],
  ['bookie'],
  ['disk'],
  ['rack', 'host'],
];

/** Kinds of which there are too many to keep a place for each: they are placed anew in each answer. */
const FLEETING: ReadonlySet<TopologyKind> = new Set<TopologyKind>([
  'topic',
  'subscription',
  'partitioned_topic',
  'ledger',
  'ensemble',
]);

const BAND_OF = new Map(
  TOPOLOGY_KINDS.map((kind) => [
    kind,
    Math.max(
      0,
      BANDS.findIndex((band) => band.includes(kind)),
    ),
  ]),
);

export const BAND_COUNT = BANDS.length;

export function bandOf(kind: TopologyKind): number {
  return BAND_OF.get(kind) ?? 0;
}

export function isFleeting(kind: TopologyKind): boolean {
  return FLEETING.has(kind);
}

/** Kinds of one band in the order in which they stand in it: brokers before the function workers beside them. */
export function rankInBand(kind: TopologyKind): number {
  return BANDS[bandOf(kind)].indexOf(kind);
}
