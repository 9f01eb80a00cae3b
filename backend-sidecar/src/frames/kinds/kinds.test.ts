/** The kinds beside PromQL, over small sources: what a panel gets to see. */
import type { ClusterEvent } from '@observatory/protocol/events';
import type { FrameQueryHead } from '@observatory/protocol/frames';
import type { Node, NodeVitals } from '@observatory/protocol/nodes';
import type { SubscriptionRow, TopicRow } from '@observatory/protocol/topics';
import { MEASURES } from '@observatory/protocol/topics';
import type { TopologyAnswer, TopologyNode } from '@observatory/protocol/topology';
import type { Frame } from '../frame.ts';
import { FrameBudget } from '../limits.ts';
import { eventsKind } from './events-kind.ts';
import { FrameKinds, type FrameKind } from './frame-kind.ts';
import { nodesKind } from './nodes-kind.ts';
import { topicsKind } from './topics-kind.ts';
import { topologyKind } from './topology-kind.ts';

const NOW = 1_767_436_620_000;
const nowMs = () => NOW;

async function ask(kind: FrameKind, query: object): Promise<Frame[]> {
  const head: FrameQueryHead = {
    refId: 'A',
    kind: kind.kinds[0],
    fromMs: NOW - 3_600_000,
    toMs: NOW,
    hide: false,
    ...query,
  };
  const request = { signal: new AbortController().signal, isOnly: true };
  return [...(await new FrameKinds([kind]).evaluate(head, request)).frames(new FrameBudget())];
}

/** A column as plain values. */
function column({ fields, length }: Frame, name: string): unknown[] {
  const field = fields.find((each) => each.name === name);
  if (!field) throw new Error(`no column ${name}`);
  return Array.from({ length }, (_, row) => {
    if (field.kind === 'string') return field.dictionary[field.codes[row]] ?? null;
    return field.present?.[row] === 0 ? null : field.values[row];
  });
}
const notices = (frame: Frame) => (frame.meta.notices ?? []).map(({ text }) => text);

describe('topology', () => {
  const node = (id: string, changes: Partial<TopologyNode> = {}): TopologyNode => ({
    id,
    kind: 'broker',
    cluster: id.split('/')[0],
    name: id,
    health: 'healthy',
    reasons: [],
    attributes: {},
    x: 0,
    y: 0,
    ...changes,
  });
  const answer = (nodes: TopologyNode[], changes: Partial<TopologyAnswer> = {}): TopologyAnswer => ({
    timeMs: NOW,
    nodes,
    edges: [],
    truncated: false,
    counts: {},
    clusters: [],
    ...changes,
  });

  it('gives every node its colour and its place, and keeps clusters apart', async () => {
    const nodes = [
      node('a/1', { y: 0 }),
      node('a/2', { y: 1200, x: 120, health: 'down', reasons: ['gone for 1 min', 'more'] }),
      node('b/1', { y: 6000, impact: { health: 'degraded', from: 'b/bookie/x' }, attributes: { leader: true } }),
    ];
    const edges: TopologyAnswer['edges'] = [{ source: 'a/1', target: 'a/2', relation: 'runs_on' }];
    const kind = topologyKind({ nowMs, topology: () => Promise.resolve(answer(nodes, { edges })) });
    const [shown, joined] = await ask(kind, {});
    expect(shown.meta.preferredVisualisationType).toBe('nodeGraph');
    expect(column(shown, 'mainstat')).toEqual(['healthy', 'down', 'degraded']);
    expect(column(shown, 'secondarystat')).toEqual(['', 'gone for 1 min', 'by bookie x']);
    for (let row = 0; row < 3; row++) {
      const arcs = ['healthy', 'unknown', 'degraded', 'down'].map((health) => column(shown, `arc__${health}`)[row]);
      expect(arcs.reduce((sum: number, each) => sum + Number(each), 0)).toBe(1);
    }
    expect(column(shown, 'fixedX')).toEqual([-240, -240, 240]);
    expect(column(shown, 'fixedY')).toEqual([-140, 0, 140]);
    expect(column(shown, 'detail__facts')).toEqual(['', '', 'leader true']);
    expect(column(joined, 'id')).toEqual(['a/1 runs_on a/2']);
  });

  it('leaves the layout to the panel when one node has no place', async () => {
    const nodes = [node('a/1'), node('a/2', { x: undefined, y: undefined })];
    const [shown] = await ask(topologyKind({ nowMs, topology: () => Promise.resolve(answer(nodes)) }), {});
    expect(shown.fields.map(({ name }) => name)).not.toContain('fixedX');
  });

  it('asks for the past when the range ended there, and for the sick with their neighbours', async () => {
    const asked: unknown[] = [];
    const nodes = [node('a/1', { health: 'degraded' }), node('a/2'), node('a/3')];
    const edges: TopologyAnswer['edges'] = [
      { source: 'a/1', target: 'a/2', relation: 'owns' },
      { source: 'a/2', target: 'a/3', relation: 'owns' },
    ];
    const kind = topologyKind({
      nowMs,
      topology: (query) => {
        asked.push(query);
        return Promise.resolve(answer(nodes, { edges }));
      },
    });
    const [shown, joined] = await ask(kind, { toMs: NOW - 600_000, worseThan: 'degraded', clusters: ['a'] });
    expect(asked).toEqual([{ cluster: 'a', atMs: NOW - 600_000, limit: 20_000 }]);
    expect(column(shown, 'id')).toEqual(['a/1', 'a/2']);
    expect(column(joined, 'target')).toEqual(['a/2']);
    const [cut] = await ask(kind, { limit: 2, around: 'a/1', depth: 3 });
    expect(asked[1]).toEqual({ node: 'a/1', depth: 3, limit: 2 });
    expect(notices(cut)).toEqual(['only the first 2 nodes are shown; the limit is 2']);
  });
});

describe('nodes', () => {
  const node = (id: string, changes: Partial<Node> = {}): Node => ({
    id,
    cluster: 'c',
    kind: 'bookie',
    address: id,
    job: 'j',
    state: 'up',
    lastError: '',
    scrapeIntervalMs: 15_000,
    labels: {},
    lastScrapeMs: NOW - 5000,
    ...changes,
  });
  const vitals: NodeVitals[] = [
    {
      id: 'b:1',
      uptimeSeconds: 60,
      heapUsedBytes: 25,
      heapMaxBytes: 100,
      disks: [
        { directory: 'd1', usedPercent: 40, percentPerHour: 1, fullInSeconds: 216_000 },
        { directory: 'd2', usedPercent: 80, percentPerHour: -1 },
      ],
    },
  ];
  const asked: number[] = [];
  const kind = nodesKind({
    nowMs,
    nodes: () => [node('b:1'), node('b:2', { state: 'down', lastError: 'refused' }), node('z', { kind: undefined })],
    vitals: (timeMs) => {
      asked.push(timeMs);
      return Promise.resolve({ timeMs, nodes: vitals, warnings: ['x: failed'] });
    },
  });

  it('shows what is known and null for what is not', async () => {
    const [table] = await ask(kind, { kinds: ['bookie'] });
    expect(column(table, 'address')).toEqual(['b:1', 'b:2']);
    expect(column(table, 'state')).toEqual(['up', 'down']);
    expect(column(table, 'uptime')).toEqual([60, null]);
    expect(column(table, 'heap_share')).toEqual([0.25, null]);
    expect(column(table, 'disk_used')).toEqual([80, null]);
    expect(column(table, 'disk_full_in')).toEqual([216_000, null]);
    expect(column(table, 'last_error')).toEqual(['', 'refused']);
    expect(notices(table)).toEqual(['x: failed']);
    expect(table.fields.find(({ name }) => name === 'state')?.config?.mappings?.[0].options.down.color).toBe('red');
  });

  it('says which columns are of now when the range ended before', async () => {
    const [table] = await ask(kind, { states: ['down'], toMs: NOW - 600_000 });
    expect(column(table, 'address')).toEqual(['b:2']);
    expect(asked.at(-1)).toBe(NOW - 600_000);
    expect(notices(table).at(-1)).toMatch(/state, last scrape and last error are of now/);
  });
});

describe('events', () => {
  const event = (id: number, type: ClusterEvent['type'], changes: Partial<ClusterEvent> = {}): ClusterEvent => ({
    id,
    timeMs: NOW - 1000 * (100 - id),
    type,
    severity: 'info',
    cluster: 'c',
    node: 'c/bookie/1',
    summary: `summary ${id}`,
    details: {},
    ...changes,
  });
  const all = [
    event(1, 'bookie_read_only', { severity: 'warning' }),
    event(2, 'restart', { node: undefined }),
    event(3, 'bookie_read_only', { severity: 'warning' }),
    event(4, 'bookie_writable'),
    event(5, 'node_down', { cluster: 'd', severity: 'warning' }),
  ];
  const kind = eventsKind({
    events: ({ cluster }) => ({ events: all.filter((each) => !cluster || each.cluster === cluster), truncated: false }),
  });

  it('has the columns of annotations; what ended is a region', async () => {
    const [frame] = await ask(kind, {});
    expect(frame.fields.slice(0, 6).map(({ name, kind: type }) => [name, type])).toEqual([
      ['time', 'time'],
      ['timeEnd', 'time'],
      ['title', 'string'],
      ['text', 'string'],
      ['tags', 'string'],
      ['id', 'string'],
    ]);
    const ends = [all[3], ...all.slice(1)].map(({ timeMs }) => timeMs);
    expect(column(frame, 'timeEnd')).toEqual(ends);
    expect(column(frame, 'title')[0]).toBe('Bookie read only');
    expect(column(frame, 'tags')[0]).toBe('bookie_read_only,warning,c');
    expect(column(frame, 'node')[1]).toBeNull();
  });

  it('filters before it cuts', async () => {
    expect(column((await ask(kind, { severity: 'warning', limit: 2 }))[0], 'id')).toEqual(['3', '5']);
    expect(column((await ask(kind, { types: ['restart'], limit: 1 }))[0], 'id')).toEqual(['2']);
    const [frame] = await ask(kind, { clusters: ['c', 'd'], limit: 3 });
    expect(column(frame, 'id')).toEqual(['3', '4', '5']);
    expect(notices(frame)).toEqual(['the newest 3 of 5 events are shown']);
  });
});

describe('topics', () => {
  const topic = (cluster: string, name: string, backlog: number): TopicRow => ({
    cluster,
    name,
    kind: 'topic',
    topics: 1,
    old: 0,
    measures: Object.fromEntries(
      MEASURES.map((measure) => [measure, measure === 'backlog_entries' ? backlog : 0]),
    ) as TopicRow['measures'],
    verdicts: { stuck: 2, growing: 1, healthy: 9 },
  });
  const subscription = (name: string, backlog: number, changes: Partial<SubscriptionRow> = {}): SubscriptionRow => ({
    cluster: 'c',
    topic: 't',
    name,
    type: 'Shared',
    verdict: 'stuck',
    sentence: 'do something',
    evidence: [],
    consumers: 1,
    backlog,
    permits: 0,
    rateOut: 0,
    ackRate: 0,
    redeliverRate: 0,
    blocked: false,
    ...changes,
  });
  const asked: { cluster?: string; matches?: (name: string) => boolean }[] = [];
  const kind = topicsKind({
    nowMs,
    topics: (query) => {
      asked.push(query);
      const rows = [topic('c', 'persistent://t/n/a', 5), topic('d', 'persistent://t/n/b', 7)];
      return {
        nowMs: NOW,
        by: query.by,
        total: 1,
        offset: 0,
        rows: rows.filter(
          ({ cluster, name }) => cluster === (query.cluster ?? cluster) && (query.matches?.(name) ?? true),
        ),
        readings: [],
      };
    },
    subscriptions: (query) => {
      asked.push(query);
      const rows = [subscription('s1', 1, { drainSeconds: 30 }), subscription('s2', 2)];
      return { nowMs: NOW, total: 2, offset: 0, verdicts: {}, subscriptions: rows };
    },
  });

  it('lists the largest of several clusters, the measure that was asked for first', async () => {
    const [table] = await ask(kind, { clusters: ['c', 'd'], limit: 1, measure: 'backlog_entries' });
    expect(column(table, 'name')).toEqual(['persistent://t/n/b']);
    expect(column(table, 'verdicts')).toEqual(['1 growing, 2 stuck']);
    expect(table.fields[2]).toMatchObject({
      name: 'backlog_entries',
      config: { displayName: 'Backlog', unit: 'short' },
    });
    expect(table.meta.stats).toEqual([{ displayName: 'Rows in all', value: 2, unit: 'short' }]);
  });

  it('finds a pattern anywhere in the name, and refuses one that is none', async () => {
    expect(column((await ask(kind, { pattern: 'n/a$' }))[0], 'name')).toEqual(['persistent://t/n/a']);
    await expect(ask(kind, { pattern: '(' })).rejects.toMatchObject({ code: 'OBS_FRAMES_QUERY', httpStatus: 400 });
  });

  it('lists subscriptions with verdict and drain time, and says that they are of now', async () => {
    const [table] = await ask(kind, { subject: 'subscriptions', toMs: NOW - 600_000 });
    expect(column(table, 'subscription')).toEqual(['s2', 's1']);
    expect(column(table, 'drain')).toEqual([null, 30]);
    expect(notices(table)[0]).toMatch(/as they are now/);
  });
});

it('refuses a second part for a kind, and a query that is wrong', async () => {
  const kind = eventsKind({ events: () => ({ events: [], truncated: false }) });
  expect(() => new FrameKinds([kind, kind])).toThrow(/two parts/);
  await expect(ask(kind, { limit: 0 })).rejects.toMatchObject({
    code: 'OBS_FRAMES_QUERY',
    message: expect.stringContaining('limit'),
  });
});
