import type { DashboardSource } from './model.ts';
/** Direct memory first: that is what kills brokers and bookies. */
export declare const jvm: DashboardSource;
