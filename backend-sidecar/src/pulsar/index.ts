export { PulsarAdmin, type AdminClientOptions, type AnswerNote } from './admin-client.ts';
export { AdminStatusError } from './admin-error.ts';
export type { FunctionWorker } from './admin-answers.ts';
export {
  bookieHttpAddress,
  clusterNodes,
  type ClusterMembers,
  type PulsarNode,
  type PulsarNodeKind,
} from './node-identity.ts';
export { RequestBudget, type BudgetLimits } from './request-budget.ts';
export { ClockSkew } from './clock-skew.ts';
