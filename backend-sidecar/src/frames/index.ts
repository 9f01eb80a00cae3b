/** Data frames for Grafana and the console: PromQL results as Arrow IPC files or JSON. */
export { encodeFrame } from './arrow/encode-frame.ts';
export { envelopeChunks, jsonChunks, type PendingAnswer } from './answer.ts';
export { DEFAULT_LIMITS, FrameBudget, type FrameLimits } from './limits.ts';
export { failureOf, runFrameQuery, type EvaluatedQuery, type FrameQueryDeps } from './query/run-frame-query.ts';
