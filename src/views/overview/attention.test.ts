import type { NodeRow } from '../nodes/node.ts';
import { attentionItems } from './attention.ts';

const node = (name: string, state: NodeRow['state'], reason = ''): NodeRow => ({
  ...{ id: `demo/broker/${name}`, name, kind: 'broker', cluster: 'demo', address: name, state, reason },
  ...{ lastScrapeMs: undefined, lastScrapeDurationMs: undefined, samples: undefined },
});
const firing = (labels: Record<string, string>) => ({ displayName: undefined, labels, times: [0], values: [1] });
const quiet = { nodes: [], alerts: [], topology: undefined, subscriptions: undefined };

describe('attentionItems', () => {
  it('leads to a node that is down, with its reason, and not again to its alert', () => {
    const items = attentionItems({
      ...quiet,
      nodes: [node('b1:8080', 'down', 'connection refused'), node('b2:8080', 'up'), node('b3:8080', 'unknown')],
      alerts: [firing({ alertname: 'BrokerDown', severity: 'critical', instance: 'b1:8080' })],
    });
    expect(items.map(({ text, path }) => [text, path])).toEqual([
      ['b1:8080 is down: connection refused', `nodes/${encodeURIComponent('demo/broker/b1:8080')}`],
    ]);
  });

  it('gathers the places of an alert, and leads to the page of alerts', () => {
    const alerts = ['t1', 't2'].map((topic) => firing({ alertname: 'Backlog', severity: 'warning', topic }));
    expect(attentionItems({ ...quiet, alerts })).toMatchObject([
      { severity: 'warning', text: 'Backlog fires: t1, t2', path: 'actions' },
    ]);
  });

  it('puts what is critical first', () => {
    const items = attentionItems({
      ...quiet,
      nodes: [node('b1', 'stale')],
      alerts: [firing({ alertname: 'Lost', severity: 'critical' })],
    });
    expect(items.map(({ severity }) => severity)).toEqual(['critical', 'warning']);
  });
});
