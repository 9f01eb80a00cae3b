/**
 * Headings that the sidecar's frames give to their columns (backend-sidecar/src/frames/kinds). Grafana filters columns by
 * name, but orders them by heading.
 */
export const HEADINGS: Readonly<Record<string, string>> = {
  // nodes
  kind: 'Kind',
  address: 'Node',
  state: 'State',
  uptime: 'Uptime',
  restarts: 'Restarts (24 h)',
  gc_share: 'GC share (5 min)',
  heap_share: 'Heap',
  direct_share: 'Direct memory',
  disk_used: 'Fullest disk',
  last_error: 'Last error',
  // candidates
  rank: 'Rank',
  confidence: 'Confidence',
  onset: 'Onset',
  lead: 'Before the symptom',
  next_step: 'Next step',
  // events
  time: 'Time',
  severity: 'Severity',
  title: 'What',
  text: 'Text',
  // topics
  name: 'Topic',
  rate_in: 'Rate in',
  rate_out: 'Rate out',
  throughput_in: 'Throughput in',
  storage_bytes: 'Storage',
  backlog_bytes: 'Backlog size',
  backlog_entries: 'Backlog',
  consumers: 'Consumers',
  verdicts: 'Unhealthy subscriptions',
  brokers: 'Broker',
  // subscriptions
  topic: 'Topic',
  subscription: 'Subscription',
  verdict: 'Verdict',
  backlog: 'Backlog',
  growth: 'Growth',
  drain: 'Drained in',
  unacked: 'Unacknowledged',
  oldest_age: 'Oldest unacknowledged',
  sentence: 'What to do',
};
