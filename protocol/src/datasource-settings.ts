/**
 * What Grafana keeps of an instance of our datasource. Names that Grafana's own datasources use are used for the same
 * thing, so that provisioning files look familiar.
 */
import * as z from 'zod';

/** `jsonData`: readable by every editor; nothing secret in it. Unknown keys are kept. */
export const datasourceSettings = z.looseObject({
  /** Where Grafana's server reaches the sidecar: `https://observatory.example:7480`, or with a path before it. */
  sidecarUrl: z.string().default(''),
  /** Show `tlsClientCert` and `tlsClientKey` to the sidecar. */
  tlsAuth: z.boolean().default(false),
  /** Trust `tlsCACert` instead of the system's authorities. */
  tlsAuthWithCACert: z.boolean().default(false),
  /** Believe any certificate. */
  tlsSkipVerify: z.boolean().default(false),
  /** Name that the sidecar's certificate must have, when it is not the address's. Empty: the address's. */
  serverName: z.string().default(''),
  /** Seconds for one answer of the sidecar. */
  timeout: z.number().positive().max(3600).default(30),
  /** Distance of scrapes as `15s`, for `$__rate_interval` and the smallest step of a panel; key of Prometheus' datasource. */
  timeInterval: z.string().default('15s'),
});
export type DatasourceSettings = z.output<typeof datasourceSettings>;
/** As saved: what has a default may be missing. */
export type SavedDatasourceSettings = Partial<z.input<typeof datasourceSettings>>;

/** `secureJsonData`: encrypted by Grafana, never sent back to a browser. PEM but for the token. */
export const SECURE_SETTINGS = ['token', 'tlsCACert', 'tlsClientCert', 'tlsClientKey'] as const;
export type SecureDatasourceSettings = Partial<Record<(typeof SECURE_SETTINGS)[number], string>>;

/**
 * What the datasource's resources pass on with `GET`, at the sidecar's own path and query string:
 * `/api/datasources/uid/<uid>/resources/api/v1/labels?match[]=up`. Every Viewer may call resources, so all of it is
 * what a reader may see. `*` stands for one part of a path.
 */
export const READABLE_RESOURCES = [
  'api/v1/labels',
  'api/v1/label/*/values',
  'api/v1/series',
  'api/v1/metadata',
  'api/v1/query',
  'api/v1/parse_query',
  'api/v1/format_query',
  'api/v1/status/buildinfo',
  'api/observatory/v1/capabilities',
  'api/observatory/v1/metrics',
  'api/observatory/v1/nodes',
  'api/observatory/v1/runs',
  'api/observatory/v1/logs/sources',
  'api/observatory/v1/status',
  'api/observatory/v1/topics',
  'api/observatory/v1/subscriptions',
  'api/observatory/v1/topology',
] as const;
