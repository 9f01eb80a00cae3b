import type {
  AnalysedNode,
  Candidate,
  Explanation,
  RejectedHypothesis,
  StateChange,
  SymptomFound,
} from '@observatory/protocol/analysis';
import type { PromqlSource, SeriesSource } from '../../storage.ts';
import type { Finding } from '../causes/finding.ts';
import { rankCauses, type RankedCause } from '../causes/rank.ts';
import { FacetIndex } from '../causes/reach.ts';
import { WEIGHTS } from '../causes/weights.gen.ts';
import { findFindings } from '../detect/find-findings.ts';
import { ClusterMap, NO_TOPOLOGY, type KnownTopology } from '../map/cluster-map.ts';
import { SIGNALS } from '../signals/catalogue.ts';
import type { SignalDefinition } from '../signals/definition.ts';
import { readSignals } from '../signals/read-signals.ts';
import { loadShares } from '../causes/load-share.ts';
import { eventsOf, type LoggedEvent } from './events.ts';
import { claimsOf, type Claim } from './claims.ts';
import { ensembleNote } from './ensemble-note.ts';
import { eventCandidate, rejectedEvent } from './event-candidates.ts';
import { eventCauses } from './event-causes.ts';
import { settleBaseline } from './baseline.ts';
import { confidenceOf } from './confidence.ts';
import { toEvidence, pointsOf } from './evidence.ts';
import { foldFindings, foldKey, type FoldedFinding } from './fold.ts';
import { nextStep, sayFinding } from './phrases.ts';
import { askedSymptom } from './asked-symptom.ts';
import { findSymptoms, worstSymptom } from './symptom.ts';
import { markShared, plausible } from './plausible.ts';
import { spansOf, type AskedWindow, type Span } from './window.ts';
import { clockTime, duration, isoTime } from './words.ts';

export interface ExplainDeps {
  source: SeriesSource;
  promql: PromqlSource;
  /** What happened in a span, as the log of events has it. */
  events?: (fromMs: number, toMs: number) => readonly LoggedEvent[];
  /** What is known of the topology of a window. */
  topology?: (window: { fromMs: number; toMs: number }) => KnownTopology;
}

export interface ExplainOptions extends AskedWindow {
  /** PromQL of the symptom; found when absent. */
  query?: string;
  cluster?: string;
  limit?: number;
  signal?: AbortSignal;
}

const DEFAULT_LIMIT = 5;
const MAX_REJECTED = 30;
const MAX_EVIDENCE = 6;
/** What was done this long before the window may only show in it. */
const MAX_OPERATION_LEAD_MS = 600_000;

/** Everything between the question and its answer; what benches and tests look into. */
export interface Analysis {
  span: Span;
  window: Span;
  baseline: Span;
  comparisons: number;
  map: ClusterMap;
  findings: Finding[];
  symptom: Finding | undefined;
  symptomText: SymptomFound | null;
  /** All that may be it, the one above among them. */
  symptoms: readonly Finding[];
  facets: FacetIndex;
  ranked: RankedCause[];
  /** Of the whole span. */
  events: readonly LoggedEvent[];
  notes: string[];
}

/** From a symptom to ranked causes. @throws ObservatoryError OBS_ANALYSIS_WINDOW, OBS_ANALYSIS_QUERY */
export async function explain(deps: ExplainDeps, options: ExplainOptions): Promise<Explanation> {
  return toExplanation(await analyse(deps, options), options.limit ?? DEFAULT_LIMIT);
}

/**
 * The same in two steps: a first ranking from what nodes tell of themselves, at once however many topics there are, then
 * all. @throws as `explain`
 */
export async function* explainProgressively(deps: ExplainDeps, options: ExplainOptions): AsyncGenerator<Explanation> {
  const limit = options.limit ?? DEFAULT_LIMIT;
  const first = await analyse(deps, options, NODE_SIGNALS);
  yield { ...toExplanation(first, limit), complete: false };
  yield toExplanation(await analyse(deps, options), limit);
}

const NODE_SIGNALS = SIGNALS.filter(({ subject }) => subject === 'node');

export async function analyse(
  deps: ExplainDeps,
  options: ExplainOptions,
  definitions: readonly SignalDefinition[] = SIGNALS,
): Promise<Analysis> {
  const spans = spansOf(options);
  const { window } = spans;
  const span = { fromMs: Math.min(spans.baseline.fromMs, window.fromMs), toMs: window.toMs };
  const { signals, targets } = await readSignals({
    source: deps.source,
    definitions,
    ...span,
    ...(options.cluster !== undefined && { cluster: options.cluster }),
    ...(options.signal && { signal: options.signal }),
  });
  const map = new ClusterMap(targets, signals, deps.topology?.(window) ?? NO_TOPOLOGY);
  const notes: string[] = [];
  const baseline = await settleBaseline(signals, spans, notes);
  const bounds = {
    baselineFromMs: baseline.fromMs,
    baselineToMs: baseline.toMs,
    toMs: window.toMs,
    leadMs: leadOf(baseline),
  };
  const shares = loadShares(signals, baseline);
  const findings = plausible(await findFindings(signals, bounds, options.signal), signals, bounds, shares);
  markShared(findings, ({ series: { subject } }) =>
    subject.type === 'topic' || subject.type === 'subscription'
      ? map.ownersOf(subject.cluster, subject.topic).map(({ target }) => target.key)
      : [],
  );
  const asked =
    options.query === undefined
      ? undefined
      : await askedSymptom(deps.promql, options.query, {
          span,
          baseline,
          window,
          signals,
          findings,
          signal: options.signal,
        });
  if (asked) notes.push(...asked.notes);
  const symptoms = asked ? findings.filter((each) => asked.isSymptom(each)) : findSymptoms(findings, window.fromMs);
  const facets = new FacetIndex(findings, map, shares);
  const ranked = rankCauses(facets, new Set(symptoms), WEIGHTS);
  const first = ranked.find(({ features }) => features.reachesSymptom === 1);
  const symptom = asked ? asked.finding : (first?.symptom ?? worstSymptom(symptoms));
  if (symptom) notes.push(...ensembleNote(symptom, map));
  return {
    span,
    window,
    baseline,
    comparisons: signals.length,
    map,
    findings,
    symptom,
    symptomText: symptom ? describeSymptom(symptom, options.query, map, findings, span) : null,
    symptoms,
    facets,
    ranked,
    events: deps.events?.(span.fromMs, span.toMs) ?? [],
    notes,
  };
}

/** How far before the window a cause may be over. */
const MAX_LEAD_MS = 120_000;
const leadOf = ({ fromMs, toMs }: Span): number => Math.min(MAX_LEAD_MS, 0.25 * (toMs - fromMs));

function describeSymptom(
  symptom: Finding,
  query: string | undefined,
  map: ClusterMap,
  findings: readonly Finding[],
  span: Span,
): SymptomFound {
  const folded =
    foldFindings(findings.filter((each) => foldKey(each) === foldKey(symptom))).at(0) ?? foldFindings([symptom])[0];
  const node = nodeOf(folded, map);
  const { deviation, series } = symptom;
  return {
    query: query ?? series.query,
    found: query === undefined,
    text: sayFinding(symptom, nameOf(folded, map)),
    node,
    ...(folded.topic !== undefined && { topic: folded.topic }),
    ...(folded.subscription !== undefined && { subscription: folded.subscription }),
    onset: isoTime(deviation.onsetMs),
    unit: series.definition.unit,
    baseline: deviation.baseline,
    peak: deviation.peak,
    points: pointsOf(series, span),
  };
}

export function toExplanation(analysis: Analysis, limit: number): Explanation {
  const { window, baseline, comparisons, symptom, symptomText, notes } = analysis;
  const claims = claimsOf(analysis.ranked);
  const upstream = claims.filter(({ cause }) => cause.features.reachesSymptom === 1);
  const told = upstream.map((claim) => ({
    claim,
    confidence: confidenceOf(claim.cause),
  }));
  const kept = told
    .filter(({ claim: { cause }, confidence }) => cause.explainedBy === undefined && confidence >= 0.1)
    .slice(0, limit);
  const links = told.filter(({ claim: { cause } }) => cause.explainedBy !== undefined);
  const fill = links.filter(({ confidence }) => confidence >= 0.1).slice(0, Math.max(0, limit - kept.length));
  const chosen = [...kept, ...fill];
  const { map, span, facets, findings, symptoms } = analysis;
  const fromMs = baseline.toMs - MAX_OPERATION_LEAD_MS;
  const events = eventCauses({ events: analysis.events, findings, symptoms, facets, map, claims, fromMs });
  const toldEvents = events.filter(({ confidence }) => confidence >= 0.1).slice(0, Math.max(0, limit - chosen.length));
  const candidates = [
    ...chosen.map(({ claim, confidence }) => toCandidate(claim, confidence, 0, analysis)),
    ...toldEvents.map((each) => eventCandidate(each, 0, map, span)),
  ].map((each, i) => ({ ...each, rank: i + 1 }));
  const chosenSet = new Set(chosen.map(({ claim }) => claim));
  const rest = claims.filter((claim) => !chosenSet.has(claim));
  return {
    window: spanText(window),
    baseline: spanText(baseline),
    symptom: symptomText,
    // Events are tried as causes as well.
    comparisons: comparisons + events.length,
    candidates,
    effects: rest
      .filter(({ cause }) => cause.explainedBy !== undefined)
      .map((claim) =>
        toRejected(claim, analysis, `follows from ${sayShort(claim.cause.explainedBy as Finding, analysis.map)}`),
      ),
    rejected: rest
      .filter(({ cause }) => cause.explainedBy === undefined)
      .slice(0, MAX_REJECTED)
      .map((claim) => toRejected(claim, analysis, reasonOf(claim, symptom)))
      .concat(
        events
          .filter((each) => !toldEvents.includes(each))
          .slice(0, MAX_REJECTED)
          .map((each) => rejectedEvent(each, symptom)),
      ),
    summary: summaryOf(symptomText, candidates),
    notes,
    complete: true,
  };
}

function toCandidate(
  { cause, folded, others }: Claim,
  confidence: number,
  rank: number,
  analysis: Analysis,
): Candidate {
  const { map, span, symptom } = analysis;
  const { finding, reach } = cause;
  const symptomMs = symptom?.deviation.onsetMs ?? finding.deviation.onsetMs;
  const target = cause.symptom;
  const path = target ? reach.pathTo(target) : [{ finding, via: undefined }];
  const name = nameOf(folded, map);
  const shown = [finding, ...others, ...path.slice(1).map((step) => step.finding)];
  const unique = [...new Set(shown)].slice(0, MAX_EVIDENCE);
  return {
    rank,
    node: nodeOf(folded, map),
    ...(folded.topic !== undefined && { topic: folded.topic }),
    ...(folded.subscription !== undefined && { subscription: folded.subscription }),
    change: changeOf(finding, name),
    onset: isoTime(onsetOf(folded)),
    confidence: Math.round(confidence * 1000) / 1000,
    sentence: sentenceOf(finding, name, target, path, map),
    evidence: unique.map((each) => toEvidence(each, map, symptomMs, span)),
    path: path.map(({ finding: at, via }) => ({
      node: map.describe(at.series.subject),
      ...(via !== undefined && { via }),
    })),
    ...eventsOf(analysis.events, nodeOf(folded, map), finding),
    next_step: nextStep(finding.series.definition.kind, name),
  };
}

function sentenceOf(
  finding: Finding,
  name: string,
  target: Finding | undefined,
  path: readonly { via: string | undefined }[],
  map: ClusterMap,
): string {
  const what = sayFinding(finding, name);
  const when = `from ${clockTime(finding.deviation.onsetMs)} UTC on`;
  if (!target || target === finding) return `${capital(what)}, ${when}.`;
  const leadMs = target.deviation.onsetMs - finding.deviation.onsetMs;
  const then = leadMs > 1000 ? `${duration(leadMs)} later` : 'at the same time';
  const via = path
    .map((step) => step.via)
    .filter((text): text is string => text !== undefined)
    .join('; ');
  const effect = sayFinding(target, map.describe(target.series.subject).name);
  return `${capital(what)}, ${when}; ${then} ${effect}${via === '' ? '' : ` (${via})`}.`;
}

function toRejected({ cause, folded }: Claim, { map }: Analysis, reason: string): RejectedHypothesis {
  return {
    node: nodeOf(folded, map),
    ...(folded.topic !== undefined && { topic: folded.topic }),
    ...(folded.subscription !== undefined && { subscription: folded.subscription }),
    change: changeOf(cause.finding, nameOf(folded, map)),
    onset: isoTime(onsetOf(folded)),
    reason,
  };
}

function reasonOf({ cause }: Claim, symptom: Finding | undefined): string {
  if (!symptom) return 'there is no symptom to explain';
  if (cause.finding.earliestMs > symptom.latestMs)
    return `it began ${duration(cause.finding.deviation.onsetMs - symptom.deviation.onsetMs)} after the symptom`;
  if (cause.features.reachesSymptom === 0) return 'nothing leads from it to the symptom';
  return 'too weak beside the others';
}

function changeOf({ series, deviation }: Finding, name: string): StateChange {
  const { definition } = series;
  return {
    kind: definition.kind,
    class: definition.class,
    text: sayFinding({ series, deviation } as Finding, name),
    from: deviation.baseline,
    to: deviation.peak,
    unit: definition.unit,
    direction: deviation.direction,
    ...(!deviation.isOpen && { until: isoTime(deviation.endMs) }),
  };
}

function nodeOf({ lead, topic }: FoldedFinding, map: ClusterMap): AnalysedNode {
  const { subject } = lead.series;
  if (topic === undefined || subject.type === 'node' || subject.type === 'function') return map.describe(subject);
  return map.describe({ ...subject, topic });
}

function nameOf(folded: FoldedFinding, map: ClusterMap): string {
  const { topic, subscription } = folded;
  if (subscription !== undefined) return `subscription ${subscription} of ${topic}`;
  return nodeOf(folded, map).name;
}

const sayShort = (finding: Finding, map: ClusterMap): string =>
  sayFinding(finding, map.describe(finding.series.subject).name);

function onsetOf({ members }: FoldedFinding): number {
  const live = members.filter(({ live: isLive }) => isLive);
  return Math.min(...(live.length > 0 ? live : members).map(({ deviation }) => deviation.onsetMs));
}

function summaryOf(symptom: SymptomFound | null, candidates: readonly Candidate[]): string {
  if (!symptom) return 'Nothing in the window is worse than in the baseline.';
  const [first] = candidates;
  if (!first) return `${capital(symptom.text)}. Nothing upstream explains this.`;
  return `${capital(symptom.text)}. Best candidate (${Math.round(first.confidence * 100)} %): ${first.change.text}.`;
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
const spanText = ({ fromMs, toMs }: Span) => ({ from: isoTime(fromMs), to: isoTime(toMs) });
