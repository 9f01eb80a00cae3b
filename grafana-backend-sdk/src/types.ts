/**
 * What passes between Grafana and a plugin, as handlers see it. The wire's own form (protobuf) stays in `wire/`: here JSON
 * is parsed, enumerations are words, times are milliseconds since the epoch.
 */
import type { Frame } from './frames/frame.ts';
import type { RequestHeaders } from './headers.ts';
import type { Logger } from './log/logger.ts';
import type { TraceContext } from './trace.ts';

export type JsonObject = Readonly<Record<string, unknown>>;

// ------------------------------------------------------------------------------------------------------- context

export interface User {
  login: string;
  name: string;
  email: string;
  /** Role in the organisation: `None`, `Viewer`, `Editor` or `Admin`. */
  role: string;
}

export interface AppInstanceSettings {
  jsonData: JsonObject;
  decryptedSecureJsonData: Readonly<Record<string, string>>;
  lastUpdatedMs: number;
  apiVersion: string;
}

export interface DataSourceInstanceSettings {
  id: number;
  uid: string;
  name: string;
  url: string;
  user: string;
  database: string;
  basicAuthEnabled: boolean;
  basicAuthUser: string;
  jsonData: JsonObject;
  decryptedSecureJsonData: Readonly<Record<string, string>>;
  lastUpdatedMs: number;
  apiVersion: string;
}

/** Comes with every request. */
export interface PluginContext {
  orgId: number;
  pluginId: string;
  pluginVersion: string;
  userAgent: string;
  apiVersion: string;
  /** Undefined where Grafana itself calls. Alerting calls as `grafana_scheduler` with role Admin. */
  user?: User;
  /** Only in requests to an app. */
  appInstanceSettings?: AppInstanceSettings;
  /** Only in requests to a datasource; the settings of its parent app are not in it. */
  dataSourceInstanceSettings?: DataSourceInstanceSettings;
  /** `GF_APP_URL`, `GF_INSTANCE_FEATURE_TOGGLES_ENABLE`, limits and proxy settings of Grafana. */
  grafanaConfig: Readonly<Record<string, string>>;
}

/** What a handler knows of the call itself. */
export interface Call {
  /** Aborted when Grafana cancels the call (the user left, a newer query replaced it) and when the plugin shuts down. */
  signal: AbortSignal;
  /** Trace context of Grafana's span, to be passed upstream; undefined where tracing is off. */
  trace?: TraceContext;
  /** Writes with the call's method, plugin and trace id. */
  logger: Logger;
}

// ---------------------------------------------------------------------------------------------------------- data

export interface TimeRange {
  fromMs: number;
  toMs: number;
}

export interface DataQuery {
  refId: string;
  queryType: string;
  maxDataPoints: number;
  intervalMs: number;
  timeRange: TimeRange;
  /** The query as its editor stored it. */
  json: JsonObject;
}

export interface QueryDataRequest {
  pluginContext: PluginContext;
  headers: RequestHeaders;
  queries: readonly DataQuery[];
}

/** Who is to blame: `downstream` is whatever the plugin asked, `plugin` the plugin itself. Grafana counts them apart. */
export type ErrorSource = 'plugin' | 'downstream';

/** The answer to one query. With `error`, frames may still carry what there is. */
export interface DataResponse {
  /** A `Uint8Array` is an Arrow IPC file and is passed on as it is. */
  frames?: readonly (Frame | Uint8Array)[];
  error?: string;
  /** HTTP status; 200, or 500 with an error, when undefined. */
  status?: number;
  errorSource?: ErrorSource;
  /** Sent as `jsonMeta`; Grafana 12.3 does not read it. */
  meta?: JsonObject;
}

/** By refId. A refId that is missing becomes "no data". */
export type QueryDataResponse = ReadonlyMap<string, DataResponse>;

// ------------------------------------------------------------------------------------------------------ resource

export interface ResourceRequest {
  pluginContext: PluginContext;
  /** Below the plugin's `resources/`, without a leading slash and without the query. */
  path: string;
  method: string;
  /** Path with query, as the browser asked. */
  url: string;
  /** Values by header name, in the case that arrived; `headers.get(name)` of `RequestHeaders` ignores case. */
  headers: RequestHeaders;
  /** Parameters of the URL's query. */
  query: URLSearchParams;
  body: Uint8Array;
}

/** One part of an answer. The first part's status and headers count, Grafana ignores those of the others. */
export interface ResourcePart {
  status?: number;
  headers?: Readonly<Record<string, string | readonly string[]>>;
  body?: Uint8Array | string;
}

export interface ResourceSender {
  /** Sends one part, which Grafana flushes to the browser. Resolves when there is room for more; rejects after an abort. */
  send(part: ResourcePart): Promise<void>;
  /** `send` of one whole answer with JSON. */
  json(status: number, value: unknown): Promise<void>;
}

// --------------------------------------------------------------------------------------------------- diagnostics

export interface CheckHealthRequest {
  pluginContext: PluginContext;
  headers: RequestHeaders;
}

export interface CheckHealthResult {
  status: 'unknown' | 'ok' | 'error';
  /** What the user reads beside "Save & test". */
  message: string;
  /** `verboseMessage` is shown below the message. */
  details?: JsonObject;
}

export interface CollectMetricsRequest {
  pluginContext: PluginContext;
}

// -------------------------------------------------------------------------------------------------------- stream

export interface StreamRequest {
  pluginContext: PluginContext;
  headers: RequestHeaders;
  /** The channel's path below the datasource. */
  path: string;
  /** JSON that the subscriber sent along; undefined when it sent none. */
  data: unknown;
}

export type SubscribeStreamRequest = StreamRequest;
export type PublishStreamRequest = StreamRequest;
export type RunStreamRequest = StreamRequest;

export type StreamStatus = 'ok' | 'not_found' | 'permission_denied';

export interface SubscribeStreamResponse {
  status: StreamStatus;
  /** What the subscriber sees first, before anything that `runStream` sends. */
  initial?: Frame | JsonObject;
}

export interface PublishStreamResponse {
  status: StreamStatus;
  /** What Grafana publishes to all subscribers; nothing when undefined. */
  data?: JsonObject;
}

/** Which half of a frame a packet carries. A subscriber needs the schema once, and again when it changes. */
export type FrameParts = 'all' | 'data' | 'schema';

/** Each method resolves when there is room for more, and rejects when the stream has ended. */
export interface StreamSender {
  frame(frame: Frame, parts?: FrameParts): Promise<void>;
  json(value: unknown): Promise<void>;
  /** Bytes of one JSON document, as they are. */
  bytes(data: Uint8Array): Promise<void>;
}

// ------------------------------------------------------------------------------------------------------- handlers

/** What a plugin answers. A method that is missing is "not implemented" to Grafana. */
export interface PluginHandlers {
  /** One call for all queries of a panel. `eachQuery` answers them one by one. */
  queryData?(request: QueryDataRequest, call: Call): Promise<QueryDataResponse>;
  callResource?(request: ResourceRequest, sender: ResourceSender, call: Call): Promise<void>;
  checkHealth?(request: CheckHealthRequest, call: Call): Promise<CheckHealthResult>;
  /** Prometheus text; the SDK's own metrics (calls, duration, memory) are put before it. */
  collectMetrics?(request: CollectMetricsRequest, call: Call): Promise<string>;
  /** Called for each subscriber: the only place where permission can be checked. */
  subscribeStream?(request: SubscribeStreamRequest, call: Call): Promise<SubscribeStreamResponse>;
  /** Called once for a channel, with the first subscriber's context. Returning ends the stream for good. */
  runStream?(request: RunStreamRequest, sender: StreamSender, call: Call): Promise<void>;
  /** Every signed-in user may call it; without it publishing is denied. */
  publishStream?(request: PublishStreamRequest, call: Call): Promise<PublishStreamResponse>;
}

export interface Plugin {
  datasource: PluginHandlers;
  /** Runs after the last call was answered, before the process ends. */
  dispose?(): Promise<void>;
}

export interface ServeOptions {
  logger?: Logger;
  /** Largest message that is received; 16 MiB as in Grafana's own SDK. */
  maxReceiveBytes?: number;
  /** How long a shutdown waits for calls under way; 1 s, because Grafana kills after 2 s. */
  shutdownGraceMs?: number;
  /** What happens after an uncaught exception: `continue` (default) logs it, `exit` ends with code 2 and Grafana restarts. */
  onUncaught?: 'continue' | 'exit';
}

// ------------------------------------------------------------------------------------------------------ instances

/** Settings of whatever an instance belongs to, the datasource's or the app's. */
export type InstanceSettings = DataSourceInstanceSettings | AppInstanceSettings;

export interface InstanceManagerOptions<Instance> {
  /** Called once for each organisation and datasource, and again when settings or Grafana's configuration changed. */
  create(context: PluginContext): Instance | Promise<Instance>;
  dispose?(instance: Instance): void | Promise<void>;
  /** Calls that hold the old instance have this long to end; 60 s. */
  disposeDelayMs?: number;
  logger?: Logger;
}

export interface InstanceManager<Instance> {
  /** The instance of a request's settings. Concurrent first calls share one creation; a failed creation is not kept. */
  get(context: PluginContext): Promise<Instance>;
  /** Disposes all instances at once, and waits for it. */
  dispose(): Promise<void>;
}
