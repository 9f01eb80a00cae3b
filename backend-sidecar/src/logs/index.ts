/** Log lines of agents: kept in segment files, found by filters. */
export type { LogCount } from './count.ts';
export type { LogQuery } from './log-filter.ts';
export { LogStore, type LogOrigin, type LogStoreOptions, type LogStoreStats } from './log-store.ts';
