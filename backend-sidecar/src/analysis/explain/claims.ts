import type { Finding } from '../causes/finding.ts';
import type { RankedCause } from '../causes/rank.ts';
import { foldFindings, foldKey, type FoldedFinding } from './fold.ts';

/** One row for each subject: its strongest claim, with what else moved there as evidence. */
export interface Claim {
  cause: RankedCause;
  folded: FoldedFinding;
  others: Finding[];
}

/** Causes by subject, in the order of their ranks. */
export function claimsOf(ranked: readonly RankedCause[]): Claim[] {
  const claims = new Map<string, Claim>();
  const byFold = new Map<string, RankedCause[]>();
  for (const cause of ranked)
    byFold.set(foldKey(cause.finding), [...(byFold.get(foldKey(cause.finding)) ?? []), cause]);
  for (const cause of ranked) {
    const key = subjectFold(cause.finding);
    const claim = claims.get(key);
    if (claim) {
      if (foldKey(claim.cause.finding) !== foldKey(cause.finding)) claim.others.push(cause.finding);
      continue;
    }
    const members = byFold.get(foldKey(cause.finding)) ?? [cause];
    const [folded] = foldFindings(members.map(({ finding }) => finding));
    claims.set(key, { cause, folded, others: [] });
  }
  return [...claims.values()];
}

const subjectFold = (finding: Finding): string => foldKey(finding).slice(finding.facet.length);
