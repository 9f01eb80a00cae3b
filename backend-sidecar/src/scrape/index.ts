export { createScrapeManager, type ScrapeManager, type ScrapeManagerOptions, type Targets } from './manager.ts';
export type { ScrapeEvent, ScrapeListener } from './scrape-loop.ts';
export type { ScrapeStats } from './scrape-stats.ts';
export type { DroppedTarget, TargetHealth, TargetStatus } from './target-status.ts';
export { compileRelabeling, type Relabeler } from './relabel.ts';
