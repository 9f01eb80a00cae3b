export type RuleHealth = 'unknown' | 'ok' | 'err';

/** How a rule's last evaluation went. */
export interface RuleState {
  health: RuleHealth;
  /** Empty when it went well. */
  lastError: string;
  lastEvaluationMs: number;
  lastDurationMs: number;
  /** Evaluations that failed since the rule was loaded. */
  failures: number;
}

export function newRuleState(): RuleState {
  return { health: 'unknown', lastError: '', lastEvaluationMs: 0, lastDurationMs: 0, failures: 0 };
}
