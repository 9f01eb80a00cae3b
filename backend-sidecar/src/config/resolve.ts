import { createHash } from 'node:crypto';
import { resolve } from 'node:path';
import type {
  AlertmanagerConfig,
  ClusterConfig,
  Config,
  HttpSdConfig,
  RemoteWriteConfig,
  ScrapeConfig,
  ScrapeDefaults,
} from './config.ts';
import { httpClientConfig } from './http-client-config.ts';
import { parseListenAddress } from './listen.ts';
import type { RawAlertingConfig } from './schema/alerting.ts';
import type { RawClusterConfig } from './schema/clusters.ts';
import type { RawRemoteWriteConfig } from './schema/remote.ts';
import type { RawConfig } from './schema/root.ts';
import type { GlobalConfig, RawHttpSdConfig, RawScrapeConfig, ScrapeProtocol } from './schema/scrape.ts';

/** What Prometheus 3 asks for, without the protobuf format. */
const DEFAULT_PROTOCOLS: readonly ScrapeProtocol[] = [
  'OpenMetricsText1.0.0',
  'OpenMetricsText0.0.1',
  'PrometheusText1.0.0',
  'PrometheusText0.0.4',
];
const DEFAULT_TIMEOUT_MS = 10_000;
/** Several times what a broker with 100,000 topics exposes; a runaway target must not take the process down. */
const DEFAULT_BODY_LIMIT_BYTES = 512 * 1024 * 1024;

export interface ResolveContext {
  baseDir: string;
  env: Readonly<Record<string, string | undefined>>;
  warnings: string[];
  redactedYaml: string;
  sourceText: string;
}

/** Fills in what is inherited or computed. The configuration has passed `checkConfig`. */
export function resolveConfig(raw: RawConfig, context: ResolveContext): Config {
  const { tsdb, exemplars, ...storage } = raw.storage;
  return {
    listen: parseListenAddress(raw.listen),
    tls: raw.tls,
    log: raw.log,
    storage: {
      ...storage,
      path: resolve(context.baseDir, storage.path),
      retention: tsdb?.retention?.time ?? storage.retention,
      retention_size: tsdb?.retention?.size ?? storage.retention_size,
      out_of_order_time_window: tsdb?.out_of_order_time_window ?? storage.out_of_order_time_window,
      max_exemplars: exemplars?.max_exemplars ?? storage.max_exemplars,
    },
    clusters: raw.clusters.map((cluster) => resolveCluster(cluster, raw.global)),
    cluster: {
      ...raw.cluster,
      monitoring: {
        ...raw.cluster.monitoring,
        // The default is not in the file, where paths are made absolute.
        scripts_directory: resolve(context.baseDir, raw.cluster.monitoring.scripts_directory),
      },
    },
    topology: raw.topology,
    topics: raw.topics,
    canonical: raw.canonical,
    auth: raw.auth,
    api: raw.api,
    stream: raw.stream,
    global: {
      ...raw.global,
      scrape_timeout: effectiveTimeout(raw.global.scrape_timeout, undefined, raw.global.scrape_interval),
      external_labels: expandLabels(raw.global.external_labels, context),
    },
    scrape_configs: raw.scrape_configs.map((job) => resolveScrapeConfig(job, raw.global)),
    rule_files: raw.rule_files,
    rules: raw.rules,
    external_url: raw.external_url,
    remote_write: raw.remote_write.map(resolveRemoteWrite),
    query: { ...raw.query, client: httpClientConfig(raw.query) },
    control: raw.control,
    alerting: {
      alert_relabel_configs: raw.alerting.alert_relabel_configs,
      alertmanagers: raw.alerting.alertmanagers.map(resolveAlertmanager),
    },
    agents: raw.agents,
    logs: raw.logs,
    warnings: context.warnings,
    redactedYaml: context.redactedYaml,
    sourceText: context.sourceText,
  };
}

/** The job's own timeout, else global's, never longer than the interval unless the operator said so (then it is refused). */
export function effectiveTimeout(own: number | undefined, global: number | undefined, intervalMs: number): number {
  return own ?? Math.min(global ?? DEFAULT_TIMEOUT_MS, intervalMs);
}

function scrapeDefaults(own: Partial<ScrapeDefaults>, global: GlobalConfig): ScrapeDefaults {
  const scrape_interval = own.scrape_interval ?? global.scrape_interval;
  const limit = (
    key:
      | 'sample_limit'
      | 'label_limit'
      | 'label_name_length_limit'
      | 'label_value_length_limit'
      | 'target_limit'
      | 'keep_dropped_targets',
  ) => own[key] ?? global[key] ?? 0;
  return {
    scrape_interval,
    scrape_timeout: effectiveTimeout(own.scrape_timeout, global.scrape_timeout, scrape_interval),
    scrape_protocols: own.scrape_protocols ?? global.scrape_protocols ?? DEFAULT_PROTOCOLS,
    strict_parsing: own.strict_parsing ?? global.strict_parsing ?? false,
    extra_scrape_metrics: own.extra_scrape_metrics ?? global.extra_scrape_metrics ?? false,
    scrape_failure_log_file: own.scrape_failure_log_file ?? global.scrape_failure_log_file,
    body_size_limit: own.body_size_limit ?? global.body_size_limit ?? DEFAULT_BODY_LIMIT_BYTES,
    sample_limit: limit('sample_limit'),
    label_limit: limit('label_limit'),
    label_name_length_limit: limit('label_name_length_limit'),
    label_value_length_limit: limit('label_value_length_limit'),
    target_limit: limit('target_limit'),
    keep_dropped_targets: limit('keep_dropped_targets'),
  };
}

function resolveScrapeConfig(raw: RawScrapeConfig, global: GlobalConfig): ScrapeConfig {
  return {
    ...scrapeDefaults(raw, global),
    job_name: raw.job_name,
    metrics_path: raw.metrics_path,
    params: raw.params,
    scheme: raw.scheme,
    honor_labels: raw.honor_labels,
    honor_timestamps: raw.honor_timestamps,
    track_timestamps_staleness: raw.track_timestamps_staleness,
    enable_compression: raw.enable_compression,
    fallback_scrape_protocol: raw.fallback_scrape_protocol,
    client: httpClientConfig(raw),
    static_configs: raw.static_configs,
    file_sd_configs: raw.file_sd_configs,
    http_sd_configs: raw.http_sd_configs.map(resolveHttpSd),
    relabel_configs: raw.relabel_configs,
    metric_relabel_configs: raw.metric_relabel_configs,
  };
}

function resolveHttpSd(raw: RawHttpSdConfig): HttpSdConfig {
  return { url: raw.url, refresh_interval: raw.refresh_interval, client: httpClientConfig(raw) };
}

function resolveCluster(raw: RawClusterConfig, global: GlobalConfig): ClusterConfig {
  const { auth, tls_config, ...pulsar } = raw.pulsar;
  return {
    ...scrapeDefaults(raw, global),
    name: raw.name,
    pulsar: { ...pulsar, client: httpClientConfig({ ...auth, tls_config }) },
    brokers: raw.brokers,
    bookies: raw.bookies,
    function_workers: raw.function_workers,
    labels: raw.labels,
    relabel_configs: raw.relabel_configs,
    metric_relabel_configs: raw.metric_relabel_configs,
    budget: raw.budget,
  };
}

function resolveAlertmanager(raw: RawAlertingConfig['alertmanagers'][number]): AlertmanagerConfig {
  return {
    scheme: raw.scheme,
    path_prefix: raw.path_prefix,
    timeout: raw.timeout,
    api_version: raw.api_version,
    static_configs: raw.static_configs,
    file_sd_configs: raw.file_sd_configs,
    http_sd_configs: raw.http_sd_configs.map(resolveHttpSd),
    relabel_configs: raw.relabel_configs,
    alert_relabel_configs: raw.alert_relabel_configs,
    client: httpClientConfig(raw),
  };
}

function resolveRemoteWrite(raw: RawRemoteWriteConfig): RemoteWriteConfig {
  // A stable name, so that a queue finds its place in the WAL again after a restart.
  const name =
    raw.name ??
    createHash('sha256')
      .update(`${raw.url}\0${JSON.stringify(raw.write_relabel_configs)}`)
      .digest('hex')
      .slice(0, 6);
  return { ...raw, name, client: httpClientConfig(raw) };
}

function expandLabels(
  labels: Readonly<Record<string, string>>,
  { env, warnings }: ResolveContext,
): Record<string, string> {
  const expanded: Record<string, string> = {};
  for (const [name, value] of Object.entries(labels)) {
    expanded[name] = value.replace(
      /\$(?:\$|\{(\w+)\}|([A-Za-z_]\w*))/g,
      (whole, braced: string | undefined, bare: string | undefined) => {
        const variable = braced ?? bare;
        if (variable === undefined) return whole.slice(1);
        if (env[variable] === undefined)
          warnings.push(`global.external_labels.${name}: environment variable ${variable} is not set`);
        return env[variable] ?? '';
      },
    );
  }
  return expanded;
}
