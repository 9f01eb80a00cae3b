import type { Capacity, CapacityEstimate } from '@observatory/protocol/analysis';
import type { SeriesSource } from '../../storage.ts';
import { ClusterMap, NO_TOPOLOGY, type KnownTopology, type MappedNode } from '../map/cluster-map.ts';
import { medianOf, quantileOfSorted } from '../math/robust.ts';
import { readSignals } from '../signals/read-signals.ts';
import type { SignalSeries } from '../signals/signal-series.ts';
import { spansOf } from '../explain/window.ts';
import { isoTime, quantity } from '../explain/words.ts';
import { LOADS, RESOURCES } from './capacity-signals.ts';
import { saturationOf, type Saturation } from './saturation.ts';
import { unevenLoads } from './uneven.ts';

export interface CapacityOptions {
  fromMs: number;
  toMs: number;
  cluster?: string;
  signal?: AbortSignal;
}

interface Tried {
  resource: (typeof RESOURCES)[number];
  series: SignalSeries;
  saturation: Saturation | undefined;
  now: number;
}

/** From load and the resource that is used up first, what each node can take. @throws ObservatoryError OBS_ANALYSIS_WINDOW */
export async function capacity(
  {
    source,
    topology,
  }: { source: SeriesSource; topology?: (window: { fromMs: number; toMs: number }) => KnownTopology },
  options: CapacityOptions,
): Promise<Capacity> {
  const { window } = spansOf(options);
  const { signals, targets } = await readSignals({
    source,
    definitions: [...LOADS, ...RESOURCES.map(({ definition }) => definition)],
    ...window,
    ...(options.cluster !== undefined && { cluster: options.cluster }),
    ...(options.signal && { signal: options.signal }),
  });
  const map = new ClusterMap(targets, signals, topology?.(window) ?? NO_TOPOLOGY);
  const estimates: CapacityEstimate[] = [];
  const loads = new Map<MappedNode, SignalSeries>();
  for (const load of signals.filter(({ definition }) => LOADS.includes(definition))) {
    const node = load.subject.type === 'node' ? map.node(load.subject.target.key) : undefined;
    if (!node || load.v.length === 0) continue;
    loads.set(node, load);
    const estimate = estimateOf(node, load, signals);
    if (estimate) estimates.push(estimate);
  }
  estimates.sort((a, b) => headroom(a) - headroom(b));
  return {
    window: { from: isoTime(window.fromMs), to: isoTime(window.toMs) },
    estimates,
    uneven: unevenLoads(loads),
    notes: [
      ...(estimates.length === 0 ? ['No node exposes both load and a resource in this time.'] : []),
      'Estimates carry on what was measured: they hold while the mix of messages and the number of nodes stay as they are.',
    ],
  };
}

function estimateOf(
  node: MappedNode,
  load: SignalSeries,
  signals: readonly SignalSeries[],
): CapacityEstimate | undefined {
  const tried: Tried[] = [];
  for (const resource of RESOURCES) {
    const series = signals.find(
      ({ definition, subject }) =>
        definition === resource.definition && subject.type === 'node' && subject.target.key === node.target.key,
    );
    if (!series || series.v.length === 0) continue;
    const [x, y] = paired(load, series);
    tried.push({ resource, series, saturation: saturationOf(x, y, resource.limit), now: medianOf(series.v) });
  }
  if (tried.length === 0) return undefined;
  const found = tried.filter(({ saturation }) => saturation !== undefined);
  const first = found.sort((a, b) => (a.saturation?.at ?? 0) - (b.saturation?.at ?? 0))[0] ?? nearest(tried);
  const now = medianOf(load.v);
  const { definition, limit, why } = { ...first.resource };
  const { saturation } = first;
  const { unit } = load.definition;
  const at = `${quantity(now, unit)} at ${quantity(first.now, definition.unit)} ${definition.title}`;
  return {
    node: { kind: node.kind, id: node.id, name: node.name, aliases: node.aliases },
    load: { now, peak: quantileOfSorted(Float64Array.from(load.v).sort(), 0.99), unit, query: load.query },
    resource: {
      kind: definition.kind,
      label: definition.title,
      now: first.now,
      limit,
      unit: definition.unit,
      query: first.series.query,
    },
    saturates: saturation ? { at: saturation.at, lower: saturation.lower, upper: saturation.upper } : null,
    sentence: saturation
      ? `${node.name}: ${at}; used up near ${quantity(saturation.at, unit)} (80 % sure: ${quantity(saturation.lower, unit)} to ${saturation.upper === null ? 'no bound' : quantity(saturation.upper, unit)}).`
      : `${node.name}: ${at}; no resource follows the load closely enough to say where it ends.`,
    reasons: [
      why,
      ...tried.map(({ resource, saturation: each, now: level }) =>
        each
          ? `${resource.definition.title} follows the load (r ${each.r.toFixed(2)}): ${quantity(level, resource.definition.unit)} of ${quantity(resource.limit, resource.definition.unit)}`
          : `${resource.definition.title} does not follow the load: ${quantity(level, resource.definition.unit)} of ${quantity(resource.limit, resource.definition.unit)}`,
      ),
    ],
    fit: { r: saturation?.r ?? 0, points: saturation?.points ?? 0 },
  };
}

/** The resource that is nearest to its limit now. */
const nearest = (tried: readonly Tried[]): Tried =>
  tried.reduce((a, b) => (b.now / b.resource.limit > a.now / a.resource.limit ? b : a));

const headroom = ({ load, saturates }: CapacityEstimate): number =>
  saturates ? saturates.at / Math.max(load.now, 1e-9) : Infinity;

/** Values of both at about the same times: of the resource the newest within two steps. */
function paired(load: SignalSeries, resource: SignalSeries): [Float64Array, Float64Array] {
  const x: number[] = [];
  const y: number[] = [];
  const within = 2 * Math.max(load.stepMs, resource.stepMs);
  let j = 0;
  for (let i = 0; i < load.t.length; i++) {
    while (j + 1 < resource.t.length && resource.t[j + 1] <= load.t[i]) j++;
    if (Math.abs(resource.t[j] - load.t[i]) > within) continue;
    x.push(load.v[i]);
    y.push(resource.v[j]);
  }
  return [Float64Array.from(x), Float64Array.from(y)];
}
