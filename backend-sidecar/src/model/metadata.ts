export type MetricType =
  'counter' | 'gauge' | 'histogram' | 'gaugehistogram' | 'summary' | 'info' | 'stateset' | 'unknown';

/** What a source says about a metric family, plus what we know better (DESIGN.md, honest numbers). */
export interface MetricMetadata {
  type: MetricType;
  help: string;
  unit: string;
  /** The source recomputes it only once in this many milliseconds (Pulsar's 60 s gauges); undefined when it is live. */
  steppedMs?: number;
}
