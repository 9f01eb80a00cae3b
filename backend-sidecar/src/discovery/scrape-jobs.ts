import type { Config, ScrapeConfig } from '../config/config.ts';
import { fingerprint } from '../config/fingerprint.ts';
import type { Clock } from '../util/clock.ts';
import type { Logger } from '../util/logger.ts';
import { staticDiscoverer } from './static-discoverer.ts';
import type { Discoverer, ScrapeJob } from './types.ts';

export interface JobDeps {
  clock: Clock;
  logger: Logger;
  userAgent: string;
}

/** All jobs of a configuration: those of `scrape_configs` in their order, then one for each cluster. */
export function scrapeJobs(config: Config, deps: JobDeps): ScrapeJob[] {
  return config.scrape_configs.map((job) => ({
    name: job.job_name,
    config: job,
    discoverers: discoverersOf(job, deps),
    fingerprint: fingerprint([job, config.global.external_labels]),
    yieldsToOthers: false,
  }));
}

function discoverersOf(job: ScrapeConfig, _deps: JobDeps): Discoverer[] {
  return [staticDiscoverer(job.static_configs)];
}
