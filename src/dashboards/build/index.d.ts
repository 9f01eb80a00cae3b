import type { DashboardSource } from './model.ts';
/** In the order an operator opens them: from effect to cause. */
export declare const dashboardSources: readonly DashboardSource[];
/** Path from src/ and Grafana's JSON of each. */
export declare function dashboardFiles(): [file: string, dashboard: Record<string, unknown>][];
