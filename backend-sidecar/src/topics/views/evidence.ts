import type { Evidence, SubscriptionVerdict } from '@observatory/protocol/topics';
import type { ClusterTopicState } from '../store/cluster-topic-state.ts';
import type { SubscriptionDetail } from '../store/topic-details.ts';
import { VERDICTS, type Verdict } from '../verdict/verdict.ts';

/** What is seen of a subscription, and what follows from it, in one sentence. */
export interface Explanation {
  sentence: string;
  evidence: Evidence[];
}

/** The numbers behind a verdict and a sentence that says what to do. Rules: reference/pulsar.md §2, 20 and 23 to 26. */
export function explain(
  state: ClusterTopicState,
  sub: number,
  verdict: SubscriptionVerdict,
  detail: SubscriptionDetail | undefined,
  nowMs: number,
): Explanation {
  const s = state.store.subscriptions.columns;
  const evidence: Evidence[] = [
    { fact: 'backlog', value: s.backlog[sub], unit: 'entries' },
    { fact: 'consumers', value: s.consumers[sub], unit: 'consumers' },
    { fact: 'rate out', value: s.rateOut[sub], unit: 'per_second' },
  ];
  const add = (fact: string, value: number | string | undefined, unit: string) => {
    if (value !== undefined && !Number.isNaN(value)) evidence.push({ fact, value, unit });
  };
  const backlog = count(s.backlog[sub], 'entry', 'entries');
  const held = s.verdictSinceMs[sub] > 0 ? ` for ${ago(nowMs - s.verdictSinceMs[sub])}` : '';
  switch (verdict) {
    case 'stuck':
      add('acknowledge rate', s.ackRate[sub], 'per_second');
      add('permits', s.permits[sub], 'messages');
      add('unacknowledged', s.unacked[sub], 'messages');
      add('backlog without delayed', state.backlogNoDelayed(sub, detail), 'entries');
      add('last acknowledged', detail?.lastAckedMs || undefined, 'time_ms');
      add('last delivered', detail?.lastConsumedMs || undefined, 'time_ms');
      add('read position', detail?.readPosition, 'position');
      add('read position unchanged since', detail?.readPositionSinceMs, 'time_ms');
      add('pending reads', detail?.pendingReads, 'reads');
      return { sentence: stuckSentence(state, sub, detail, backlog, held, nowMs), evidence };
    case 'orphan':
      add('last delivered', detail?.lastConsumedMs || undefined, 'time_ms');
      add('oldest message', detail?.oldestMs, 'time_ms');
      return {
        sentence: `No consumer${held}, and ${backlog} that keep their ledgers from being deleted: start its consumers, or delete the subscription if nobody needs it.`,
        evidence,
      };
    case 'blocked_on_unacked':
      add('unacknowledged', s.unacked[sub], 'messages');
      add('acknowledge rate', s.ackRate[sub], 'per_second');
      return {
        sentence: `The broker stopped delivering${held} because ${Number.isNaN(s.unacked[sub]) ? 'too many messages' : count(s.unacked[sub], 'message', 'messages')} were delivered and not acknowledged: see why the consumers do not acknowledge.`,
        evidence,
      };
    case 'redelivery_storm': {
      const ratio = s.redeliverRate[sub] / s.rateOut[sub];
      add('redelivery rate', s.redeliverRate[sub], 'per_second');
      add('redelivered of delivered', ratio, 'ratio');
      return {
        sentence: `${percent(ratio)} of what is delivered was delivered before${held}: messages fail, or are not acknowledged within the time-out; a dead letter policy ends that.`,
        evidence,
      };
    }
    case 'growing':
      add('growth', s.growth[sub], 'per_second');
      add('acknowledge rate', s.ackRate[sub], 'per_second');
      return {
        sentence: `The backlog of ${backlog} has been growing${held}, now by ${rate(s.growth[sub])} entries a second: its ${count(s.consumers[sub], 'consumer', 'consumers')} cannot keep up.`,
        evidence,
      };
    case 'unknown':
      return { sentence: 'The figures are too old to judge.', evidence };
    case 'healthy':
      add('growth', s.growth[sub], 'per_second');
      return {
        sentence: healthySentence(s.backlog[sub], s.growth[sub], backlog) + outlook(state, sub, nowMs),
        evidence,
      };
  }
}

/** Stuck has three causes that look alike from outside, and different cures. */
function stuckSentence(
  state: ClusterTopicState,
  sub: number,
  detail: SubscriptionDetail | undefined,
  backlog: string,
  held: string,
  nowMs: number,
): string {
  const s = state.store.subscriptions.columns;
  const seen = `${count(s.consumers[sub], 'consumer', 'consumers')}, ${backlog}, and nothing delivered${held}`;
  if (s.unacked[sub] > 0 && s.unacked[sub] >= s.backlog[sub])
    return `${seen}: all of it was delivered and is not acknowledged; the consumers hang, or do not acknowledge.`;
  if (s.permits[sub] <= 0) return `${seen}: the consumers do not ask for more (no permits); see what they wait for.`;
  const still =
    detail?.readPosition !== undefined && detail.pendingReads === 0
      ? ` The cursor has stood at ${detail.readPosition}${detail.readPositionSinceMs === undefined ? '' : ` for ${ago(nowMs - detail.readPositionSinceMs)}`} without a read under way.`
      : '';
  const confirmed = detail ? '' : ' Delayed messages may be the reason: no closer look has been taken yet.';
  return `${seen} although the consumers could take ${s.permits[sub]} messages: the broker's dispatcher has stopped; unloading the topic starts it again.${still}${confirmed}`;
}

/** What it is on the way to, when the reason has not been seen for long enough. */
function outlook(state: ClusterTopicState, sub: number, nowMs: number): string {
  const s = state.store.subscriptions.columns;
  const candidate = VERDICTS[s.candidate[sub]];
  if (candidate === 'healthy') return '';
  const seenMs = nowMs - s.candidateSinceMs[sub];
  return ` ${LOOKS[candidate]} for ${ago(seenMs)}; a verdict after ${ago(state.rules.afterMs[candidate])}.`;
}

const LOOKS: Record<Exclude<Verdict, 'healthy'>, string> = {
  blocked_on_unacked: 'Blocked on unacknowledged messages',
  stuck: 'Nothing delivered',
  redelivery_storm: 'Many redeliveries',
  orphan: 'No consumer',
  growing: 'Growing',
};

function healthySentence(entries: number, growth: number, backlog: string): string {
  if (entries === 0) return 'Everything is acknowledged.';
  if (Number.isNaN(growth)) return `A backlog of ${backlog}; how it changes shows with the next reading.`;
  if (growth < 0) return `A backlog of ${backlog}, shrinking by ${rate(-growth)} a second.`;
  return growth > 0
    ? `A backlog of ${backlog}, growing by ${rate(growth)} a second.`
    : `A steady backlog of ${backlog}.`;
}

function count(value: number, one: string, many: string): string {
  return `${Math.round(value)} ${Math.round(value) === 1 ? one : many}`;
}

function rate(value: number): string {
  return Number(value.toPrecision(3)).toString();
}

function percent(ratio: number): string {
  return `${Math.round(ratio * 100)} %`;
}

/** Two units are exact enough: `3 h 20 min`. */
function ago(ms: number): string {
  const seconds = Math.round(ms / 1000);
  if (seconds < 120) return `${seconds} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 120) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  return hours < 48 ? `${hours} h ${minutes % 60} min` : `${Math.floor(hours / 24)} d ${hours % 24} h`;
}
