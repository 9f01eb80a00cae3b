/** The demo cluster: as a command (`runDemo`) and as a library (`createDemoCluster`) on an injected clock. */
export { runDemo, DemoStartError, type RunDemoOptions, type RunningDemo } from './demo.ts';
export { createDemoCluster, DemoCluster, type DemoClusterOptions } from './cluster.ts';
export type { DemoClock } from './clock.ts';
export { FaultError } from './faults/engine.ts';
export { planScenario, type ScenarioOptions } from './faults/scenario.ts';
export { clusterSize, type ClusterSize } from './size.ts';
export { catalogue } from './faults/catalogue/index.ts';
