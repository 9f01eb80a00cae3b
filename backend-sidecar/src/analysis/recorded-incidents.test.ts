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
import { explain } from './index.ts';

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

  const ask = (at: number, from: number, to: number, query?: string) => {
    const { database, startMs, endMs } = stores[at];
    return explain(
      { source: database, promql: createEngine({ source: database, clock: new VirtualClock(endMs) }) },
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
});
