import type { z } from 'zod';
import { boolean, duration, filePath, httpUrl, nonEmptyText, oneOf, text } from '../scalars.ts';
import { ignoredKey, list, mapping, refusedKey, section } from '../section.ts';
import { httpClientShape } from './http-client.ts';
import { scrapeLimitShape } from './limits.ts';
import { relabelSchema } from './relabel.ts';

export const SCRAPE_PROTOCOLS = [
  'OpenMetricsText1.0.0',
  'OpenMetricsText0.0.1',
  'PrometheusText1.0.0',
  'PrometheusText0.0.4',
  'PrometheusProto',
] as const;

export type ScrapeProtocol = (typeof SCRAPE_PROTOCOLS)[number];

const NO_NATIVE = 'native histograms are not stored; classic buckets are';
const UTF8 = 'names are UTF-8, as by default in Prometheus 3';
const nativeHistogramShape = {
  scrape_native_histograms: ignoredKey(NO_NATIVE),
  scrape_classic_histograms: ignoredKey('classic buckets are always scraped'),
  always_scrape_classic_histograms: ignoredKey('classic buckets are always scraped'),
  convert_classic_histograms_to_nhcb: ignoredKey(NO_NATIVE),
  metric_name_validation_scheme: ignoredKey(UTF8),
  metric_name_escaping_scheme: ignoredKey(UTF8),
};

/** Keys that `global` gives a default for and each job may override. */
export const scrapeDefaultsShape = {
  scrape_protocols: list(oneOf(...SCRAPE_PROTOCOLS))
    .optional()
    .describe(
      'Formats to ask targets for, most wanted first. PrometheusProto is not read and is left out of the request.',
    ),
  strict_parsing: boolean()
    .optional()
    .describe(
      'Refuse what a strict parser refuses, instead of mending the known slips of Pulsar and counting the repairs.',
    ),
  extra_scrape_metrics: boolean()
    .optional()
    .describe('Also append scrape_timeout_seconds, scrape_sample_limit and scrape_body_size_bytes.'),
  scrape_failure_log_file: filePath().optional().describe('File to which each failed scrape adds one JSON line.'),
  ...scrapeLimitShape,
  ...nativeHistogramShape,
};

export const globalSchema = section({
  scrape_interval: duration(1).default(15_000).describe('How often targets are scraped.'),
  scrape_timeout: duration(1)
    .optional()
    .describe('How long one scrape may take: 10s, or the interval if that is shorter.'),
  evaluation_interval: duration(1).default(15_000).describe('How often rule groups are evaluated.'),
  rule_query_offset: duration()
    .default(0)
    .describe('How far in the past rules are evaluated, to wait for late samples.'),
  external_labels: mapping(text())
    .default({})
    .describe('Labels added to what leaves the sidecar; `${NAME}` is replaced from the environment.'),
  query_log_file: ignoredKey('slow queries are in the log'),
  ...scrapeDefaultsShape,
});

export const staticConfigSchema = section({
  targets: list(nonEmptyText()).default([]).describe('Addresses, `host:port` each.'),
  labels: mapping(text()).default({}).describe('Labels of all these targets.'),
});

export const fileSdSchema = section({
  files: list(filePath()).describe('JSON or YAML files with target groups; the last part of a path may hold `*`.'),
  refresh_interval: duration(1000)
    .default(300_000)
    .describe('How often the files are read even when no change was noticed.'),
});

export const httpSdSchema = section({
  url: httpUrl().describe('Address that answers a JSON list of target groups.'),
  refresh_interval: duration(1000).default(60_000).describe('How often it is asked.'),
  ...httpClientShape,
});

const OTHER_SD = [
  'azure',
  'consul',
  'digitalocean',
  'dns',
  'docker',
  'dockerswarm',
  'ec2',
  'eureka',
  'gce',
  'hetzner',
  'ionos',
  'kubernetes',
  'kuma',
  'lightsail',
  'linode',
  'marathon',
  'nerve',
  'nomad',
  'openstack',
  'ovhcloud',
  'puppetdb',
  'scaleway',
  'serverset',
  'stackit',
  'triton',
  'uyuni',
  'vultr',
] as const;

type OtherSdKey = `${(typeof OTHER_SD)[number]}_sd_configs`;

/** Every other discovery of Prometheus, refused by name. */
export const otherSdShape = Object.fromEntries(
  OTHER_SD.map((name) => [
    `${name}_sd_configs`,
    refusedKey('use file_sd_configs or http_sd_configs, or let `clusters` discover Pulsar itself'),
  ]),
) as Record<OtherSdKey, ReturnType<typeof refusedKey>>;

export const scrapeConfigSchema = section({
  job_name: nonEmptyText().describe('Name of the job; becomes the `job` label.'),
  scrape_interval: duration(1).optional().describe('How often its targets are scraped.'),
  scrape_timeout: duration(1).optional().describe('How long one scrape may take.'),
  metrics_path: text().default('/metrics').describe('Path of the metrics.'),
  params: mapping(list(text())).default({}).describe('Query parameters.'),
  scheme: oneOf('http', 'https').default('http').describe('Scheme of the request.'),
  honor_labels: boolean().default(false).describe("On a conflict keep the scraped label instead of the target's."),
  honor_timestamps: boolean().default(true).describe('Use the timestamps that targets expose.'),
  track_timestamps_staleness: boolean()
    .default(false)
    .describe('Mark series with exposed timestamps stale when they vanish.'),
  enable_compression: boolean().default(true).describe('Ask for gzip.'),
  fallback_scrape_protocol: oneOf(...SCRAPE_PROTOCOLS)
    .optional()
    .describe(
      'How to read a body whose content type says nothing useful; without it as PrometheusText0.0.4, unless strict_parsing.',
    ),
  static_configs: list(staticConfigSchema).default([]).describe('Fixed targets.'),
  file_sd_configs: list(fileSdSchema).default([]).describe('Targets from files.'),
  http_sd_configs: list(httpSdSchema).default([]).describe('Targets from HTTP.'),
  relabel_configs: list(relabelSchema).default([]).describe('Rules on the labels of targets.'),
  metric_relabel_configs: list(relabelSchema).default([]).describe('Rules on the labels of scraped series.'),
  native_histogram_bucket_limit: ignoredKey(NO_NATIVE),
  native_histogram_min_bucket_factor: ignoredKey(NO_NATIVE),
  ...scrapeDefaultsShape,
  ...httpClientShape,
  ...otherSdShape,
});

export type RawScrapeConfig = z.output<typeof scrapeConfigSchema>;
export type GlobalConfig = z.output<typeof globalSchema>;
export type StaticConfig = z.output<typeof staticConfigSchema>;
export type FileSdConfig = z.output<typeof fileSdSchema>;
export type RawHttpSdConfig = z.output<typeof httpSdSchema>;
