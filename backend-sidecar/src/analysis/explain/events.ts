import type { AnalysedNode, Candidate } from '@observatory/protocol/analysis';
import type { Finding } from '../causes/finding.ts';
import { isoTime } from './words.ts';

/** What the analysis needs of an event. */
export interface LoggedEvent {
  timeMs: number;
  type: string;
  summary: string;
  node?: string;
}

/** Events are told by polls: they may come this long after what they tell. */
const LATE_MS = 90_000;
const EARLY_MS = 60_000;
const MOST = 5;

/** The events of a node around a finding's onset: restarts, moves, control actions that say the same in other words. */
export function eventsOf(
  events: readonly LoggedEvent[],
  node: AnalysedNode,
  { deviation }: Finding,
): Pick<Candidate, 'events'> {
  const names = [node.id, node.name, ...node.aliases];
  const near = events.filter(
    (event) =>
      event.timeMs >= deviation.onsetMs - EARLY_MS &&
      event.timeMs <= deviation.onsetMs + LATE_MS &&
      names.some((name) => event.node === name || event.summary.includes(name)),
  );
  if (near.length === 0) return {};
  return { events: near.slice(0, MOST).map(({ timeMs, type, summary }) => ({ time: isoTime(timeMs), type, summary })) };
}
