import type { MetricMetadata } from '../../model/metadata.ts';
import { COUNTED, grafanaUnit, unitOf, type Unit } from './unit.ts';

/** Looks up what is known of a metric family or series name. */
export type MetadataOf = (name: string) => MetricMetadata | undefined;

const COUNTING_SUFFIX = /_(?:bucket|count)$/;
const SUFFIX = /_(?:total|bucket|count|sum|max|min|created|info)$/;

/** Pulsar's older metrics, whose names follow no convention. Rates and throughputs are gauges that are per second already. */
const PULSAR: readonly (readonly [RegExp, Unit])[] = [
  [/^pulsar_(?:.+_)?throughput(?:_in|_out)?$/, unitOf('bytes', true)],
  [/^pulsar_(?:.+_)?rate(?:_in|_out|_expired|_redeliver)?$/, unitOf('messages', true)],
  [/^pulsar_(?:.+_)?(?:storage|backlog|logical|offloaded|cache_used|memory_used)_size$/, unitOf('bytes')],
  [/^pulsar_(?:.+_)?backlog(?:_no_delayed)?$/, unitOf('messages')],
  [/^pulsar_(?:in|out)_messages_total$/, unitOf('messages')],
];

/** The unit of a series by what its source says of it, else by its name; undefined when neither tells. */
export function metricUnit(name: string, metadataOf: MetadataOf): Unit | undefined {
  const family = familyOf(name, metadataOf);
  if (COUNTING_SUFFIX.test(name) && family !== name) return unitOf('count');
  return familyUnit(name, metadataOf);
}

/** The unit of what a histogram measures, of any of its series. */
export function familyUnit(name: string, metadataOf: MetadataOf): Unit | undefined {
  const said = (metadataOf(name) ?? metadataOf(name.replace(SUFFIX, '')))?.unit;
  if (said !== undefined && said !== '') return unitOf(said);
  for (const [pattern, unit] of PULSAR) if (pattern.test(name)) return unit;
  // A recording rule's name says what it was made from, not what it is.
  if (name.includes(':')) return undefined;
  const word = name.replace(SUFFIX, '').split('_').pop() ?? '';
  const unit = unitOf(word);
  if (grafanaUnit(unit) !== undefined && word !== 'count') return unit;
  const known = metadataOf(name) ?? metadataOf(name.replace(SUFFIX, ''));
  return name.endsWith('_total') || known?.type === 'counter' ? unitOf(COUNTED.has(word) ? word : 'count') : undefined;
}

/** The family of a histogram's or summary's series; a metric may also just be named `…_count`. */
function familyOf(name: string, metadataOf: MetadataOf): string {
  const family = name.replace(COUNTING_SUFFIX, '');
  const own = metadataOf(name);
  return own && own.type !== 'histogram' && own.type !== 'summary' && !metadataOf(family) ? name : family;
}
