import type { AnalysedNode } from '@observatory/protocol/analysis';
import type { Finding } from '../causes/finding.ts';
import { weightOf } from '../causes/rank.ts';
import { reachOf, type FacetIndex, type Reach } from '../causes/reach.ts';
import type { ClusterMap } from '../map/cluster-map.ts';
import { wholeTopic, type Subject } from '../map/subject.ts';
import { confidenceOf } from './confidence.ts';
import type { Claim } from './claims.ts';
import { isNear, type LoggedEvent } from './events.ts';

/** An event that no series of its node tells as well, with what it may have caused. */
export interface EventCause {
  event: LoggedEvent;
  node: AnalysedNode;
  topic: string | undefined;
  subscription: string | undefined;
  /** The event in the place of a finding, so that the mechanisms can be followed from it. */
  finding: Finding;
  reach: Reach;
  symptom: Finding | undefined;
  confidence: number;
}

/**
 * A bare event is told with at most this. It is no measured share: the log says that something happened, no series says
 * that its node felt it, and events are many while causes are few.
 */
export const BARE_EVENT_CAP = 0.4;
/** What is left of an explanation with each step, and an event that leads by this much counts half. */
const ATTENUATION = 0.85;
const LEAD_MS = 600_000;
/** Events that are read from polls happened up to this long before they were told. */
const POLL_MS = 30_000;

/** What an event does to its node, as kinds of signals; the rest is an operation that may move anything of its node. */
const FACETS: Readonly<Record<string, string>> = {
  restart: 'restart',
  node_down: 'unreachable',
  broker_left: 'unreachable',
  bookie_left: 'unreachable',
  worker_left: 'unreachable',
  bookie_read_only: 'read_only',
  bundle_moved: 'bundle_unload',
  subscription_blocked: 'blocked_on_unacked',
  subscription_stuck: 'consumers',
  subscription_orphan: 'consumers',
  subscription_redelivery_storm: 'unacked',
};
/** Good news, everyday, and what only says that something else had an effect. */
const NO_CAUSES = new Set([
  ...['node_up', 'broker_joined', 'bookie_joined', 'worker_joined', 'bookie_writable', 'fully_replicated'],
  ...['under_replicated', 'ledger_rollover', 'exposure_changed'],
  ...['subscription_growing', 'subscription_recovered', 'subscriptions_changed'],
]);
const OPERATION = 'operation';

export interface EventCauseInput {
  events: readonly LoggedEvent[];
  findings: readonly Finding[];
  symptoms: readonly Finding[];
  facets: FacetIndex;
  map: ClusterMap;
  /** What series explain, told or not. */
  claims: readonly Claim[];
  /** Earlier events are of the baseline. */
  fromMs: number;
}

/**
 * Events as causes of their own. One whose node shows something at the same time is evidence of that candidate instead. What
 * remains is upstream by the same mechanisms and at most BARE_EVENT_CAP sure, less what candidates with series explain
 * already: they are never displaced by it.
 */
export function eventCauses({
  events,
  findings,
  symptoms,
  facets,
  map,
  claims,
  fromMs,
}: EventCauseInput): EventCause[] {
  const told = claims.filter(({ cause }) => cause.features.reachesSymptom === 1);
  const unexplained = (effect: Finding) =>
    told.reduce((left, { cause }) => (cause.reach.steps.has(effect) ? left * (1 - confidenceOf(cause)) : left), 1);
  const total = symptoms.reduce((sum, each) => sum + weightOf(each), 0);
  const causes: EventCause[] = [];
  for (const event of events) {
    if (event.timeMs < fromMs || NO_CAUSES.has(event.type)) continue;
    const subject = subjectOf(event, map);
    if (
      !subject ||
      findings.some((each) => isSame(each.series.subject, subject) && isNear(event, each.deviation.onsetMs))
    )
      continue;
    const finding = asFinding(event, subject);
    const reach = reachOf(finding, facets);
    let sum = 0;
    let symptom: Finding | undefined;
    let most = 0;
    for (const each of symptoms) {
      const step = reach.steps.get(each);
      if (step === undefined) continue;
      const leadMs = Math.max(0, each.deviation.onsetMs - event.timeMs);
      const weight = (weightOf(each) * ATTENUATION ** step) / (1 + leadMs / LEAD_MS);
      sum += weight * unexplained(each);
      if (weight > most) [symptom, most] = [each, weight];
    }
    causes.push({
      event,
      node: map.describe(subject),
      topic: 'topic' in subject ? subject.topic : undefined,
      subscription: subject.type === 'subscription' ? subject.subscription : undefined,
      finding,
      reach,
      symptom,
      confidence: total > 0 ? (BARE_EVENT_CAP * sum) / total : 0,
    });
  }
  return causes.sort((a, b) => b.confidence - a.confidence || a.event.timeMs - b.event.timeMs);
}

/** The partitions of a topic count as the topic. */
function isSame(a: Subject, b: Subject): boolean {
  if (a.key === b.key) return true;
  if (a.type !== b.type || !('topic' in a) || !('topic' in b)) return false;
  const isOne = a.cluster === b.cluster && wholeTopic(a.topic) === wholeTopic(b.topic);
  return isOne && (a.type !== 'subscription' || b.type !== 'subscription' || a.subscription === b.subscription);
}

/** What an event is about: its node, of a bundle the broker that gave it away; undefined where the analysis knows none. */
function subjectOf({ node = '', details }: LoggedEvent, map: ClusterMap): Subject | undefined {
  const [, cluster, kind, name] = /^(.*?)\/([a-z_]+)\/(.+)$/s.exec(node) ?? [];
  if (cluster === undefined) return undefined;
  if (kind === 'topic' || kind === 'partitioned_topic')
    return { type: 'topic', key: `topic\n${cluster}\n${name}`, cluster, topic: name };
  if (kind === 'subscription') return subscriptionOf(cluster, name);
  const id = kind === 'bundle' ? `${cluster}/broker/${details?.from ?? ''}` : node;
  const found = map.nodeOfId(id);
  return found && { type: 'node', key: `node\n${found.target.key}`, target: found.target };
}

function subscriptionOf(cluster: string, name: string): Subject | undefined {
  const cut = name.lastIndexOf('#');
  const topic = name.slice(0, Math.max(0, cut));
  try {
    const subscription = decodeURIComponent(name.slice(cut + 1));
    return {
      type: 'subscription',
      key: `subscription\n${cluster}\n${topic}\n${subscription}`,
      cluster,
      topic,
      subscription,
    };
  } catch {
    return undefined;
  }
}

function asFinding({ timeMs, type, summary }: LoggedEvent, subject: Subject): Finding {
  const facet = FACETS[type] ?? OPERATION;
  return {
    series: {
      definition: {
        kind: type,
        class: 'change',
        title: summary,
        unit: '',
        subject: subject.type,
        reading: 'gauge',
        metrics: [],
        combine: 'max',
        direction: 'up',
        floor: 0,
        relativeFloor: 0,
      },
      subject,
      t: new Float64Array(),
      v: new Float64Array(),
      stepMs: 0,
      query: '',
      targets: new Set(),
    },
    deviation: {
      direction: 'up',
      onsetMs: timeMs,
      endMs: timeMs,
      isOpen: false,
      baseline: 0,
      level: 0,
      peak: 0,
      z: 0,
      score: 0,
      ratio: 0,
      samples: 0,
    },
    facet,
    earliestMs: facet === OPERATION ? timeMs : timeMs - POLL_MS,
    latestMs: timeMs,
    live: true,
    isShared: false,
  };
}
