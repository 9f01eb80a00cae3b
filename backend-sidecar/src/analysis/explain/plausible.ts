import type { Finding } from '../causes/finding.ts';
import { foldKey } from './fold.ts';
import { lowerBound, type Bounds } from '../detect/deviation.ts';
import { medianOf } from '../math/robust.ts';
import { wholeTopic } from '../map/subject.ts';
import type { SignalSeries } from '../signals/signal-series.ts';

/** Load that rises by less than this is a topic's everyday, unless its cluster feels it. */
const EVERYDAY_RISE = 1.6;
const FELT_SHARE = 0.25;

/**
 * Leaves out what is no news by the rules of the domain: the backlog of a subscription that nobody reads grows with its
 * topic's load and always did; and topics rise and fall.
 */
export function plausible(
  findings: readonly Finding[],
  signals: readonly SignalSeries[],
  bounds: Bounds,
  loadShare: (finding: Finding) => number,
): Finding[] {
  const unread = unreadSubscriptions(signals, bounds);
  const siblings = partitionsOf(signals);
  return findings.filter((finding) => {
    const { facet, series, deviation } = finding;
    // A drain that ends is none either.
    if (facet === 'backlog') return !unread.has(series.subject.key) && deviation.level >= series.definition.floor;
    if (facet !== 'topic_load.up') return true;
    if (wholeIncrease(finding, siblings) < MOVED * (deviation.level - deviation.baseline)) return false;
    const rise = (deviation.level - deviation.baseline) / Math.max(1, Math.abs(deviation.baseline));
    return rise >= EVERYDAY_RISE || loadShare(finding) >= FELT_SHARE;
  });
}

/** A producer that cannot write to some partitions writes to the others: that is no more load. */
const MOVED = 0.5;

/** Loads by partitioned topic. */
function partitionsOf(signals: readonly SignalSeries[]): Map<string, SignalSeries[]> {
  const groups = new Map<string, SignalSeries[]>();
  for (const series of signals) {
    const { definition, subject } = series;
    if (definition.kind !== 'topic_load' || subject.type !== 'topic') continue;
    const key = `${subject.cluster}\n${wholeTopic(subject.topic)}`;
    groups.set(key, [...(groups.get(key) ?? []), series]);
  }
  return groups;
}

/** By how much all partitions together rose while this one did; what is not measured then counts as it was before. */
function wholeIncrease({ series, deviation }: Finding, siblings: ReadonlyMap<string, readonly SignalSeries[]>): number {
  const { subject } = series;
  if (subject.type !== 'topic') return Infinity;
  let increase = 0;
  for (const { t, v } of siblings.get(`${subject.cluster}\n${wholeTopic(subject.topic)}`) ?? []) {
    const split = lowerBound(t, deviation.onsetMs - series.stepMs / 2);
    const end = lowerBound(t, deviation.endMs + series.stepMs / 2);
    if (end > split && split > 0) increase += meanOf(v.subarray(split, end)) - medianOf(v.subarray(0, split));
  }
  return increase;
}

const meanOf = (values: Float64Array): number => values.reduce((sum, value) => sum + value, 0) / values.length;

/** Keys of subscriptions that had no consumer throughout the baseline. */
function unreadSubscriptions(signals: readonly SignalSeries[], { baselineFromMs, baselineToMs }: Bounds): Set<string> {
  const unread = new Set<string>();
  for (const { definition, subject, t, v } of signals) {
    if (definition.kind !== 'consumers') continue;
    const values = v.subarray(lowerBound(t, baselineFromMs), lowerBound(t, baselineToMs));
    if (values.length > 0 && medianOf(values) === 0) unread.add(subject.key);
  }
  return unread;
}

/** This many subjects that change together have a common cause, or one consumer. */
const TOGETHER = 3;

/** Marks findings that several topics or subscriptions of one broker show at about the same time. */
export function markShared(findings: readonly Finding[], ownersOf: (finding: Finding) => readonly string[]): void {
  const groups = new Map<string, Finding[]>();
  for (const finding of findings) {
    if (finding.series.subject.type === 'node') continue;
    for (const owner of ownersOf(finding)) {
      const key = `${finding.facet}\n${owner}`;
      groups.set(key, [...(groups.get(key) ?? []), finding]);
    }
  }
  for (const group of groups.values()) {
    if (group.length < TOGETHER) continue;
    group.sort((a, b) => a.latestMs - b.latestMs);
    const keys = group.map(foldKey);
    for (let i = 0, from = 0, to = 0; i < group.length; i++) {
      const nearMs = 2 * group[i].series.stepMs;
      while (group[i].latestMs - group[from].latestMs > nearMs) from++;
      while (to < group.length && group[to].latestMs - group[i].latestMs <= nearMs) to++;
      if (to - from >= TOGETHER && new Set(keys.slice(from, to)).size >= TOGETHER) group[i].isShared = true;
    }
  }
}
