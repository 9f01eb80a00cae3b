/** The two incidents recorded from Pulsar 4.0.8, through the import, asked about in many ways. */
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Explanation } from '@observatory/protocol/analysis';
import { createEngine } from '../promql/index.ts';
import { importRecording, readRecording, type Recording } from '../recording/index.ts';
import { openDatabase, type Database } from '../tsdb/db.ts';
import { VirtualClock } from '../util/clock.ts';
import { BARE_EVENT_CAP, eventCauses } from './explain/event-causes.ts';
import type { LoggedEvent } from './explain/events.ts';
import { analyse, claimsOf, explain, type ExplainDeps } from './index.ts';

const CORPUS = fileURLToPath(new URL('../../../../shared/corpus/pulsar-4.0.8/', import.meta.url));
const describeCorpus = existsSync(CORPUS) ? describe : describe.skip;

/** Windows as people draw them, in seconds from the begin of the recording. */
const WINDOWS: readonly [string, number, number][] = [
  ['the whole recording, with nothing before it', 0, 1000],
  ['from before the onset', 60, 120],
  ['from the onset', 75, 140],
  ['drawn over the spike alone', 90, 150],
  ['from long before', 30, 200],
];

interface Case {
  name: string;
  /** The recording as it is, and moved in time: nothing may depend on the clock. */
  shiftsMs: readonly number[];
  queries: readonly string[];
  isTrue: (answer: Explanation) => void;
  decoys: RegExp;
}

const CASES: readonly Case[] = [
  {
    name: 'incident-bookie-stall',
    shiftsMs: [0],
    queries: [
      'sum(rate(pulsar_broker_publish_latency_count{cluster="demo-1"}[10s]))',
      'sum(rate(pulsar_out_messages_total{topic=~"persistent://acme/payments/orders.*"}[10s]))',
    ],
    isTrue: ({ candidates: [first] }) => {
      expect(first).toMatchObject({ node: { kind: 'bookie', name: 'bookie-2', id: 'demo-1/bookie/127.0.0.1:3182' } });
      expect(first.node.aliases).toContain('127.0.0.1:8002');
      expect(first.change.kind).toBe('unreachable');
    },
    decoys: /archive|audit/,
  },
  {
    name: 'incident-backlog',
    shiftsMs: [0, -86_400_000 * 20 - 12_345],
    queries: [
      'sum(pulsar_subscription_back_log{subscription="dashboards"})',
      'sum by (topic, subscription) (pulsar_subscription_back_log)',
    ],
    isTrue: ({ candidates: [first] }) => {
      expect(first).toMatchObject({
        node: { kind: 'subscription' },
        topic: 'persistent://acme/telemetry/clicks',
        subscription: 'dashboards',
        change: { kind: 'consumers', from: 1, to: 0 },
      });
    },
    decoys: /audit|indexer|archive/,
  },
];

describeCorpus.each(CASES)('$name (needs ../shared/corpus)', ({ name, shiftsMs, queries, isTrue, decoys }) => {
  const directory = path.join(CORPUS, name);
  const truth = JSON.parse(
    existsSync(directory) ? readFileSync(path.join(directory, 'ground-truth.json'), 'utf8') : '{"events":[]}',
  ) as { events: { t: number; action: string }[] };
  const onsetMs = (truth.events[1]?.t ?? 0) * 1000;
  let recording: Recording;
  const stores: { shiftMs: number; database: Database; root: string; startMs: number; endMs: number }[] = [];

  beforeAll(async () => {
    recording = await readRecording(directory);
    for (const shiftMs of shiftsMs) {
      const root = mkdtempSync(path.join(tmpdir(), 'observatory-recorded-'));
      const lines = recording.lines.map((line) => ({ ...line, t: line.t + shiftMs / 1000 }));
      const clock = new VirtualClock(lines[0].t * 1000);
      const database = await openDatabase({ path: root, clock, fsyncIntervalMs: 3_600_000 });
      const { report } = await importRecording(
        { ...recording, lines },
        { appender: database, onScrape: (ms) => clock.advanceTo(ms) },
      );
      stores.push({ shiftMs, database, root, startMs: report.fromMs, endMs: report.toMs });
    }
  });
  afterAll(async () => {
    for (const { database, root } of stores) {
      await database.close();
      rmSync(root, { recursive: true });
    }
  });

  const ask = (at: number, from: number, to: number, query?: string, more: Partial<ExplainDeps> = {}) => {
    const { database, startMs, endMs } = stores[at];
    return explain(
      { source: database, promql: createEngine({ source: database, clock: new VirtualClock(endMs) }), ...more },
      {
        fromMs: startMs + from * 1000,
        toMs: Math.min(endMs, startMs + to * 1000),
        ...(query !== undefined && { query }),
      },
    );
  };
  const check = (answer: Explanation, shiftMs: number) => {
    isTrue(answer);
    expect(Math.abs(Date.parse(answer.candidates[0].onset) - shiftMs - onsetMs)).toBeLessThanOrEqual(5000);
    expect(answer.comparisons).toBeGreaterThan(200);
    for (const { node, topic = '' } of answer.candidates) expect(`${node.name} ${topic}`).not.toMatch(decoys);
  };

  it.each(WINDOWS)('finds the cause without a query: %s', async (_, from, to) => {
    for (const [at, { shiftMs }] of stores.entries()) check(await ask(at, from, to), shiftMs);
  });

  it.each(queries)('finds the cause of %s', async (query) => {
    for (const [, from, to] of WINDOWS.slice(0, 3)) check(await ask(0, from, to, query), 0);
  });

  it('says that nothing happened before it', async () => {
    const answer = await ask(0, 40, 70);
    expect(answer.candidates).toEqual([]);
  });

  const logged = (type: string, node: string, summary: string, afterS: number): LoggedEvent => ({
    type,
    node,
    summary,
    timeMs: onsetMs + afterS * 1000,
  });

  it('takes events of the true cause as its evidence, and leaves the others behind it', async () => {
    const plain = await ask(0, 60, 120);
    const { id, name: named } = plain.candidates[0].node;
    const events = [
      logged('deployment', 'demo-1/broker/127.0.0.1:8081', 'broker-2 got a new configuration', -15),
      logged('made_up_type', id, `something was done to ${named}`, 1),
      logged('deployment', 'demo-1/broker/127.0.0.1:8080', 'broker-1 was upgraded', 90),
    ];
    const answer = await ask(0, 60, 120, undefined, { events: () => events });
    check(answer, 0);
    expect(answer.candidates[0].confidence).toBe(plain.candidates[0].confidence);
    expect(answer.candidates[0].events?.map(({ type }) => type)).toContain('made_up_type');
    const others = answer.candidates.slice(1).filter(({ change }) => change.direction === 'event');
    for (const { confidence } of others) expect(confidence).toBeLessThanOrEqual(BARE_EVENT_CAP);
    expect(answer.candidates.some(({ change }) => change.kind === 'made_up_type')).toBe(false);
  });

  it('tells a bare event when no series explains the symptom, and with no more than its cap', async () => {
    const { database, startMs, endMs } = stores[0];
    const analysis = await analyse(
      { source: database, promql: createEngine({ source: database, clock: new VirtualClock(endMs) }) },
      { fromMs: startMs + 60_000, toMs: startMs + 120_000 },
    );
    // An owner of what suffers, at a time at which none of its own series moved.
    const topic = 'demo-1/topic/persistent://acme/telemetry/clicks-partition-0';
    const events = [logged('leader_changed', topic, 'a type whose effect no rule names', -65)];
    const input = { ...analysis, events, fromMs: startMs };
    const [bare] = eventCauses({ ...input, claims: [] });
    const [beside] = eventCauses({ ...input, claims: claimsOf(analysis.ranked) });
    expect(bare.confidence).toBeGreaterThan(0);
    expect(bare.confidence).toBeLessThanOrEqual(BARE_EVENT_CAP);
    expect(beside.confidence).toBeLessThanOrEqual(bare.confidence);
    expect(beside.confidence).toBeLessThan(0.1);
  });

  it('says which bookies counted as upstream', async () => {
    const on = (...ports: number[]) => ({
      topology: () => ({ nodes: [], bookiesOfTopic: () => ports.map((port) => `demo-1/bookie/127.0.0.1:${port}`) }),
    });
    const symptom = queries[1];
    const anywhere = await ask(0, 60, 120, symptom);
    expect(anywhere.notes.join()).toMatch(/all 2 of the cluster, as its ledgers were not read/);
    check(await ask(0, 60, 120, symptom, on(3181, 3182)), 0);
    const elsewhere = await ask(0, 60, 120, symptom, on(3181));
    expect(elsewhere.notes.join()).toMatch(/those of its ledgers, bookie-1\./);
    // The other one can only act through those: its share of the writes falls to them.
    expect(elsewhere.candidates.at(0)?.node.name).not.toBe('bookie-2');
    for (const { node, path: way } of elsewhere.candidates)
      if (node.name === 'bookie-2') expect(way.map((step) => step.node.name)).toContain('bookie-1');
  });
});
