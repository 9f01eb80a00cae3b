import type { Finding } from '../causes/finding.ts';
import { weightOf } from '../causes/rank.ts';

/** Below this a symptom found by ourselves is not told: noise that nobody would ask about. */
const MIN_SYMPTOM_SCORE = 9;
/** States that are bad news by themselves, where nothing that users feel was measured. */
const BAD_STATES: Readonly<Record<string, (finding: Finding) => boolean>> = {
  unreachable: () => true,
  restart: () => true,
  read_only: () => true,
  writable_dirs: () => true,
  heap: ({ deviation }) => deviation.peak >= 0.4,
  gc_pause: ({ deviation }) => deviation.level >= 0.05,
  disk_fill: ({ deviation }) => deviation.peak >= 85,
  disk_latency: ({ deviation }) => deviation.score >= LASTING_SCORE,
  add_latency: ({ deviation }) => deviation.score >= LASTING_SCORE,
  consumers: ({ deviation }) => deviation.peak === 0,
};
/** Of resources that jump about: a run of a dozen samples far outside. */
const LASTING_SCORE = 30;

/** A blip that is over before somebody has looked is none either. */
const MIN_SYMPTOM_MS = 8000;

const lengthOf = ({ deviation, series }: Finding): number => deviation.endMs - deviation.onsetMs + series.stepMs;

/** Everything that got worse for the users of the cluster within the window, and states that are bad by themselves. */
export function findSymptoms(findings: readonly Finding[], windowFromMs: number): Finding[] {
  const within = findings.filter(({ deviation }) => deviation.endMs >= windowFromMs);
  return within.filter((finding) => {
    const { definition } = finding.series;
    return (
      BAD_STATES[definition.kind]?.(finding) ||
      ((definition.class === 'symptom' || definition.kind === 'delivery') &&
        (definition.severity ?? 0) > 0 &&
        finding.deviation.score >= MIN_SYMPTOM_SCORE &&
        lengthOf(finding) >= MIN_SYMPTOM_MS)
    );
  });
}

/** The one to tell of when nothing explains any: what users feel most, told by a live series where there is one. */
export function worstSymptom(symptoms: readonly Finding[]): Finding | undefined {
  let best: Finding | undefined;
  const rank = (finding: Finding) => weightOf(finding) * (finding.live ? 1 : 0.4);
  for (const each of symptoms) if (!best || rank(each) > rank(best)) best = each;
  return best;
}
