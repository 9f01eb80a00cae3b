import type { DashboardSource } from './model.ts';
/** Is the load even, what moved, and what the brokers report of themselves. */
export declare const loadBalancing: DashboardSource;
