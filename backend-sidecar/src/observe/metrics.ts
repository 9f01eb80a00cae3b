import { collectProcess } from './process-metrics.ts';
import { Counter, Gauge, Histogram, Registry } from 'prom-client';

export type MetricLabels = Readonly<Record<string, string>>;
/** A value, or one value a label set; read when /metrics is asked, so it must be cheap. */
export type MetricReader = () => number | Iterable<readonly [MetricLabels, number]>;

/**
 * The sidecar's own metrics: prefix `observatory_`, base units. Parts that count for themselves are read through
 * `counter` and `gauge`; what only the HTTP layer sees is counted here.
 */
export class SidecarMetrics {
  readonly registry = new Registry();
  private readonly queryDuration: Histogram<'kind' | 'result'>;
  private readonly querySamples: Counter;
  private readonly refused: Counter<'code'>;
  private readonly limits: Counter<'limit'>;
  private readonly reloads: Counter<'result'>;
  private readonly imported: Counter<'result'>;

  constructor(version: string) {
    const registers = [this.registry];
    this.queryDuration = new Histogram({
      name: 'observatory_query_duration_seconds',
      help: 'Time of PromQL queries over HTTP, waiting included',
      labelNames: ['kind', 'result'],
      buckets: [0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5, 10, 30, 60, 120],
      registers,
    });
    this.querySamples = new Counter({
      name: 'observatory_query_samples_total',
      help: 'Samples read by queries over HTTP',
      registers,
    });
    this.refused = new Counter({
      name: 'observatory_http_refused_requests_total',
      help: 'Requests refused before they reached a resource, by error code',
      labelNames: ['code'],
      registers,
    });
    this.limits = new Counter({
      name: 'observatory_limits_hit_total',
      help: 'Times a configured limit cut something, by limit',
      labelNames: ['limit'],
      registers,
    });
    this.reloads = new Counter({
      name: 'observatory_config_reloads_total',
      help: 'Configuration reloads, by result',
      labelNames: ['result'],
      registers,
    });
    this.imported = new Counter({
      name: 'observatory_import_samples_total',
      help: 'Samples of /api/v1/import, by result',
      labelNames: ['result'],
      registers,
    });
    for (const result of ['success', 'failure']) this.reloads.inc({ result }, 0);
    this.gauge(
      'observatory_build_info',
      'Constant 1, labelled with the version',
      () => [[{ version, node: process.version }, 1]],
      ['version', 'node'],
    );
    collectProcess(this);
  }

  /** A counter whose total somebody else keeps. */
  counter(name: string, help: string, read: MetricReader, labelNames: readonly string[] = []): void {
    new Counter({
      name,
      help,
      labelNames: [...labelNames],
      registers: [this.registry],
      collect() {
        this.reset();
        const value = read();
        if (typeof value === 'number') this.inc(value);
        else for (const [labels, each] of value) this.inc(labels, each);
      },
    });
  }

  /** A gauge read when asked. */
  gauge(name: string, help: string, read: MetricReader, labelNames: readonly string[] = []): void {
    new Gauge({
      name,
      help,
      labelNames: [...labelNames],
      registers: [this.registry],
      collect() {
        this.reset();
        const value = read();
        if (typeof value === 'number') this.set(value);
        else for (const [labels, each] of value) this.set(labels, each);
      },
    });
  }

  queried(kind: 'instant' | 'range', result: string, durationMs: number, samples: number): void {
    this.queryDuration.observe({ kind, result }, durationMs / 1000);
    if (samples > 0) this.querySamples.inc(samples);
  }

  refusedRequest(code: string): void {
    this.refused.inc({ code });
  }

  limitHit(limit: string): void {
    this.limits.inc({ limit });
  }

  reloaded(ok: boolean): void {
    this.reloads.inc({ result: ok ? 'success' : 'failure' });
  }

  importedSamples(appended: number, refused: number): void {
    this.imported.inc({ result: 'appended' }, appended);
    this.imported.inc({ result: 'refused' }, refused);
  }

  /** The text of /metrics and its content type. */
  async expose(): Promise<{ contentType: string; text: string }> {
    return { contentType: this.registry.contentType, text: await this.registry.metrics() };
  }
}
