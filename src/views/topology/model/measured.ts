import type { JsonFrame } from '@observatory/protocol/frames';
import type { TopologyEdge, TopologyNode } from '@observatory/protocol/topology';

export interface SeriesValue {
  labels: Readonly<Record<string, string>>;
  value: number;
}

/** Values of one measure, with the largest for scales. */
export interface Measured {
  nodes: ReadonlyMap<string, number>;
  edges: ReadonlyMap<string, number>;
  max: number;
  edgeMax: number;
}

export function edgeId({ source, target, relation }: Pick<TopologyEdge, 'source' | 'target' | 'relation'>): string {
  return `${source}\n${relation}\n${target}`;
}

/** The newest value of each series of an instant query's frames. */
export function seriesValues(frames: readonly JsonFrame[]): SeriesValue[] {
  const found: SeriesValue[] = [];
  for (const { schema, data } of frames) {
    schema.fields.forEach(({ type, labels = {} }, column) => {
      const values = data.values[column];
      const value = values[values.length - 1];
      if (type === 'number' && typeof value === 'number' && Number.isFinite(value)) found.push({ labels, value });
    });
  }
  return found;
}

/**
 * Which value belongs to which node and edge. A node's series are those with the labels by which it selects its own
 * (`instance` of a broker); an edge's have those of both its ends. Where series with exactly these labels exist, only they
 * count; otherwise all that have them, summed. A series without a `cluster` label is of any cluster.
 * Costs O(nodes + edges + series x kinds of labels), of which there are a handful.
 */
export function assignValues(
  series: readonly SeriesValue[],
  nodes: readonly TopologyNode[],
  edges: readonly TopologyEdge[],
): Measured {
  const tables = new Map<string, ReadonlyMap<string, number>>();
  const valueOf = (labels: Readonly<Record<string, string>>): number | undefined => {
    const names = namesOf(labels);
    if (names.length === 0) return undefined;
    const shape = names.join();
    let table = tables.get(shape);
    if (!table) tables.set(shape, (table = tableOf(series, names)));
    return table.get(signature(names, labels, labels.cluster ?? '')) ?? table.get(signature(names, labels, ''));
  };
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const nodeValues = new Map<string, number>();
  for (const { id, metrics } of nodes) {
    const value = metrics && valueOf(metrics);
    if (value !== undefined) nodeValues.set(id, value);
  }
  const edgeValues = new Map<string, number>();
  for (const edge of edges) {
    const [a, b] = [byId.get(edge.source)?.metrics, byId.get(edge.target)?.metrics];
    const labels = a && b && { ...a, ...b };
    // Ends that select by the same label (an embedded worker and its broker) have no series of their own between them.
    if (!labels || namesOf(labels).length < 2) continue;
    const value = valueOf(labels);
    if (value !== undefined) edgeValues.set(edgeId(edge), value);
  }
  return { nodes: nodeValues, edges: edgeValues, max: largest(nodeValues), edgeMax: largest(edgeValues) };
}

/** Labels that say what a series is about, and not only in which cluster. */
function namesOf(labels: Readonly<Record<string, string>>): string[] {
  return Object.keys(labels)
    .filter((name) => name !== '__name__' && name !== 'cluster')
    .sort();
}

function tableOf(series: readonly SeriesValue[], names: readonly string[]): Map<string, number> {
  const having = series.filter(({ labels }) => names.every((name) => labels[name] !== undefined));
  const exact = having.filter(({ labels }) => namesOf(labels).length === names.length);
  const table = new Map<string, number>();
  for (const { labels, value } of exact.length > 0 ? exact : having) {
    const key = signature(names, labels, labels.cluster ?? '');
    table.set(key, (table.get(key) ?? 0) + value);
  }
  return table;
}

/** Numbers that nodes and edges tell themselves. */
export function attributeValues(
  name: string,
  nodes: readonly TopologyNode[],
  edges: readonly TopologyEdge[],
): Measured {
  const nodeValues = new Map<string, number>();
  for (const { id, attributes } of nodes) {
    const value = attributes[name];
    if (typeof value === 'number' && Number.isFinite(value)) nodeValues.set(id, value);
  }
  const edgeValues = new Map<string, number>();
  for (const edge of edges) {
    const value = edge.attributes?.[name];
    if (typeof value === 'number' && Number.isFinite(value)) edgeValues.set(edgeId(edge), value);
  }
  return { nodes: nodeValues, edges: edgeValues, max: largest(nodeValues), edgeMax: largest(edgeValues) };
}

function signature(names: readonly string[], labels: Readonly<Record<string, string>>, cluster: string): string {
  return JSON.stringify([cluster, ...names.map((name) => [name, labels[name]])]);
}

function largest(values: ReadonlyMap<string, number>): number {
  let max = 0;
  for (const value of values.values()) max = Math.max(max, value);
  return max;
}
