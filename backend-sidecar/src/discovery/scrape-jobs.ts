import type { Config, ScrapeConfig } from '../config/config.ts';
import { fingerprint } from '../config/fingerprint.ts';
import { clusterJobs } from './cluster-jobs.ts';
import type { ClusterDiscoveryDeps } from './cluster-discovery.ts';
import { fileDiscoverer } from './file-discoverer.ts';
import { httpDiscoverer } from './http-discoverer.ts';
import { staticDiscoverer } from './static-discoverer.ts';
import type { Discoverer, ScrapeJob } from './types.ts';

export type JobDeps = ClusterDiscoveryDeps;

/** All jobs of a configuration: those of `scrape_configs` in their order, then those of each cluster. */
export function scrapeJobs(config: Config, deps: JobDeps): ScrapeJob[] {
  const configured = config.scrape_configs.map((job) => ({
    name: job.job_name,
    config: job,
    discoverers: discoverersOf(job, deps),
    fingerprint: fingerprint([job, config.global.external_labels]),
    yieldsToOthers: false,
  }));
  return [
    ...configured,
    ...config.clusters.flatMap((cluster) => clusterJobs(cluster, config.global.external_labels, deps)),
  ];
}

/** The discoverers behind the `*_configs` of one section; Alertmanagers are found in the same ways. */
export function discoverersOf(
  section: Pick<ScrapeConfig, 'static_configs' | 'file_sd_configs' | 'http_sd_configs'>,
  deps: JobDeps,
): Discoverer[] {
  return [
    ...(section.static_configs.length > 0 ? [staticDiscoverer(section.static_configs)] : []),
    ...section.file_sd_configs.map((config) => fileDiscoverer(config, deps)),
    ...section.http_sd_configs.map((config) => httpDiscoverer(config, deps)),
  ];
}
