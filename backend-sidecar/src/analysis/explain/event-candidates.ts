import type { Candidate, RejectedHypothesis, StateChange } from '@observatory/protocol/analysis';
import type { Finding } from '../causes/finding.ts';
import type { ClusterMap } from '../map/cluster-map.ts';
import { toTold } from './events.ts';
import type { EventCause } from './event-causes.ts';
import { toEvidence } from './evidence.ts';
import { sayFinding } from './phrases.ts';
import type { Span } from './window.ts';
import { clockTime, duration, isoTime } from './words.ts';

/** An event in a ranking. The series of its evidence are those that it may have moved: it has none of its own. */
export function eventCandidate(cause: EventCause, rank: number, map: ClusterMap, span: Span): Candidate {
  const { event, symptom, reach, finding } = cause;
  const path = symptom ? reach.pathTo(symptom) : [];
  const nameOf = (each: Finding) => map.describe(each.series.subject).name;
  const via = path.flatMap((step) => step.via ?? []).join('; ');
  const leadMs = symptom ? symptom.deviation.onsetMs - event.timeMs : 0;
  const then = leadMs > 1000 ? `${duration(leadMs)} later` : 'at the same time';
  const effect = symptom ? `; ${then} ${sayFinding(symptom, nameOf(symptom))}${via === '' ? '' : ` (${via})`}` : '';
  return {
    rank,
    ...whereOf(cause),
    change: changeOf(cause),
    onset: isoTime(event.timeMs),
    confidence: Math.round(cause.confidence * 1000) / 1000,
    sentence: `${event.summary.charAt(0).toUpperCase()}${event.summary.slice(1)}, at ${clockTime(event.timeMs)} UTC${effect}. Only the log of events tells it: no series of ${cause.node.name} moved then.`,
    evidence: path
      .filter((step) => step.finding !== finding)
      .map((step) => toEvidence(step.finding, map, symptom?.deviation.onsetMs ?? event.timeMs, span)),
    path: path.map((step) => ({
      node: map.describe(step.finding.series.subject),
      ...(step.via !== undefined && { via: step.via }),
    })),
    events: [toTold(event)],
    next_step: `Find out what was done to ${cause.node.name} at ${clockTime(event.timeMs)} UTC, and whether undoing it helps.`,
  };
}

export function rejectedEvent(cause: EventCause, symptom: Finding | undefined): RejectedHypothesis {
  return {
    ...whereOf(cause),
    change: changeOf(cause),
    onset: isoTime(cause.event.timeMs),
    reason: reasonOf(cause, symptom),
  };
}

function reasonOf({ event, symptom: reached }: EventCause, symptom: Finding | undefined): string {
  if (!symptom) return 'there is no symptom to explain';
  if (reached) return 'an event without any series that shows it, and what it may have moved is explained by others';
  const lateMs = event.timeMs - symptom.latestMs;
  return lateMs > 0 ? `it happened ${duration(lateMs)} after the symptom` : 'nothing leads from it to the symptom';
}

const whereOf = ({ node, topic, subscription }: EventCause) => ({
  node,
  ...(topic !== undefined && { topic }),
  ...(subscription !== undefined && { subscription }),
});

const changeOf = ({ event: { type, summary } }: EventCause): StateChange => ({
  kind: type,
  class: 'change',
  text: summary,
  from: null,
  to: null,
  unit: '',
  direction: 'event',
});
