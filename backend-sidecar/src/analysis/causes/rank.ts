import type { Finding } from './finding.ts';
import { mayFollow, reachOf, type FacetIndex, type Reach } from './reach.ts';

/** A finding that may be the cause, with what speaks for it. */
export interface RankedCause {
  finding: Finding;
  reach: Reach;
  /** The symptom that it explains best. */
  symptom: Finding | undefined;
  features: CauseFeatures;
  score: number;
  /** Another that explains this one: then it is a link of its chain. */
  explainedBy: Finding | undefined;
}

/** What the score is made of; each about 0 to 1, or a logarithm. */
export interface CauseFeatures {
  /** Logarithm of the run's strength, and of how far it beats its own baseline. */
  strength: number;
  ratio: number;
  /** Share of all that got worse that it explains, weighted by what users feel. */
  coverage: number;
  /** The same share of what users feel alone. */
  symptomCoverage: number;
  /** 1 when the symptom is among it. */
  reachesSymptom: number;
  /** 1 when nothing explains it. */
  isRoot: number;
  /** A change says more than a resource, a resource more than load. */
  standing: number;
  /** 1 when it began with or shortly before the symptom, falling with its lead. */
  closeness: number;
  /** 1 when a live series dates it. */
  isLive: number;
  /** 1 when several subjects show the same at once. */
  isShared: number;
  /** 1 when load fell: more often an effect than a cause. */
  isLess: number;
}

export type Weights = Record<keyof CauseFeatures, number> & { intercept: number };

const STANDING = { change: 1, resource: 0.6, load: 0.4, symptom: 0 } as const;
/** A cause that leads by this much counts half as close. */
const LEAD_MS = 600_000;

/** What is left of an explanation with each step. */
const ATTENUATION = 0.85;
/** Kinds that happen at one moment and act on. */
const MOMENTS = new Set(['restart', 'bundle_unload', 'broker_topics', 'compaction', 'read_only']);
const GRACE_STEPS = 4;

/**
 * How well a cause fits an effect, 0 to 1: one that is over long before its effect explains little of it, and so does one
 * that is far weaker.
 */
function fitOf(cause: Finding, effect: Finding, reach: Reach): number {
  if (cause === effect) return 1;
  const strength = Math.min(1, (2 * (reach.strength.get(effect) ?? 0)) / effect.deviation.score);
  if (MOMENTS.has(cause.series.definition.kind)) return strength;
  const graceMs = GRACE_STEPS * Math.max(cause.series.stepMs, effect.series.stepMs, 5000);
  const lasts = (effect.live ? lengthOf(effect) : Math.max(0, lengthOf(effect) - 60_000)) || 1;
  return strength * Math.min(1, (lengthOf(cause) + graceMs) / lasts);
}

const lengthOf = ({ deviation }: Finding): number => deviation.endMs - deviation.onsetMs;

/** How much of the picture a finding is. */
export function weightOf({ series, deviation }: Finding): number {
  return Math.log2(1 + deviation.score) * (series.definition.severity ?? 0.15);
}

/** The strongest findings that are tried as causes, and the picks after which the rest keeps its order. */
const MAX_CANDIDATES = 400;
const MAX_PICKS = 60;

/** A candidate with all that does not depend on what was picked before it. */
interface Prepared {
  finding: Finding;
  reach: Reach;
  symptom: Finding | undefined;
  explainedBy: Finding | undefined;
  /** How much of each finding it explains. */
  parts: readonly (readonly [Finding, number])[];
}

/** Ranks what may have caused the symptoms. Each pick leaves the next ones only what it has not explained. */
export function rankCauses(facets: FacetIndex, symptoms: ReadonlySet<Finding>, weights: Weights): RankedCause[] {
  const candidates = facets.findings
    .filter(({ series }) => series.definition.class !== 'symptom')
    .slice(0, MAX_CANDIDATES);
  const reaches = new Map(candidates.map((each) => [each, reachOf(each, facets)]));
  const sum = (findings: Iterable<Finding>) => [...findings].reduce((total, each) => total + weightOf(each), 0);
  const total = Math.max(1e-9, sum(facets.findings));
  const felt = Math.max(1e-9, sum(symptoms));
  let waiting = candidates.map((finding) => prepare(finding, candidates, reaches, symptoms));
  const left = new Set(facets.findings);
  const rated = (each: Prepared): RankedCause => {
    let covered = 0;
    let coveredFelt = 0;
    for (const [effect, part] of each.parts) {
      if (!left.has(effect)) continue;
      covered += part;
      if (symptoms.has(effect)) coveredFelt += part;
    }
    const features = featuresOf(each, covered / total, coveredFelt / felt);
    const { finding, reach, symptom, explainedBy } = each;
    return { finding, reach, symptom, explainedBy, features, score: scoreOf(features, weights) };
  };
  const ranked: RankedCause[] = [];
  while (waiting.length > 0 && ranked.length < MAX_PICKS) {
    const best = waiting.map(rated).reduce((a, b) => (b.score > a.score ? b : a));
    ranked.push(best);
    waiting = waiting.filter(({ finding }) => finding !== best.finding);
    for (const effect of best.reach.steps.keys()) left.delete(effect);
  }
  return [...ranked, ...waiting.map(rated).sort((a, b) => b.score - a.score)];
}

function prepare(
  finding: Finding,
  candidates: readonly Finding[],
  reaches: ReadonlyMap<Finding, Reach>,
  symptoms: ReadonlySet<Finding>,
): Prepared {
  const reach = reaches.get(finding) as Reach;
  return {
    finding,
    reach,
    symptom: symptomOf(finding, reach, symptoms),
    explainedBy: explanationOf(finding, candidates, reaches),
    parts: [...reach.steps].map(
      ([effect, step]) => [effect, weightOf(effect) * ATTENUATION ** step * fitOf(finding, effect, reach)] as const,
    ),
  };
}

function featuresOf(
  { finding, symptom, explainedBy }: Prepared,
  coverage: number,
  symptomCoverage: number,
): CauseFeatures {
  const { deviation, series, latestMs, live, isShared } = finding;
  const { class: standing } = series.definition;
  return {
    strength: Math.log10(1 + deviation.score),
    ratio: Math.min(1, Math.log10(Math.max(1, deviation.ratio)) / 2),
    coverage,
    symptomCoverage,
    reachesSymptom: symptom ? 1 : 0,
    isRoot: explainedBy ? 0 : 1,
    standing: STANDING[standing],
    closeness: symptom ? 1 / (1 + Math.max(0, symptom.latestMs - latestMs) / LEAD_MS) : 0,
    isLive: live ? 1 : 0,
    isShared: isShared ? 1 : 0,
    isLess: deviation.direction === 'down' && standing === 'load' ? 1 : 0,
  };
}

export function scoreOf(features: CauseFeatures, weights: Weights): number {
  let score = weights.intercept;
  for (const name of Object.keys(features) as (keyof CauseFeatures)[]) score += weights[name] * features[name];
  return score;
}

/** Strength of the weakest link, relative to what it is to explain. */
const EXPLAINS = 0.5;

/** Of two symptoms the one that began with the cause is told, and the one that a live series dates. */
function nearness(cause: Finding, effect: Finding): number {
  const leadMs = Math.max(0, effect.earliestMs - cause.latestMs);
  return (effect.live ? 1 : 0.4) / (1 + leadMs / NEAR_MS);
}
const NEAR_MS = 60_000;

/** What users feel most of what it leads to. */
function symptomOf(finding: Finding, reach: Reach, symptoms: ReadonlySet<Finding>): Finding | undefined {
  let best: Finding | undefined;
  let most = 0;
  for (const [effect, step] of reach.steps) {
    if (!symptoms.has(effect)) continue;
    const weight = weightOf(effect) * ATTENUATION ** step * fitOf(finding, effect, reach) * nearness(finding, effect);
    if (weight > most) [best, most] = [effect, weight];
  }
  return best;
}

/** The finding that best explains this one: an earlier or equal one that leads to it and is not itself its effect. */
function explanationOf(
  finding: Finding,
  candidates: readonly Finding[],
  reaches: ReadonlyMap<Finding, Reach>,
): Finding | undefined {
  let best: Finding | undefined;
  for (const other of candidates) {
    if (other === finding || !reaches.get(other)?.steps.has(finding) || !mayFollow(other, finding)) continue;
    const isMutual = reaches.get(finding)?.steps.has(other) ?? false;
    if (isMutual && !precedes(other, finding)) continue;
    // A faint finding does not explain a strong one away, nor does a chain with a faint link.
    if ((reaches.get(other)?.strength.get(finding) ?? 0) < EXPLAINS * finding.deviation.score) continue;
    if (!best || other.deviation.score > best.deviation.score) best = other;
  }
  return best;
}

/** Of two that explain each other: what others share, the earlier one, or the one of higher standing. */
function precedes(a: Finding, b: Finding): boolean {
  if (a.isShared !== b.isShared) return b.isShared;
  if (a.latestMs < b.earliestMs) return true;
  if (b.latestMs < a.earliestMs) return false;
  const standing = STANDING[a.series.definition.class] - STANDING[b.series.definition.class];
  return standing !== 0 ? standing > 0 : a.deviation.score > b.deviation.score;
}
