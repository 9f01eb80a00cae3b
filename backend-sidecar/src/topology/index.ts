export { ChangeEvents } from './change-events.ts';
export { Topology, type TopologyConfig, type TopologyOptions, type TopologyQuery } from './topology.ts';
export type { TopicPlacement } from './topic-placement.ts';
export type { Verdict } from './facts/fact.ts';
export { LayoutFile } from './layout/layout-file.ts';
export { subscriptionNodeId } from './graph/graph.ts';
export type { Graph } from './graph/graph.ts';
export type { GraphNode } from './graph/node.ts';
