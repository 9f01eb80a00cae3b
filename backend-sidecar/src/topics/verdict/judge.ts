import type { Columns } from '../store/columns.ts';
import type { SUBSCRIPTION_COLUMNS } from '../store/subscription-table.ts';
import { holds, PRECEDENCE, VERDICTS, type SubscriptionFacts, type VerdictRules } from './verdict.ts';

/**
 * Brings the verdict of one subscription up to date. A reason must have been seen for its time before it becomes a verdict,
 * and must have been gone for a while before the verdict is lifted, so that one odd reading changes nothing. A graver
 * reason takes over from a lighter verdict.
 * @param knownSinceMs since when the reason is known to hold from the broker itself (last acknowledgement), which may be
 *   long before the sidecar saw it; NaN when that is not known
 * @returns true when the verdict changed
 */
export function judge(
  columns: Columns<typeof SUBSCRIPTION_COLUMNS>,
  row: number,
  facts: SubscriptionFacts,
  rules: VerdictRules,
  nowMs: number,
  knownSinceMs = NaN,
): boolean {
  const current = VERDICTS[columns.verdict[row]];
  let candidate = 0;
  let currentHolds = false;
  for (const each of PRECEDENCE) {
    if (!holds(each, facts, rules, each === current, nowMs)) continue;
    if (each === current) currentHolds = true;
    else candidate = VERDICTS.indexOf(each);
    break;
  }
  if (candidate !== columns.candidate[row]) {
    columns.candidate[row] = candidate;
    columns.candidateSinceMs[row] = nowMs;
  }
  if (candidate > 0) {
    const verdict = VERDICTS[candidate];
    const since = knownSinceMs < columns.candidateSinceMs[row] ? knownSinceMs : columns.candidateSinceMs[row];
    if (verdict !== 'healthy' && nowMs - since >= rules.afterMs[verdict]) {
      columns.verdict[row] = candidate;
      columns.verdictSinceMs[row] = since;
      columns.candidate[row] = 0;
      columns.clearSinceMs[row] = 0;
      return true;
    }
    // A graver reason that is not ripe yet says nothing against the present one.
    if (current !== 'healthy') currentHolds = holds(current, facts, rules, true, nowMs);
  }
  if (current === 'healthy' || currentHolds) {
    columns.clearSinceMs[row] = 0;
    return false;
  }
  if (columns.clearSinceMs[row] === 0) columns.clearSinceMs[row] = nowMs;
  if (nowMs - columns.clearSinceMs[row] < rules.clearAfterMs) return false;
  columns.verdict[row] = 0;
  columns.verdictSinceMs[row] = columns.clearSinceMs[row];
  columns.clearSinceMs[row] = 0;
  return true;
}
