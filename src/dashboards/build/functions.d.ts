import type { DashboardSource } from './model.ts';
/** Are all instances running, what do they get done, and what do the workers do with them. */
export declare const functions: DashboardSource;
