/** What exposes a family of metrics: it may be that none is here, and then a panel is empty for no fault of its own. */
export interface MetricSource {
  /** As it continues "it comes from …". */
  from: string;
  /** What would make the series appear. */
  cure: string;
  metrics: RegExp;
  /** Jobs by which public dashboards know its targets. */
  jobs?: RegExp;
}

const SCRAPE = 'if it runs, name its targets under scrape_configs';

/** Names of 4.0.8 from its jars and from recorded scrapes; those of other products as public dashboards ask for them. */
export const METRIC_SOURCES: readonly MetricSource[] = [
  {
    from: "node_exporter on the cluster's hosts",
    cure: SCRAPE,
    // ZooKeeper counts watches on its nodes as node_changed_watch_count and the like.
    metrics:
      /^node_(boot_time|context_switches|cpu|disk|exporter|filefd|filesystem|forks|intr|load|memory|net|network|netstat|pressure|procs|scrape|sockstat|time|timex|uname|vmstat)\w*$/,
    jobs: /^node([_-]\w+)?$/,
  },
  {
    from: "Kubernetes' kubelet, cAdvisor or kube-state-metrics",
    cure: 'where the cluster runs on Kubernetes, name them under scrape_configs',
    metrics: /^(container|kubelet|kube|machine)_\w+$/,
  },
  { from: 'a Pulsar proxy', cure: SCRAPE, metrics: /^pulsar_proxy_\w+$/, jobs: /^proxy$/ },
  {
    from: 'running functions',
    cure: 'the series exist while a function runs and its worker is scraped',
    metrics: /^pulsar_function_(?!worker_)\w+$/,
    jobs: /^function([_-]?worker)?s?$/,
  },
  {
    from: 'running sources',
    cure: 'the series exist while a source runs and its worker is scraped',
    metrics: /^pulsar_source_\w+$/,
  },
  {
    from: 'running sinks',
    cure: 'the series exist while a sink runs and its worker is scraped',
    metrics: /^pulsar_sink_\w+$/,
  },
  {
    from: 'geo-replication',
    cure: 'the series exist for namespaces that are replicated',
    metrics: /^pulsar_replication_\w+$/,
  },
  {
    from: 'offload to tiered storage',
    cure: 'the series exist once an offloader is configured',
    metrics: /^(brk|pulsar)_ledgeroffloader_\w+$/,
  },
  {
    from: 'the leader of a ZooKeeper ensemble',
    cure: 'a standalone ZooKeeper has none of them',
    metrics:
      /^(leader_uptime|learners|quorum_size|synced_\w+|(last|max|min)_proposal_size|learner_handler_qp_\w+|ack_latency(_\w+)?)$/,
  },
  {
    from: 'subscriptions that are not healthy, of which there is none now',
    cure: 'the series exist while one has a verdict',
    metrics: /^observatory_subscription_verdict_seconds$/,
  },
  {
    from: "this sidecar's readings of topics",
    cure: 'the series exist a minute after its start, unless topics.enabled is false',
    metrics: /^observatory_(topics?|subscriptions?|namespaces)(_\w+)?$/,
  },
  { from: 'the Kafka protocol handler (KoP)', cure: SCRAPE, metrics: /^kop_\w+$/ },
  { from: "StreamNative's Pulsar Detector", cure: SCRAPE, metrics: /^pulsar_(detector|sla)_\w+$/ },
  {
    from: "StreamNative's lakehouse storage",
    cure: 'Apache Pulsar has none of them',
    metrics: /^pulsar_storage_(compact|lakehouse|wal|backend|read_(entry|entries|entrymetadata)\w*)_\w+$/,
  },
  { from: 'a process in Go, as Oxia is', cure: SCRAPE, metrics: /^(go|grpc)_\w+$/ },
  { from: 'Oxia', cure: SCRAPE, metrics: /^oxia_\w+$/ },
];

/** Where a metric comes from, when none of that is here: no live name is of the same family. */
export function absentSource(metric: string, live: readonly string[]): MetricSource | undefined {
  const source = METRIC_SOURCES.find(({ metrics }) => metrics.test(metric));
  return source && !live.some((name) => source.metrics.test(name)) ? source : undefined;
}

/** What a job stands for in public dashboards. */
export const sourceOfJob = (job: string): MetricSource | undefined =>
  METRIC_SOURCES.find(({ jobs }) => jobs?.test(job));
