import type { ClusterConfig, RelabelConfig, ScrapeConfig } from '../config/config.ts';
import { fingerprint } from '../config/fingerprint.ts';
import type { PulsarNodeKind } from '../pulsar/index.ts';
import { ClusterDiscovery, type ClusterDiscoveryDeps } from './cluster-discovery.ts';
import type { ScrapeJob } from './types.ts';

/**
 * One job per node kind of a cluster, so that `clusters:` alone needs no scrape_configs: `job` is the kind, `cluster` the
 * configured name, `node` Pulsar's own id of the node, `instance` its HTTP address.
 */
export function clusterJobs(
  cluster: ClusterConfig,
  externalLabels: Readonly<Record<string, string>>,
  deps: ClusterDiscoveryDeps,
): ScrapeJob[] {
  const discovery = new ClusterDiscovery(cluster, deps);
  const print = fingerprint([cluster, externalLabels]);
  const sections = { broker: cluster.brokers, bookie: cluster.bookies, function_worker: cluster.function_workers };
  return (Object.keys(sections) as PulsarNodeKind[])
    .filter((kind) => sections[kind].scrape)
    .map((kind) => ({
      name: `pulsar/${cluster.name}/${kind}`,
      config: jobConfig(cluster, kind, sections[kind].metrics_path),
      discoverers: [discovery.view(kind)],
      fingerprint: print,
      yieldsToOthers: true,
    }));
}

const REPLACE: RelabelConfig = {
  action: 'replace',
  source_labels: [],
  separator: ';',
  target_label: '',
  regex: '(.*)',
  modulus: 0,
  replacement: '$1',
};

const TARGET_RULES: readonly RelabelConfig[] = [
  { ...REPLACE, source_labels: ['__meta_pulsar_cluster'], target_label: 'cluster' },
  { ...REPLACE, source_labels: ['__meta_pulsar_node'], target_label: 'node' },
];

/** Brokers expose a `cluster` label of their own; the configured name is the one all nodes share. */
const SERIES_RULES: readonly RelabelConfig[] = [{ ...REPLACE, action: 'labeldrop', regex: 'exported_cluster' }];

function jobConfig(cluster: ClusterConfig, kind: PulsarNodeKind, metricsPath: string): ScrapeConfig {
  const {
    pulsar,
    scrape_interval,
    scrape_timeout,
    scrape_protocols,
    strict_parsing,
    extra_scrape_metrics,
    scrape_failure_log_file,
  } = cluster;
  const {
    body_size_limit,
    sample_limit,
    label_limit,
    label_name_length_limit,
    label_value_length_limit,
    target_limit,
    keep_dropped_targets,
  } = cluster;
  // Bookies know no authentication: the admin API's credentials are none of their business.
  const withAuth = kind !== 'bookie' && pulsar.authenticate_metrics;
  return {
    job_name: kind,
    metrics_path: metricsPath,
    params: {},
    scheme: 'http',
    honor_labels: false,
    honor_timestamps: true,
    track_timestamps_staleness: false,
    enable_compression: true,
    // Bookies send no content type, or an odd one, at times.
    fallback_scrape_protocol: 'PrometheusText0.0.4',
    client: {
      ...pulsar.client,
      auth: withAuth ? pulsar.client.auth : undefined,
      secureOnly: pulsar.admin_urls.every((url) => url.toLowerCase().startsWith('https:')),
    },
    static_configs: [],
    file_sd_configs: [],
    http_sd_configs: [],
    relabel_configs: [...TARGET_RULES, ...cluster.relabel_configs],
    metric_relabel_configs: [...SERIES_RULES, ...cluster.metric_relabel_configs],
    scrape_interval,
    scrape_timeout,
    scrape_protocols,
    strict_parsing,
    extra_scrape_metrics,
    scrape_failure_log_file,
    body_size_limit,
    sample_limit,
    label_limit,
    label_name_length_limit,
    label_value_length_limit,
    target_limit,
    keep_dropped_targets,
  };
}
