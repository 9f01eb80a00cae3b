/** The messages of wire/proto.ts as they are decoded (every field present, messages null when absent) and encoded. */
export type StringMap = Record<string, string>;

export interface WireAppSettings {
  jsonData: Uint8Array;
  decryptedSecureJsonData: StringMap;
  lastUpdatedMS: number;
  apiVersion: string;
}

export interface WireDataSourceSettings extends WireAppSettings {
  id: number;
  uid: string;
  name: string;
  url: string;
  user: string;
  database: string;
  basicAuthEnabled: boolean;
  basicAuthUser: string;
}

export interface WireContext {
  orgId: number;
  pluginId: string;
  pluginVersion: string;
  userAgent: string;
  apiVersion: string;
  user: { login: string; name: string; email: string; role: string } | null;
  appInstanceSettings: WireAppSettings | null;
  dataSourceInstanceSettings: WireDataSourceSettings | null;
  grafanaConfig: StringMap;
}

export type StringLists = Record<string, { values: string[] }>;

export interface WireResourceRequest {
  pluginContext: WireContext | null;
  path: string;
  method: string;
  url: string;
  headers: StringLists;
  body: Uint8Array;
}

export interface WireResourceResponse {
  code: number;
  headers: StringLists;
  body: Uint8Array;
}

export interface WireQuery {
  refId: string;
  maxDataPoints: number;
  intervalMS: number;
  timeRange: { fromEpochMS: number; toEpochMS: number } | null;
  json: Uint8Array;
  queryType: string;
}

export interface WireQueryRequest {
  pluginContext: WireContext | null;
  headers: StringMap;
  queries: WireQuery[];
}

export interface WireDataResponse {
  frames: Uint8Array[];
  error: string;
  jsonMeta: Uint8Array;
  status: number;
  errorSource: string;
}

export interface WireQueryResponse {
  responses: Record<string, WireDataResponse>;
}

export interface WireMetricsRequest {
  pluginContext: WireContext | null;
}

export interface WireMetricsResponse {
  metrics: { prometheus: Uint8Array } | null;
}

export interface WireHealthRequest {
  pluginContext: WireContext | null;
  headers: StringMap;
}

export interface WireHealthResponse {
  status: number;
  message: string;
  jsonDetails: Uint8Array;
}

export interface WireStreamRequest {
  pluginContext: WireContext | null;
  path: string;
  data: Uint8Array;
  headers: StringMap;
}

export interface WireStreamResponse {
  status: number;
  data: Uint8Array;
}

export interface WirePacket {
  data: Uint8Array;
}

export type Empty = Record<string, never>;
