import type { MetricDescription } from '@observatory/protocol/capabilities';
import type { MetricMetadata } from '../model/metadata.ts';
import { aggregationAdvice } from './aggregation-advice.ts';
import { aliasesOf, canonicalOf } from './aliases.ts';
import { capabilityOfMetric } from './exposure/capability-table.ts';

/** What is known of a metric: from its page, corrected, and from the tables of names, capabilities and advice. */
export function describeMetric(name: string, metadata: MetricMetadata): MetricDescription {
  const { type, unit, help, steppedMs } = metadata;
  const canonical = canonicalOf(name);
  const capability = capabilityOfMetric(name)?.id;
  return {
    name,
    type,
    unit,
    help,
    ...(steppedMs === undefined ? {} : { steppedMs }),
    ...aggregationAdvice(name, metadata),
    ...(canonical === undefined ? {} : { canonical }),
    aliases: aliasesOf(name),
    ...(capability === undefined ? {} : { capability }),
  };
}
