import { MEASURES, type Measure } from '@observatory/protocol/topics';
import { mayPause, type Slices } from '../../util/slices.ts';
import type { ClusterTopicState } from '../store/cluster-topic-state.ts';
import { MEASURE_COLUMNS } from './measures.ts';

/** Sums of topics by some key. All arrays have `keys.length` used elements, in no particular order. */
export interface RollUp {
  /** Parent topic row, namespace id, or group index. */
  keys: Uint32Array;
  /** Topics summed; partitions count singly. */
  topics: Uint32Array;
  /** Of those, topics whose figures are too old to stand for now. */
  old: Uint32Array;
  sums: Record<Measure, Float64Array>;
}

export interface RollUpKey {
  /** The key of a topic row, below `size`; -1 leaves the topic out. */
  of: (row: number) => number;
  size: number;
}

/**
 * One pass over all topics, and one for each measure.
 * @param withOld whether the last known figures of topics that are too old are summed: in a list that says so they are,
 *   in series, where a value stands for its time, they are not
 */
export function* rollUp(state: ClusterTopicState, key: RollUpKey, nowMs: number, withOld: boolean): Slices<RollUp> {
  const { store } = state;
  const { alive } = store.topics.columns;
  const index = new Int32Array(key.size).fill(-1);
  // What comes in between two slices is left to the next list.
  const size = Math.min(store.names.size, alive.length);
  const positions = new Int32Array(size).fill(-1);
  const keys: number[] = [];
  for (let row = 0; row < size; row++) {
    if (mayPause(row)) yield;
    if (alive[row] === 0) continue;
    const of = key.of(row);
    if (of < 0 || of >= key.size) continue;
    if (index[of] < 0) index[of] = keys.push(of) - 1;
    positions[row] = index[of];
  }
  const count = keys.length;
  const result: RollUp = {
    keys: Uint32Array.from(keys),
    topics: new Uint32Array(count),
    old: new Uint32Array(count),
    sums: Object.fromEntries(MEASURES.map((measure) => [measure, new Float64Array(count)])) as RollUp['sums'],
  };
  const isOld = state.oldTest(nowMs);
  for (let row = 0; row < size; row++) {
    if (mayPause(row)) yield;
    const at = positions[row];
    if (at < 0) continue;
    result.topics[at]++;
    if (!isOld(row)) continue;
    result.old[at]++;
    if (!withOld) positions[row] = -1;
  }
  for (const measure of MEASURES) {
    const column = store.topics.columns[MEASURE_COLUMNS[measure]];
    const sums = result.sums[measure];
    for (let row = 0; row < size; row++) if (positions[row] >= 0) sums[positions[row]] += column[row];
    yield;
  }
  return result;
}

export function byParent(state: ClusterTopicState, wanted: (row: number) => boolean = () => true): RollUpKey {
  const { parent } = state.store.topics.columns;
  return { of: (row) => (wanted(row) ? parent[row] : -1), size: state.store.names.size };
}

export function byTopic(state: ClusterTopicState, wanted: (row: number) => boolean = () => true): RollUpKey {
  return { of: (row) => (wanted(row) ? row : -1), size: state.store.names.size };
}

export function byNamespace(state: ClusterTopicState, wanted: (row: number) => boolean = () => true): RollUpKey {
  const { namespace } = state.store.topics.columns;
  return { of: (row) => (wanted(row) ? namespace[row] : -1), size: state.store.namespaces.size };
}

/** By the operator's patterns. */
export function byGroup(state: ClusterTopicState, wanted: (row: number) => boolean = () => true): RollUpKey {
  return { of: (row) => (wanted(row) ? state.groupOf(row) - 1 : -1), size: state.groupNames.length };
}
