export { Canonical, type CanonicalOptions } from './canonical.ts';
export { aliasesOf, canonicalOf, renamedTo } from './aliases.ts';
export { CAPABILITIES, capabilityOfMetric, type Capability } from './exposure/capability-table.ts';
export type { ExposureChange } from './exposure/target-exposure.ts';
export { describeMetric } from './metric-descriptions.ts';
