import { MEASURES, type Measure, type TopicList, type TopicReading, type TopicRow } from '@observatory/protocol/topics';
import { mayPause, sortInSlices, type Slices } from '../../util/slices.ts';
import type { ClusterTopics } from '../cluster-topics.ts';
import type { ClusterTopicState } from '../store/cluster-topic-state.ts';
import { largest } from './largest.ts';
import { byGroup, byNamespace, byParent, byTopic, rollUp, type RollUp, type RollUpKey } from './roll-up.ts';
import { topicTest, type TopicFilter } from './topic-filter.ts';
import { placesOf, type Places } from './topic-places.ts';

export interface TopicQuery extends TopicFilter {
  cluster?: string;
  by: TopicList['by'];
  sort: Measure | 'name' | 'topics';
  order: 'asc' | 'desc';
  limit: number;
  offset: number;
  /** Rows per measure in `top`; 0 leaves it out. */
  top: number;
}

const KEYS: Record<TopicList['by'], (state: ClusterTopicState, wanted: (row: number) => boolean) => RollUpKey> = {
  topic: byParent,
  partition: byTopic,
  namespace: byNamespace,
  group: byGroup,
};

interface Sums {
  state: ClusterTopicState;
  sums: RollUp;
  wanted: (row: number) => boolean;
}

/** Topics, namespaces or groups under a filter: sorted, one page of them, and the largest for each measure. */
export function* listTopics(clusters: readonly ClusterTopics[], query: TopicQuery, nowMs: number): Slices<TopicList> {
  const asked = clusters.filter(({ name }) => query.cluster === undefined || name === query.cluster);
  const all: Sums[] = [];
  for (const { state } of asked) {
    const wanted = topicTest(state, query);
    all.push({ state, wanted, sums: yield* rollUp(state, KEYS[query.by](state, wanted), nowMs, true) });
  }
  const total = all.reduce((sum, { sums }) => sum + sums.keys.length, 0);
  const chosen = yield* page(all, query, total);
  const places = new Map<Sums, Map<number, Places>>();
  for (const each of all) {
    const keys = chosen.filter(({ from }) => from === each).map(({ at }) => each.sums.keys[at]);
    places.set(each, yield* placesOf(each.state, query.by, keys, each.wanted, nowMs));
  }
  return {
    nowMs,
    by: query.by,
    total,
    offset: query.offset,
    rows: chosen.map(({ from, at }) => rowOf(from, at, query.by, places.get(from)?.get(from.sums.keys[at]))),
    top: query.top > 0 ? yield* topOf(all, query) : undefined,
    readings: asked.flatMap(readingsOf),
  };
}

export function readingsOf(cluster: ClusterTopics): TopicReading[] {
  return cluster.brokers().map(({ lastGoodMs, ...state }) => ({
    cluster: cluster.name,
    ...state,
    lastGoodMs: lastGoodMs || undefined,
  }));
}

/** One row, its name and kind included. */
export function rowOf(
  { state, sums }: Pick<Sums, 'state' | 'sums'>,
  at: number,
  by: TopicList['by'],
  places?: Places,
): TopicRow {
  const key = sums.keys[at];
  // A key without a row of its own: only its partitions are topics.
  const isPartitioned = by === 'topic' && (sums.topics[at] > 1 || (places !== undefined && places.rows[0] !== key));
  return {
    cluster: state.cluster,
    name: nameOf(state, key, by),
    kind: by === 'topic' ? (isPartitioned ? 'partitioned' : 'topic') : by === 'partition' ? 'topic' : by,
    topics: sums.topics[at],
    old: sums.old[at],
    measures: Object.fromEntries(MEASURES.map((measure) => [measure, sums.sums[measure][at]])) as TopicRow['measures'],
    brokers: places?.brokers,
    bundle: places?.bundle,
    verdicts: places?.verdicts,
    updatedMs: places?.updatedMs,
    staleReason: places?.staleReason,
  };
}

function nameOf(state: ClusterTopicState, key: number, by: TopicList['by']): string {
  if (by === 'group') return state.groupNames[key];
  return by === 'namespace' ? state.store.namespaces.text(key) : state.store.names.text(key);
}

interface Place {
  from: Sums;
  at: number;
}

/** The rows of one page. Numbers stand for rows until it is known which are shown. */
function* page(all: readonly Sums[], query: TopicQuery, total: number): Slices<Place[]> {
  const { by, sort, order, offset, limit } = query;
  const placeOf = (index: number): Place => {
    let at = index;
    let of = 0;
    for (; at >= all[of].sums.keys.length; of++) at -= all[of].sums.keys.length;
    return { from: all[of], at };
  };
  if (sort === 'name') {
    const names: string[] = [];
    for (const { state, sums } of all)
      for (const key of sums.keys) {
        if (mayPause(names.push(nameOf(state, key, by)))) yield;
      }
    const ordered = yield* sortInSlices([...names.keys()], (a, b) =>
      names[a] < names[b] ? -1 : names[a] > names[b] ? 1 : 0,
    );
    if (order === 'desc') ordered.reverse();
    return ordered.slice(offset, offset + limit).map(placeOf);
  }
  const values = new Float64Array(total);
  let filled = 0;
  for (const { sums } of all) {
    values.set(sort === 'topics' ? sums.topics : sums.sums[sort], filled);
    filled += sums.keys.length;
  }
  if (order === 'asc') for (let i = 0; i < total; i++) values[i] = -values[i];
  const ranking = yield* largest(values, Math.min(total, offset + limit));
  return ranking.slice(offset).map(placeOf);
}

function* topOf(all: readonly Sums[], { by, top }: TopicQuery): Slices<TopicList['top']> {
  const found: NonNullable<TopicList['top']> = {};
  for (const measure of MEASURES) {
    const candidates: { state: ClusterTopicState; key: number; value: number }[] = [];
    for (const { state, sums } of all)
      for (const at of yield* largest(sums.sums[measure], top, 0))
        candidates.push({ state, key: sums.keys[at], value: sums.sums[measure][at] });
    candidates.sort((a, b) => b.value - a.value);
    found[measure] = candidates
      .slice(0, top)
      .map(({ state, key, value }) => ({ cluster: state.cluster, name: nameOf(state, key, by), value }));
  }
  return found;
}
