export { compareRuns, type CompareOptions } from './compare-runs.ts';
export { parseGate, type GateCondition } from './parse-gate.ts';
export { evaluateGate, type GateOutcome } from './evaluate-gate.ts';
export { groupName } from './run-groups.ts';
export { steadyPhase } from './steady-phase.ts';
