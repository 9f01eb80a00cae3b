/** Data frames for Grafana and the console: queries of every kind as Arrow IPC files or JSON. */
export { encodeFrame } from './arrow/encode-frame.ts';
export { envelopeChunks, jsonChunks, type PendingAnswer } from './answer.ts';
export { evaluatedFrames, type EvaluatedQuery } from './evaluated-query.ts';
export { nodeGraphFrames } from './graph/node-graph-frames.ts';
export { frameJson } from './json/frame-json.ts';
export type { Frame, FrameField, Notice } from './frame.ts';
export { numberColumn, textColumn, timeColumn } from './kinds/columns.ts';
export { anomaliesKind } from './kinds/anomalies-kind.ts';
export { candidatesKind } from './kinds/candidates-kind.ts';
export { forecastKind } from './kinds/forecast-kind.ts';
export { eventsKind } from './kinds/events-kind.ts';
export { frameKind, FrameKinds, type FrameKind, type FrameRequest } from './kinds/frame-kind.ts';
export { nodesKind } from './kinds/nodes-kind.ts';
export { promqlKind } from './kinds/promql-kind.ts';
export { topicsKind } from './kinds/topics-kind.ts';
export { topologyKind } from './kinds/topology-kind.ts';
export { DEFAULT_LIMITS, FrameBudget, type FrameLimits } from './limits.ts';
export { failureOf, runFrameQuery, type FrameQueryDeps } from './query/run-frame-query.ts';
