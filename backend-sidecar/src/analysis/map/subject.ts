import type { Labels } from '../../model/labels.ts';

/** A scrape target: where a series comes from. */
export interface TargetRef {
  /** Identifies it within the answer. */
  key: string;
  cluster: string;
  job: string;
  instance: string;
  /** Pulsar's id of the node, where discovery said it. */
  node: string;
  /** A name that somebody gave it; empty when none. */
  name: string;
}

/** What a signal tells of. */
export type Subject =
  | { type: 'node'; key: string; target: TargetRef }
  | { type: 'topic'; key: string; cluster: string; topic: string }
  | { type: 'subscription'; key: string; cluster: string; topic: string; subscription: string }
  | { type: 'function'; key: string; cluster: string; name: string };

const NAME_LABELS = ['node_name', 'nodename', 'host_name', 'pod', 'kubernetes_pod_name'];

export function targetOf(labels: Labels): TargetRef {
  const [cluster, job, instance, node] = ['cluster', 'job', 'instance', 'node'].map((name) => labels.get(name));
  const named = NAME_LABELS.map((name) => labels.get(name)).find((value) => value !== '');
  return { key: `${cluster}\n${job}\n${instance}`, cluster, job, instance, node, name: named ?? '' };
}

/** The topic in full, whatever the label of a split partition says. */
export function topicOf(labels: Labels): string {
  const topic = labels.get('topic');
  const partition = labels.get('partition');
  const full = /^(non-)?persistent:\/\//.test(topic) || topic === '' ? topic : `persistent://${topic}`;
  return partition !== '' && partition !== '-1' && !/-partition-\d+$/.test(full)
    ? `${full}-partition-${partition}`
    : full;
}

/** `…/clicks-partition-2` to `…/clicks`. */
export const wholeTopic = (topic: string): string => topic.replace(/-partition-\d+$/, '');
