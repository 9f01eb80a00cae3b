/** Alerts with recovery: what is evaluated, what it sets off, and what came of it. */
export { Recovery, type RecoveryControl, type RecoveryOptions } from './recovery.ts';
export type { NodeSources, TopologyFact } from './nodes/watched-node.ts';
export { deliveriesOf } from './webhooks/delivery.ts';
export { alertmanagerPayload, grafanaPayload } from './webhooks/payloads.ts';
