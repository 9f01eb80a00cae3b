export { discoverersOf, scrapeJobs, type JobDeps } from './scrape-jobs.ts';
export type { Discoverer, ScrapeJob, TargetGroup } from './types.ts';
