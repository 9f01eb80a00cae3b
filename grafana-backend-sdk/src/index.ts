/** Grafana's backend plugin protocol in TypeScript. */
export * from './types.ts';
export * from './frames/frame.ts';
export * from './frames/meta.ts';
export { BackendError, blameOf, type BackendErrorOptions } from './backend-error.ts';
export { traceHeaders, traceIdOf, type TraceContext } from './trace.ts';
export type { RequestHeaders } from './headers.ts';
export type { Logger, LogFields, LogLevel } from './log/logger.ts';
