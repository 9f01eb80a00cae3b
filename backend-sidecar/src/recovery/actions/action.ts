import type { RecoveryOutcome } from '@observatory/protocol/recovery';
import type { ActionRule } from '../settings.ts';

/** One run, as the kinds of actions see it. */
export interface ActionRequest {
  /** The run's id: the same never acts twice. */
  key: string;
  rule: ActionRule;
  /** Topology id, or name of an agent. */
  target: string;
  /** The alerting node's id: what `{node_id}` stands for. */
  nodeId: string;
  /** One line of JSON: what `{details}` stands for. */
  details: string;
  /** What set it off, for the audit. */
  cause: string;
}

/** What it would do, and why it may not; `refusal` is empty when it may. */
export interface Preview {
  says: string;
  refusal: string;
}

export interface ActionResult {
  outcome: Extract<RecoveryOutcome, 'done' | 'failed' | 'unknown' | 'refused'>;
  detail: string;
  /** Execution of control. */
  execution?: string;
}

/** One kind of action. Neither function throws for what the cluster, the agent or the script did. */
export interface ActionKind {
  preview: (request: ActionRequest) => Promise<Preview>;
  /**
   * Does it, and waits for its end.
   * @param resumed a run of the same key was begun before the sidecar ended
   * @param signal the sidecar stops: what goes on without us goes on, and the next start looks for it
   */
  perform: (request: ActionRequest, resumed: boolean, signal: AbortSignal) => Promise<ActionResult | 'interrupted'>;
}
