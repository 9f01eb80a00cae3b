import * as z from 'zod';
import { boolean, duration, httpUrl, integer, nonEmptyText, oneOf, size, text } from '../scalars.ts';
import { list, mapping, section } from '../section.ts';
import { httpClientShape } from './http-client.ts';
import { scrapeLimitShape } from './limits.ts';
import { relabelSchema } from './relabel.ts';

const { basic_auth, bearer_token, bearer_token_file } = httpClientShape;

const AUTO_SCHEME = () => oneOf('auto', 'http', 'https').default('auto');

/** `bookies: { http_port: 8000 }`, or a list of one-entry mappings: bookie id to HTTP address. */
const bookiesSchema = z.preprocess(
  (raw) =>
    Array.isArray(raw)
      ? { addresses: Object.assign({}, ...raw.filter((item) => typeof item === 'object')) as unknown }
      : raw,
  section({
    http_port: integer(1, 65_535)
      .default(8000)
      .describe("Port of the bookies' HTTP server, on the host of the bookie id."),
    addresses: mapping(nonEmptyText())
      .default({})
      .describe(
        'HTTP address by bookie id, where it is not `host:http_port`. A list `bookies: [{ "id": "host:port" }]` says the same.',
      ),
    scheme: oneOf('http', 'https').default('http').describe('Scheme of that server.'),
    scrape: boolean().default(true).describe('Scrape bookies.'),
    metrics_path: text().default('/metrics').describe('Path of their metrics.'),
  }),
);

export const clusterSchema = section({
  name: nonEmptyText().describe('Name of the cluster as Pulsar knows it; becomes the `cluster` label.'),
  pulsar: section({
    admin_urls: list(httpUrl()).describe(
      'Web addresses of some brokers (or of a proxy); each is tried until one answers.',
    ),
    auth: section({ basic_auth, bearer_token, bearer_token_file })
      .optional()
      .describe('Authentication towards the admin API and, unless `authenticate_metrics` is off, the metrics.'),
    tls_config: httpClientShape.tls_config,
    timeout: duration(1).default(10_000).describe('How long one admin request may take.'),
    max_response_size: size()
      .default(64 * 1024 * 1024)
      .describe('Largest answer that is read.'),
    refresh_interval: duration(100)
      .default(30_000)
      .describe('How often the lists of brokers, bookies and function workers are read.'),
    authenticate_metrics: boolean()
      .default(true)
      .describe('Send the admin credentials to /metrics of brokers and function workers too.'),
  }).describe('Where the admin API is.'),
  brokers: section({
    scrape: boolean().default(true).describe('Scrape brokers.'),
    scheme: AUTO_SCHEME().describe(
      'Scheme of their metrics; `auto` is https on 443, 8443 and the ports of https admin_urls.',
    ),
    metrics_path: text()
      .default('/metrics/')
      .describe('Path of their metrics; /metrics answers with a redirect to /metrics/.'),
  })
    .prefault({})
    .describe('Brokers.'),
  bookies: bookiesSchema.prefault({}).describe('Bookies: how a bookie id becomes an HTTP address.'),
  function_workers: section({
    scrape: boolean().default(true).describe('Scrape function workers that run outside of brokers.'),
    scheme: AUTO_SCHEME().describe('Scheme of their metrics; `auto` as for brokers, and https on 6751.'),
    urls: list(httpUrl())
      .default([])
      .describe('Web addresses of some function workers, asked for the list of all when no broker runs one.'),
    metrics_path: text().default('/metrics').describe('Path of their metrics.'),
  })
    .prefault({})
    .describe('Function workers. One that is embedded in a broker shares its port and is scraped with it, once.'),
  scrape_interval: duration(1).optional().describe('How often the nodes are scraped.'),
  scrape_timeout: duration(1).optional().describe('How long one scrape may take.'),
  labels: mapping(text()).default({}).describe('Further labels of all its targets.'),
  relabel_configs: list(relabelSchema)
    .default([])
    .describe('Rules on the labels of its targets, after the built-in ones.'),
  metric_relabel_configs: list(relabelSchema).default([]).describe('Rules on the labels of its series.'),
  budget: section({
    requests_per_minute: integer(1).default(60).describe('Most admin requests a minute, per broker.'),
    bytes_per_minute: size()
      .default(100 * 1024 * 1024)
      .describe('Most bytes of admin answers a minute, per broker.'),
  })
    .prefault({})
    .describe('What topology and topic queries may ask of each broker.'),
  ...scrapeLimitShape,
});

export type RawClusterConfig = z.output<typeof clusterSchema>;
