import type { DashboardSource } from './model.ts';
/** From the subscriptions that are not well to one topic and its parts. */
export declare const topics: DashboardSource;
