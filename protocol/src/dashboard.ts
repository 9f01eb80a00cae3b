/**
 * The dashboard protocol for thin clients: `/ws/dashboard` and `/api/dashboard/*`. Its names are given by the clients that
 * speak it, hence snake_case and seconds.
 */
import * as z from 'zod';
import { reporterStatistics, SERVICE_ACTIONS } from './agents.ts';

/** Points of `history`, at most. */
export const DASHBOARD_HISTORY_POINTS = 100;

export const dashboardPoint = z.object({
  /** Seconds since the epoch. */
  timestamp: z.number(),
  cpu_percent: z.number(),
  memory_percent: z.number(),
  disk_percent: z.number(),
});
export type DashboardPoint = z.infer<typeof dashboardPoint>;

export const dashboardService = z.object({ name: z.string(), status: z.enum(['running', 'stopped', 'error']) });

export const dashboardHost = dashboardPoint.extend({
  node_id: z.string(),
  status: z.enum(['online', 'stale']),
  memory_total: z.number(),
  memory_available: z.number(),
  memory_used: z.number(),
  services: z.array(dashboardService),
  reporter: reporterStatistics.optional(),
});
export type DashboardHost = z.infer<typeof dashboardHost>;

export const dashboardMetrics = z.object({
  /** The sidecar's own host; null until it was measured. */
  coordinator: dashboardHost.nullable(),
  workers: z.record(z.string(), dashboardHost),
});
export type DashboardMetrics = z.infer<typeof dashboardMetrics>;

export const dashboardLog = z.object({
  /** Seconds since the epoch. */
  timestamp: z.number(),
  level: z.string(),
  logger_name: z.string(),
  message: z.string(),
  module: z.string(),
  funcName: z.string(),
  lineno: z.number(),
});
export type DashboardLog = z.infer<typeof dashboardLog>;

export const dashboardCertificate = z.object({
  name: z.string(),
  subject: z.string(),
  issuer: z.string(),
  expires: z.string(),
  days_left: z.number(),
});
export type DashboardCertificate = z.infer<typeof dashboardCertificate>;

export const dashboardHistory = z.record(z.string(), z.array(dashboardPoint));

export const dashboardMessage = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('initial'),
    data: z.object({
      metrics: dashboardMetrics,
      logs: z.array(dashboardLog.extend({ node_id: z.string() })),
      log_sources: z.object({
        nodes: z.array(z.string()),
        loggers: z.array(z.string()),
        log_levels: z.array(z.string()),
      }),
      certificates: z.array(dashboardCertificate),
      /** How often to read anew what is not pushed (`stats`). */
      refresh_interval_seconds: z.number(),
    }),
  }),
  z.object({ type: z.literal('pong') }),
  z.object({
    type: z.literal('update'),
    data: z.object({ metrics: dashboardMetrics, history: dashboardHistory }),
    timestamp: z.number(),
  }),
  z.object({
    type: z.literal('new_logs'),
    node_id: z.string(),
    logs: z.array(dashboardLog),
    timestamp: z.number(),
  }),
]);
export type DashboardMessage = z.infer<typeof dashboardMessage>;

export const dashboardStats = z.object({
  active_workers: z.number(),
  stale_workers: z.number(),
  total_services: z.number(),
  running_services: z.number(),
  /** Seconds. */
  uptime: z.number(),
  connected_clients: z.number(),
  dropped_lines: z.number(),
  /** How often clients that poll should do so. */
  refresh_interval_seconds: z.number(),
});
export type DashboardStats = z.infer<typeof dashboardStats>;

export const controlServiceRequest = z.strictObject({
  worker_id: z.string().max(100),
  service_name: z.string().max(127),
  action: z.enum(SERVICE_ACTIONS),
});
export type ControlServiceRequest = z.infer<typeof controlServiceRequest>;
export const controlServiceAnswer = z.object({ success: z.boolean(), error: z.string().optional() });
export type ControlServiceAnswer = z.infer<typeof controlServiceAnswer>;
