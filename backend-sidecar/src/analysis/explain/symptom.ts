import type { Finding } from '../causes/finding.ts';
import { weightOf } from '../causes/rank.ts';

/** Below this a symptom found by ourselves is not told: noise that nobody would ask about. */
const MIN_SYMPTOM_SCORE = 9;
/** States that are bad news by themselves, where nothing that users feel was measured. */
const BAD_STATES = new Set(['unreachable', 'read_only', 'restart', 'writable_dirs', 'heap', 'gc_pause', 'disk_fill']);

/** What got worst for the users of the cluster, within the window; undefined when nothing did. */
export function findSymptom(findings: readonly Finding[], windowFromMs: number): Finding | undefined {
  const within = findings.filter(({ deviation }) => deviation.endMs >= windowFromMs);
  const felt = within.filter(
    ({ series, deviation }) =>
      series.definition.severity !== undefined &&
      series.definition.class === 'symptom' &&
      deviation.score >= MIN_SYMPTOM_SCORE,
  );
  return strongest(felt) ?? strongest(within.filter(({ series }) => BAD_STATES.has(series.definition.kind)));
}

function strongest(findings: readonly Finding[]): Finding | undefined {
  let best: Finding | undefined;
  // A stepped series tells a minute late what others tell at once.
  const rank = (finding: Finding) => weightOf(finding) * (finding.live ? 1 : 0.4);
  for (const each of findings) if (!best || rank(each) > rank(best)) best = each;
  return best;
}
