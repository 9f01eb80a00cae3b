import { filterNodes, formatAge, sortNodes, type NodeRow } from './node.ts';

const node = (name: string, over: Partial<NodeRow> = {}): NodeRow => ({
  id: name,
  name,
  kind: 'broker',
  cluster: 'demo-1',
  address: '127.0.0.1:8080',
  state: 'up',
  reason: '',
  lastScrapeMs: undefined,
  lastScrapeDurationMs: undefined,
  samples: undefined,
  ...over,
});

describe('nodes', () => {
  it('sorts by kind and natural name, or trouble first', () => {
    const nodes = [node('broker-10'), node('broker-9'), node('bookie-1', { kind: 'bookie', state: 'down' })];
    expect(sortNodes(nodes, 'kind').map(({ name }) => name)).toEqual(['broker-9', 'broker-10', 'bookie-1']);
    expect(sortNodes(nodes, 'state').map(({ name }) => name)).toEqual(['bookie-1', 'broker-9', 'broker-10']);
  });

  it('filters by every word, over kind, state and address too', () => {
    const nodes = [node('broker-1'), node('bk', { kind: 'bookie', state: 'down', address: '10.0.0.7:8000' })];
    expect(filterNodes(nodes, 'bookie DOWN').map(({ name }) => name)).toEqual(['bk']);
    expect(filterNodes(nodes, '10.0.0.7').map(({ name }) => name)).toEqual(['bk']);
    expect(filterNodes(nodes, '')).toHaveLength(2);
  });

  it('says how long ago', () => {
    expect(formatAge(undefined, 0)).toBe('never');
    expect(formatAge(1000, 4000)).toBe('3 s ago');
    expect(formatAge(0, 125_000)).toBe('2 min ago');
    expect(formatAge(5000, 4000)).toBe('0 s ago');
  });
});
