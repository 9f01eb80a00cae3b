import type { DashboardSource } from './model.ts';
/** From what clients of the store see to the servers' disks. */
export declare const metadata: DashboardSource;
