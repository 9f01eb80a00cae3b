/**
 * The typed configuration. It keeps the key names of the file, so that what is read in a file is what is read in code;
 * durations are milliseconds, sizes are bytes, paths are absolute, and what a job inherits is filled in.
 */
import type { HttpClientConfig } from './http-client-config.ts';
import type { ListenAddress } from './listen.ts';
import type { RawAlertingConfig } from './schema/alerting.ts';
import type { RawClusterConfig } from './schema/clusters.ts';
import type { RelabelConfig } from './schema/relabel.ts';
import type { RawQueryConfig, RawRemoteWriteConfig } from './schema/remote.ts';
import type { RawConfig } from './schema/root.ts';
import type { RulesConfig } from './schema/rules.ts';
import type { FileSdConfig, GlobalConfig, RawHttpSdConfig, ScrapeProtocol, StaticConfig } from './schema/scrape.ts';

type ClientKeys =
  | 'basic_auth'
  | 'authorization'
  | 'bearer_token'
  | 'bearer_token_file'
  | 'oauth2'
  | 'tls_config'
  | 'follow_redirects'
  | 'enable_http2'
  | 'proxy_url'
  | 'no_proxy'
  | 'proxy_from_environment'
  | 'proxy_connect_header'
  | 'http_headers';

/** What a job or cluster inherits from `global`, filled in. 0 means no limit. */
export interface ScrapeDefaults {
  scrape_interval: number;
  scrape_timeout: number;
  scrape_protocols: readonly ScrapeProtocol[];
  strict_parsing: boolean;
  extra_scrape_metrics: boolean;
  scrape_failure_log_file?: string;
  body_size_limit: number;
  sample_limit: number;
  label_limit: number;
  label_name_length_limit: number;
  label_value_length_limit: number;
  target_limit: number;
  keep_dropped_targets: number;
}

export type HttpSdConfig = Pick<RawHttpSdConfig, 'url' | 'refresh_interval'> & { client: HttpClientConfig };

/** One job. Jobs made from `clusters:` have the same shape (discovery/cluster-job.ts). */
export interface ScrapeConfig extends ScrapeDefaults {
  job_name: string;
  metrics_path: string;
  params: Readonly<Record<string, readonly string[]>>;
  scheme: 'http' | 'https';
  honor_labels: boolean;
  honor_timestamps: boolean;
  track_timestamps_staleness: boolean;
  enable_compression: boolean;
  fallback_scrape_protocol?: ScrapeProtocol;
  client: HttpClientConfig;
  static_configs: readonly StaticConfig[];
  file_sd_configs: readonly FileSdConfig[];
  http_sd_configs: readonly HttpSdConfig[];
  relabel_configs: readonly RelabelConfig[];
  metric_relabel_configs: readonly RelabelConfig[];
}

export interface ClusterConfig
  extends
    ScrapeDefaults,
    Pick<
      RawClusterConfig,
      | 'name'
      | 'brokers'
      | 'bookies'
      | 'function_workers'
      | 'labels'
      | 'relabel_configs'
      | 'metric_relabel_configs'
      | 'budget'
    > {
  pulsar: Pick<
    RawClusterConfig['pulsar'],
    'admin_urls' | 'timeout' | 'max_response_size' | 'refresh_interval' | 'authenticate_metrics'
  > & {
    client: HttpClientConfig;
  };
}

/** Alertmanagers found in one way; discovery's `discoverersOf` takes it as it is. */
export type AlertmanagerConfig = Pick<
  RawAlertingConfig['alertmanagers'][number],
  | 'scheme'
  | 'path_prefix'
  | 'timeout'
  | 'api_version'
  | 'static_configs'
  | 'file_sd_configs'
  | 'relabel_configs'
  | 'alert_relabel_configs'
> & { http_sd_configs: readonly HttpSdConfig[]; client: HttpClientConfig };

export interface AlertingConfig {
  alert_relabel_configs: readonly RelabelConfig[];
  alertmanagers: readonly AlertmanagerConfig[];
}

export type RemoteWriteConfig = Omit<RawRemoteWriteConfig, ClientKeys | 'name'> & {
  name: string;
  client: HttpClientConfig;
};
export type QueryConfig = Omit<RawQueryConfig, ClientKeys> & { client: HttpClientConfig };
export type StorageConfig = Omit<RawConfig['storage'], 'tsdb' | 'exemplars'>;
export type AuthConfig = RawConfig['auth'];
export type StreamConfig = RawConfig['stream'];

export interface Config {
  listen: ListenAddress;
  tls: RawConfig['tls'];
  log: RawConfig['log'];
  storage: StorageConfig;
  clusters: readonly ClusterConfig[];
  cluster: RawConfig['cluster'];
  topology: RawConfig['topology'];
  topics: RawConfig['topics'];
  canonical: RawConfig['canonical'];
  auth: AuthConfig;
  api: RawConfig['api'];
  stream: StreamConfig;
  global: GlobalConfig & { scrape_timeout: number };
  scrape_configs: readonly ScrapeConfig[];
  rule_files: readonly string[];
  rules: RulesConfig;
  external_url: string | undefined;
  remote_write: readonly RemoteWriteConfig[];
  query: QueryConfig;
  control: RawConfig['control'];
  alerting: AlertingConfig;
  agents: RawConfig['agents'];
  logs: RawConfig['logs'];
  /** Keys that were accepted but have no effect, each with its place; log them once. */
  warnings: readonly string[];
  /** The configuration as YAML, flags applied, secrets replaced by `<secret>`: for `/api/v1/status/config`. */
  redactedYaml: string;
  /** The file's own text, secrets included: never shown. */
  sourceText: string;
}

export type { FileSdConfig, GlobalConfig, RelabelConfig, RulesConfig, ScrapeProtocol, StaticConfig };
