import type { TopicsConfig } from '../../config/schema/topics.ts';
import type { VerdictRules } from './verdict.ts';

export function rulesOf(verdicts: TopicsConfig['verdicts']): VerdictRules {
  return {
    afterMs: {
      blocked_on_unacked: verdicts.blocked_after,
      stuck: verdicts.stuck_after,
      redelivery_storm: verdicts.redelivery_after,
      orphan: verdicts.orphan_after,
      growing: verdicts.growing_after,
    },
    clearAfterMs: verdicts.clear_after,
    growingBacklog: verdicts.growing_backlog,
    redeliveryRatio: verdicts.redelivery_percent / 100,
  };
}
