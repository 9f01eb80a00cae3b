import type { z } from 'zod';
import { boolean, duration, httpUrl, integer, hiddenText, nonEmptyText, oneOf, size } from '../scalars.ts';
import { ignoredKey, list, mapping, refusedKey, section } from '../section.ts';
import { httpClientShape } from './http-client.ts';
import { relabelSchema } from './relabel.ts';

export const remoteWriteSchema = section({
  url: httpUrl().describe('Remote write endpoint.'),
  name: nonEmptyText().optional().describe('Name in metrics and logs; unique.'),
  protobuf_message: oneOf('prometheus.WriteRequest', 'io.prometheus.write.v2.Request')
    .default('prometheus.WriteRequest')
    .describe('Remote write 1.0 or 2.0.'),
  remote_timeout: duration(1).default(30_000).describe('How long one request may take.'),
  headers: mapping(hiddenText()).default({}).describe('Further request headers.'),
  write_relabel_configs: list(relabelSchema).default([]).describe('Rules on the labels of what is sent.'),
  send_exemplars: boolean().default(false).describe('Send exemplars too.'),
  send_native_histograms: ignoredKey('native histograms are not stored'),
  round_robin_dns: ignoredKey('the system resolver decides'),
  queue_config: section({
    capacity: integer(1).default(10_000).describe('Samples buffered per shard.'),
    max_shards: integer(1).default(8).describe('Most requests at a time.'),
    min_shards: integer(1).default(1).describe('Fewest requests at a time.'),
    max_samples_per_send: integer(1).default(2000).describe('Most samples in a request.'),
    batch_send_deadline: duration(1).default(5000).describe('Longest a sample waits for its request to fill.'),
    min_backoff: duration(1).default(30).describe('First wait after a failed request.'),
    max_backoff: duration(1).default(5000).describe('Longest wait after a failed request.'),
    retry_on_http_429: boolean().default(true).describe('Retry when the receiver asks to slow down.'),
    sample_age_limit: duration().default(0).describe('Samples older than this are not sent; 0s means all are.'),
  })
    .prefault({})
    .describe('Queue between the write-ahead log and the receiver.'),
  metadata_config: section({
    send: boolean().default(true).describe('Send metric metadata.'),
    send_interval: duration(1000).default(60_000).describe('How often.'),
    max_samples_per_send: integer(1).default(2000).describe('Most entries in a request.'),
  })
    .prefault({})
    .describe('Metadata.'),
  sigv4: refusedKey('AWS request signing is not implemented; use a signing proxy'),
  azuread: refusedKey('Azure AD is not implemented; use bearer_token_file'),
  google_iam: refusedKey('Google IAM is not implemented; use bearer_token_file'),
  ...httpClientShape,
});

export const querySchema = section({
  source: oneOf('embedded', 'remote')
    .default('embedded')
    .describe('Answer queries from the own store, or from a Prometheus-compatible engine.'),
  url: httpUrl()
    .optional()
    .describe("The engine's address, up to but without `/api/v1`; required when source is remote."),
  timeout: duration(1).default(120_000).describe('Longest a query may run.'),
  max_samples: integer(1).default(50_000_000).describe('Most samples a query may hold in memory.'),
  max_memory: size()
    .default(512 * 1024 * 1024)
    .describe('Most bytes of samples a query may hold in memory.'),
  cache_size: size()
    .default(64 * 1024 * 1024)
    .describe('Memory for results of range queries, so that a refresh evaluates only new steps; 0 keeps none.'),
  max_concurrency: integer(1).default(20).describe('Most queries at a time.'),
  lookback_delta: duration(1).default(300_000).describe('How old a sample may be for an instant to show it.'),
  ...httpClientShape,
});

export type RawRemoteWriteConfig = z.output<typeof remoteWriteSchema>;
export type RawQueryConfig = z.output<typeof querySchema>;
