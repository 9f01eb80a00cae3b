import type { MetricMetadata } from '../../model/metadata.ts';

/** What sources said about their metrics, by metric name; the last word wins. */
export class MetadataStore {
  private readonly entries = new Map<string, MetricMetadata>();

  get all(): ReadonlyMap<string, MetricMetadata> {
    return this.entries;
  }

  /** Of one metric, or of all. */
  get(metricName?: string): ReadonlyMap<string, MetricMetadata> {
    if (metricName === undefined) return this.entries;
    const found = this.entries.get(metricName);
    return new Map(found ? [[metricName, found]] : []);
  }

  /** True when it says something new. */
  set(metricName: string, metadata: MetricMetadata): boolean {
    const old = this.entries.get(metricName);
    if (
      old &&
      old.type === metadata.type &&
      old.help === metadata.help &&
      old.unit === metadata.unit &&
      old.steppedMs === metadata.steppedMs
    ) {
      return false;
    }
    this.entries.set(metricName, { ...metadata });
    return true;
  }
}
