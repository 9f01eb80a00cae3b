import type { SubscriptionList } from '@observatory/protocol/topics';
import type { TopologyAnswer } from '@observatory/protocol/topology';
import type { FrameSeries } from '../frames/frame-series.ts';
import type { NodeRow } from '../nodes/node.ts';

/** Something that needs a person, worst first. */
export interface AttentionItem {
  key: string;
  severity: 'critical' | 'warning';
  text: string;
  /** Page and search that show it. */
  path: string;
  search?: Record<string, string>;
}

export interface AttentionFacts {
  nodes: readonly NodeRow[];
  /** `ALERTS{alertstate="firing"}`, an instant answer. */
  alerts: readonly FrameSeries[];
  topology: TopologyAnswer | undefined;
  subscriptions: SubscriptionList | undefined;
}

/** Labels of an alert that name where it is, the most telling first. */
const PLACE_LABELS = ['subscription', 'topic', 'instance', 'broker', 'bookie', 'namespace', 'cluster'];
/** Lines about one kind of thing before the rest is counted. */
const MOST_OF_A_KIND = 5;

/**
 * What an operator should look at now: nodes that are not up, alerts that fire, what the topology calls down or degraded on its
 * own, and subscriptions whose verdict is bad. What a node that is down explains already (its own alert) is not said twice.
 */
export function attentionItems({ nodes, alerts, topology, subscriptions }: AttentionFacts): AttentionItem[] {
  const items: AttentionItem[] = [];
  const down = nodes.filter(({ state }) => state === 'down' || state === 'stale' || state === 'gone');
  for (const { id, name, state, reason } of down) {
    items.push({
      key: `node ${id}`,
      severity: state === 'down' ? 'critical' : 'warning',
      text: `${name} is ${state === 'gone' ? 'gone from its cluster' : state}${reason === '' ? '' : `: ${reason}`}`,
      path: `nodes/${encodeURIComponent(id)}`,
    });
  }
  const silent = new Set(down.map(({ address }) => address));
  const firing = alerts.filter(({ labels }) => !silent.has(labels.instance ?? ''));
  for (const [name, group] of groupBy(firing, ({ labels }) => labels.alertname ?? 'alert')) {
    const places = group.flatMap(({ labels }) => PLACE_LABELS.map((key) => labels[key]).find(Boolean) ?? []);
    items.push({
      key: `alert ${name}`,
      severity: group.some(({ labels }) => labels.severity === 'critical') ? 'critical' : 'warning',
      text: `${name} fires${places.length === 0 ? '' : `: ${listed(places)}`}`,
      path: 'actions',
    });
  }
  for (const node of topology?.nodes ?? []) {
    if (node.health !== 'down' && node.health !== 'degraded') continue;
    if (node.scrapedAs !== undefined && down.some(({ id }) => id === node.scrapedAs)) continue;
    items.push({
      key: `topology ${node.id}`,
      severity: node.health === 'down' ? 'critical' : 'warning',
      text: `${node.kind.replaceAll('_', ' ')} ${node.name} is ${node.health}${node.reasons.length === 0 ? '' : `: ${node.reasons.join('; ')}`}`,
      path: 'topology',
      search: { selected: node.id },
    });
  }
  for (const [verdict, count] of Object.entries(subscriptions?.verdicts ?? {})) {
    if (verdict === 'healthy' || verdict === 'unknown' || count === 0) continue;
    const named = subscriptions?.subscriptions.filter((row) => row.verdict === verdict) ?? [];
    items.push({
      key: `verdict ${verdict}`,
      severity: 'warning',
      text: `${count} ${count === 1 ? 'subscription is' : 'subscriptions are'} ${verdict.replaceAll('_', ' ')}: ${listed(named.map(({ name, topic }) => `${name} on ${topic}`))}`,
      path: 'topics',
      search: { verdict },
    });
  }
  return items.sort((a, b) => Number(b.severity === 'critical') - Number(a.severity === 'critical'));
}

function groupBy<T>(values: readonly T[], keyOf: (value: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const value of values) {
    const group = groups.get(keyOf(value));
    if (group) group.push(value);
    else groups.set(keyOf(value), [value]);
  }
  return groups;
}

function listed(names: readonly string[]): string {
  const distinct = [...new Set(names)];
  const shown = distinct.slice(0, MOST_OF_A_KIND).join(', ');
  return distinct.length > MOST_OF_A_KIND ? `${shown} and ${distinct.length - MOST_OF_A_KIND} more` : shown;
}
