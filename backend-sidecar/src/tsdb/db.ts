/** The embedded store's front door. */
export { openDatabase } from './database/open-database.ts';
export type { Cardinality, CardinalityEntry } from './database/cardinality.ts';
export type { Database } from './database/database.ts';
export type { OpenReport } from './database/open-report.ts';
export type { DatabaseOptions } from './database/options.ts';
export type { DatabaseStats, HeadStats, MaintenanceStats, WalStats } from './database/stats.ts';
export type { WalPosition } from './wal/wal.ts';
export type { WalReader } from './wal/wal-reader.ts';
