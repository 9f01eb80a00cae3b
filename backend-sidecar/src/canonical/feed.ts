import type { Labels } from '../model/labels.ts';
import { CONSUMER_LABELS, COUNTER_FAMILIES, COUNTER_LABELS, type CounterFamily } from './counter-families.ts';
import { HISTOGRAM_FAMILIES, type HistogramFamily } from './histogram-families.ts';

/** What a native series contributes to a canonical one. */
export type Feed =
  | {
      kind: 'histogram';
      family: HistogramFamily;
      /** Index among the buckets, or their number for the sum. */ column: number;
      labels: Labels;
    }
  | { kind: 'counter'; family: CounterFamily; labels: Labels }
  | { kind: 'start' };

/** Of the process that exposes: a new value means that it restarted. */
const START_TIME = 'process_start_time_seconds';

const NAME = new Set(['__name__']);
const NAME_AND_RANGE = new Set(['__name__', 'quantile']);

type Rule = (labels: Labels) => Feed | undefined;

/** Which native series feed which canonical ones, for the families that are switched on. */
export class FeedCatalogue {
  private readonly rules = new Map<string, Rule>([[START_TIME, () => ({ kind: 'start' })]]);

  /** @param isOn of a canonical family's name. */
  constructor(isOn: (canonical: string) => boolean = () => true) {
    for (const family of HISTOGRAM_FAMILIES) if (isOn(family.canonical)) this.addHistogram(family);
    for (const family of COUNTER_FAMILIES) {
      if (isOn(family.canonical)) this.rules.set(family.native, (labels) => counterFeed(family, labels));
    }
  }

  /** Undefined for the many series that feed nothing: one look into a map. */
  feedOf(labels: Labels): Feed | undefined {
    return this.rules.get(labels.metricName)?.(labels);
  }

  private addHistogram(family: HistogramFamily): void {
    const columns = [...family.buckets, ...(family.sum ? [family.sum.native] : [])];
    const byName = new Map<string, Map<string, number>>();
    columns.forEach(({ name, range = '' }, column) => {
      const ranges = byName.get(name) ?? new Map<string, number>();
      byName.set(name, ranges.set(range, column));
    });
    for (const [name, ranges] of byName) {
      const isPlain = ranges.has('');
      this.rules.set(name, (labels) => {
        const column = ranges.get(isPlain ? '' : labels.get('quantile'));
        if (column === undefined) return undefined;
        const own = labels.without(isPlain ? NAME : NAME_AND_RANGE);
        return { kind: 'histogram', family, column, labels: name.startsWith('pulsar_ml_') ? plainNamespace(own) : own };
      });
    }
  }
}

function counterFeed(family: CounterFamily, labels: Labels): Feed | undefined {
  if (CONSUMER_LABELS.some((name) => labels.has(name))) return undefined;
  return { kind: 'counter', family, labels: labels.keep(COUNTER_LABELS) };
}

/** `pulsar_ml_*` write the domain behind the namespace: `acme/telemetry/persistent`. Canonically it is a label. */
function plainNamespace(labels: Labels): Labels {
  const match = /^([^/]+\/[^/]+)\/((?:non-)?persistent)$/.exec(labels.get('namespace'));
  return match ? labels.with('namespace', match[1]).with('domain', match[2]) : labels;
}
