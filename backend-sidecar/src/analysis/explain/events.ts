import type { AnalysedNode, Candidate } from '@observatory/protocol/analysis';
import type { Finding } from '../causes/finding.ts';
import { isoTime } from './words.ts';

/** What the analysis needs of an event. Types are open: whoever publishes one of its own has it considered. */
export interface LoggedEvent {
  timeMs: number;
  type: string;
  summary: string;
  cluster?: string;
  node?: string;
  details?: Readonly<Record<string, string | number | boolean>>;
}

/** Events are told by polls: they may come this long after what they tell. */
const LATE_MS = 90_000;
const EARLY_MS = 60_000;
/** What somebody did may take this long to show. */
const OPERATION_EARLY_MS = 600_000;
const OPERATIONS = new Set(['control_action', 'deployment']);
const MOST = 5;

/** Whether an event may tell the same as a finding of its node that began at this time, or what led to it. */
export function isNear({ timeMs, type }: LoggedEvent, onsetMs: number): boolean {
  const earlyMs = OPERATIONS.has(type) ? OPERATION_EARLY_MS : EARLY_MS;
  return timeMs >= onsetMs - earlyMs && timeMs <= onsetMs + LATE_MS;
}

/** The events of a node around a finding's onset: restarts, moves, control actions that say the same in other words. */
export function eventsOf(
  events: readonly LoggedEvent[],
  node: AnalysedNode,
  { deviation }: Finding,
): Pick<Candidate, 'events'> {
  const names = [node.id, node.name, ...node.aliases];
  const near = events.filter(
    (event) =>
      isNear(event, deviation.onsetMs) && names.some((name) => event.node === name || namesIt(event.summary, name)),
  );
  if (near.length === 0) return {};
  return { events: near.slice(0, MOST).map(toTold) };
}

export const toTold = ({ timeMs, type, summary }: LoggedEvent) => ({ time: isoTime(timeMs), type, summary });

/** `bookie-1` is not named by a sentence about `bookie-10`. */
function namesIt(summary: string, name: string): boolean {
  for (let at = summary.indexOf(name); name !== '' && at >= 0; at = summary.indexOf(name, at + 1)) {
    const around = [summary.charAt(at - 1), summary.charAt(at + name.length)];
    if (!around.some((char) => /[\w-]/.test(char))) return true;
  }
  return false;
}
