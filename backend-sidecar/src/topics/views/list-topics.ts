import { MEASURES, type Measure, type TopicList, type TopicReading, type TopicRow } from '@observatory/protocol/topics';
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
export function listTopics(clusters: readonly ClusterTopics[], query: TopicQuery, nowMs: number): TopicList {
  const asked = clusters.filter(({ name }) => query.cluster === undefined || name === query.cluster);
  const all: Sums[] = asked.map(({ state }) => {
    const wanted = topicTest(state, query);
    return { state, wanted, sums: rollUp(state, KEYS[query.by](state, wanted), nowMs) };
  });
  const total = all.reduce((sum, { sums }) => sum + sums.keys.length, 0);
  const chosen = page(all, query, total);
  const places = new Map(
    all.map((each) => [
      each,
      placesOf(
        each.state,
        query.by,
        chosen.filter(({ from }) => from === each).map(({ at }) => each.sums.keys[at]),
        each.wanted,
        nowMs,
      ),
    ]),
  );
  return {
    nowMs,
    by: query.by,
    total,
    offset: query.offset,
    rows: chosen.map(({ from, at }) => rowOf(from, at, query.by, places.get(from)?.get(from.sums.keys[at]))),
    top: query.top > 0 ? topOf(all, query) : undefined,
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
  const { parent } = state.store.topics.columns;
  const isPartitioned =
    by === 'topic' && (sums.topics[at] > 1 || !places?.rows.includes(key)) && parent[key] !== undefined;
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

function page(all: readonly Sums[], query: TopicQuery, total: number): Place[] {
  const { by, sort, order, offset, limit } = query;
  const places: Place[] = [];
  for (const from of all) for (let at = 0; at < from.sums.keys.length; at++) places.push({ from, at });
  if (sort === 'name') {
    const names = places.map(({ from, at }) => nameOf(from.state, from.sums.keys[at], by));
    const ordered = [...names.keys()].sort((a, b) => (names[a] < names[b] ? -1 : names[a] > names[b] ? 1 : 0));
    if (order === 'desc') ordered.reverse();
    return ordered.slice(offset, offset + limit).map((index) => places[index]);
  }
  const sign = order === 'desc' ? 1 : -1;
  const values = Float64Array.from(
    places,
    ({ from, at }) => sign * (sort === 'topics' ? from.sums.topics[at] : from.sums.sums[sort][at]),
  );
  return largest(values, Math.min(total, offset + limit))
    .slice(offset)
    .map((index) => places[index]);
}

function topOf(all: readonly Sums[], { by, top }: TopicQuery): TopicList['top'] {
  const found: NonNullable<TopicList['top']> = {};
  for (const measure of MEASURES) {
    const candidates = all.flatMap(({ state, sums }) =>
      largest(sums.sums[measure], top, 0).map((at) => ({ state, key: sums.keys[at], value: sums.sums[measure][at] })),
    );
    candidates.sort((a, b) => b.value - a.value);
    found[measure] = candidates
      .slice(0, top)
      .map(({ state, key, value }) => ({ cluster: state.cluster, name: nameOf(state, key, by), value }));
  }
  return found;
}
