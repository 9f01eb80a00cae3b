import type { z } from 'zod';
import { boolean, duration, filePath, httpUrl, integer, nonEmptyText, oneOf, secret, size } from '../scalars.ts';
import { ignoredKey, list, refusedKey, section } from '../section.ts';
import { agentsSchema, logsSchema } from './agents.ts';
import { alertingSchema } from './alerting.ts';
import { canonicalSchema } from './canonical.ts';
import { clusterSchema } from './clusters.ts';
import { controlSchema } from './control.ts';
import { jwtSchema } from './jwt.ts';
import { clusterPartSchema } from './monitoring.ts';
import { querySchema, remoteWriteSchema } from './remote.ts';
import { rulesSchema } from './rules.ts';
import { globalSchema, scrapeConfigSchema } from './scrape.ts';
import { topicsSchema } from './topics.ts';

const MB = 1024 * 1024;

export const storageSchema = section({
  path: filePath().default('data').describe('Folder of the store; created when missing.'),
  retention: duration()
    .default(15 * 86_400_000)
    .describe('How long samples are kept; 0s means for ever.'),
  retention_size: size().default(0).describe('Most bytes on disk; the oldest blocks go first. 0 means no limit.'),
  fsync_interval: duration(1)
    .default(1000)
    .describe('How often the write-ahead log is forced to disk: what a crash can cost.'),
  out_of_order_time_window: duration()
    .default(0)
    .describe('How much older than the newest sample of its series a sample may be.'),
  block_duration: duration(60_000).default(7_200_000).describe('Time span of a sealed block before compaction.'),
  downsampling: boolean()
    .default(true)
    .describe('Keep avg, min, max, sum and count per 5 min and 1 h for long ranges.'),
  max_series: integer()
    .default(2_000_000)
    .describe('Most series in memory; further ones are refused. 0 means no limit.'),
  max_head_bytes: size()
    .default(2048 * MB)
    .describe('Most memory for samples and index; beyond it new series are refused. 0 means no limit.'),
  max_exemplars: integer().default(100_000).describe('Most exemplars kept; the oldest go first.'),
  wal_segment_size: size()
    .default(64 * MB)
    .describe('Size at which a file of the write-ahead log is closed.'),
  tsdb: section({
    out_of_order_time_window: duration()
      .optional()
      .describe("Prometheus' place for `storage.out_of_order_time_window`."),
    retention: section({
      time: duration().optional().describe("Prometheus' place for `storage.retention`."),
      size: size().optional().describe("Prometheus' place for `storage.retention_size`."),
    })
      .optional()
      .describe("Prometheus' place for the retention."),
  })
    .optional()
    .describe("Prometheus' place for some of these keys."),
  exemplars: section({ max_exemplars: integer().optional().describe("Prometheus' place for `storage.max_exemplars`.") })
    .optional()
    .describe("Prometheus' place for `storage.max_exemplars`."),
});

export const authSchema = section({
  tokens: list(
    section({
      role: oneOf('reader', 'operator', 'admin').describe(
        'What the bearer of the token may do; each role includes the ones before it.',
      ),
      token: secret().optional().describe('The token.'),
      token_file: filePath().optional().describe('File that holds the token; read again when it changes.'),
      name: nonEmptyText().optional().describe('Who holds it, for the audit.'),
    }),
  )
    .default([])
    .describe('Tokens, one or more a role.'),
  grafana: section({
    url: httpUrl().describe('Address of Grafana, whose signing keys prove who a user is.'),
  })
    .optional()
    .describe('Grafana whose `X-Grafana-Id` is verified.'),
  jwt: jwtSchema.optional().describe('Signed tokens (JWT) of an issuer of yours, for API clients.'),
  loopback_role: oneOf('none', 'reader', 'operator', 'admin')
    .optional()
    .describe(
      'What callers on this host may do without a token: reader unless auth.tokens are set, then none. A proxy on this host does not count.',
    ),
  allow_hosts: list(nonEmptyText())
    .default([])
    .describe('Host names, beyond the listening address and loopback, by which browsers may call.'),
});

export const streamSchema = section({
  max_clients: integer(1).default(5000).describe('Most stream clients at a time.'),
  max_queue_messages: integer(1)
    .default(1000)
    .describe('Messages queued per client before they conflate and then drop.'),
  max_queue_bytes: size()
    .default(4 * MB)
    .describe('Bytes queued per client before they conflate and then drop.'),
  max_series_per_client: integer(1).default(5000).describe('Most series one client may subscribe to.'),
  replay_messages: integer(0).default(1000).describe('Messages kept per channel for clients that resume.'),
  heartbeat_interval: duration(1000).default(15_000).describe('How often a silent connection is proven alive.'),
});

export const rootSchema = section({
  listen: nonEmptyText()
    .default('127.0.0.1:7480')
    .describe('Address of the HTTP server, `host:port`; port 0 picks a free one.'),
  tls: section({
    cert_file: filePath().describe('Certificate chain of the HTTP server, PEM.'),
    key_file: filePath().describe('Its private key, PEM.'),
  })
    .optional()
    .describe('Serve HTTPS. Read at start.'),
  log: section({
    level: oneOf('debug', 'info', 'warn', 'error').default('info').describe('Least severity that is logged.'),
    format: oneOf('json', 'text').default('text').describe('One JSON object or one sentence a line.'),
  })
    .prefault({})
    .describe('Log.'),
  storage: storageSchema.prefault({}).describe('The embedded store.'),
  clusters: list(clusterSchema).default([]).describe('Pulsar clusters, discovered through their admin API.'),
  cluster: clusterPartSchema
    .prefault({})
    .describe('What is about all of the clusters: alerts with recovery, the dashboard protocol.'),
  topology: section({ interval: duration(1000).default(15_000).describe('How often the topology is refreshed.') })
    .prefault({})
    .describe('Topology.'),
  topics: topicsSchema.prefault({}).describe('Topics and subscriptions, from the statistics of the brokers.'),
  canonical: canonicalSchema
    .prefault({})
    .describe('Canonical series, computed from what targets expose. Read at start.'),
  auth: authSchema
    .prefault({})
    .describe('Who may do what. Without it loopback callers are readers, and other addresses are refused at start.'),
  api: section({
    admin: boolean().default(false).describe('Serve `/api/v1/admin/tsdb/*`.'),
    remote_write_receiver: boolean().default(true).describe('Serve `/api/v1/write`.'),
    max_body_size: size()
      .default(64 * MB)
      .describe('Largest request body, after decompression.'),
  })
    .prefault({})
    .describe('The HTTP API.'),
  stream: streamSchema.prefault({}).describe('Limits of the live streams.'),
  global: globalSchema.prefault({}).describe('Defaults of scraping and rules.'),
  scrape_configs: list(scrapeConfigSchema).default([]).describe('Jobs, as in Prometheus.'),
  rule_files: list(filePath()).default([]).describe('Rule files; a path may hold `*`.'),
  rules: rulesSchema.prefault({}).describe('How rules are evaluated.'),
  external_url: httpUrl()
    .optional()
    .describe('Address under which people reach the sidecar, for links in alerts; without it that of `listen`.'),
  remote_write: list(remoteWriteSchema).default([]).describe('Where samples are forwarded.'),
  query: querySchema.prefault({}).describe('Queries.'),
  control: controlSchema.prefault({}).describe('Control of the cluster: docs/guide/control.md.'),
  alerting: alertingSchema.prefault({}).describe('Where alerts go.'),
  agents: agentsSchema.prefault({}).describe('Agents on worker hosts. Read at start.'),
  logs: logsSchema.prefault({}).describe('Log lines of agents. Read at start.'),
  scrape_config_files: refusedKey('put the jobs into scrape_configs, or their targets into file_sd_configs'),
  remote_read: refusedKey('set query.source to remote and query.url to the engine'),
  otlp: ignoredKey('the sidecar has no OTLP receiver'),
  tracing: ignoredKey('the sidecar sends no traces'),
  runtime: ignoredKey('it tunes the Go runtime'),
});

export type RawConfig = z.output<typeof rootSchema>;
