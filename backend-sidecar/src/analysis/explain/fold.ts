import type { Finding } from '../causes/finding.ts';
import { wholeTopic } from '../map/subject.ts';

/** Findings of the partitions of one topic as one: the same thing, seen several times. */
export interface FoldedFinding {
  /** The strongest. */
  lead: Finding;
  members: readonly Finding[];
  /** The topic in full: of all partitions when more than one moved, else as it is. */
  topic: string | undefined;
  subscription: string | undefined;
}

/** Key under which partitions fall together; other subjects stand for themselves. */
export function foldKey({ facet, series: { subject } }: Finding): string {
  if (subject.type !== 'topic' && subject.type !== 'subscription') return `${facet}\n${subject.key}`;
  const subscription = subject.type === 'subscription' ? subject.subscription : '';
  return `${facet}\n${subject.cluster}\n${wholeTopic(subject.topic)}\n${subscription}`;
}

/** In the order of their first members. */
export function foldFindings(findings: readonly Finding[]): FoldedFinding[] {
  const groups = new Map<string, Finding[]>();
  for (const finding of findings) {
    const key = foldKey(finding);
    groups.set(key, [...(groups.get(key) ?? []), finding]);
  }
  return [...groups.values()].map((members) => {
    const lead = members.reduce((a, b) => (b.deviation.score > a.deviation.score ? b : a));
    const { subject } = lead.series;
    const isTopic = subject.type === 'topic' || subject.type === 'subscription';
    const topic = !isTopic ? undefined : members.length > 1 ? wholeTopic(subject.topic) : subject.topic;
    return { lead, members, topic, subscription: subject.type === 'subscription' ? subject.subscription : undefined };
  });
}
