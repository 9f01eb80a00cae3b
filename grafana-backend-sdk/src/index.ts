/** Grafana's backend plugin protocol in TypeScript. */
export { serve } from './serve.ts';
export * from './types.ts';
export * from './frames/frame.ts';
export * from './frames/meta.ts';
export { encodeFrame } from './frames/arrow/encode-frame.ts';
export { frameJson } from './frames/json/frame-json.ts';
export { createInstanceManager } from './instances/instance-manager.ts';
export { eachQuery, errorResponse } from './each-query.ts';
export { BackendError, blameOf, type BackendErrorOptions } from './backend-error.ts';
export { traceHeaders, traceIdOf, type TraceContext } from './trace.ts';
export type { RequestHeaders } from './headers.ts';
export { createLogger, type GrafanaLoggerOptions } from './log/grafana-logger.ts';
export type { Logger, LogFields, LogLevel } from './log/logger.ts';
