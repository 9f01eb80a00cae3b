/** Generated incidents of the demo cluster through the importer: one of each sort, and a quiet time. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Explanation } from '@observatory/protocol/analysis';
import type { GroundTruth } from '@observatory/protocol/demo';
import { explain } from '@observatory/backend-sidecar/analysis/index';
import { createEngine } from '@observatory/backend-sidecar/promql/index';
import { RecordingImport } from '@observatory/backend-sidecar/recording/index';
import { openDatabase } from '@observatory/backend-sidecar/tsdb/db';
import { VirtualClock } from '@observatory/backend-sidecar/util/clock';
import { planIncident, playIncident, type IncidentPlan } from '@observatory/demo/incidents/index';

const FAULTS: readonly IncidentPlan['faults'][number]['kind'][] = [
  'slow-journal-disk',
  'stopped-consumer',
  'gc-pause',
  'bookie-read-only',
];

/** A plan that is quick to play: three nodes of a kind, three minutes of quiet, scrapes fifteen seconds apart. */
function planOf(seed: number, kind: (typeof FAULTS)[number] | undefined): IncidentPlan {
  const { startMs } = planIncident(seed);
  const atMs = startMs + 180_000;
  return {
    seed,
    shape: kind ? 'single' : 'none',
    startMs,
    size: { brokers: 3, bookies: 3, topics: 12 },
    scrapeIntervalMs: 15_000,
    faults: kind ? [{ kind, intensity: 1.2, atMs, durationMs: 120_000 }] : [],
    windowFromMs: atMs - 40_000,
    windowToMs: atMs + 110_000,
  };
}

async function play(plan: IncidentPlan): Promise<{ answer: Explanation; truth: GroundTruth[] }> {
  const root = mkdtempSync(path.join(tmpdir(), 'observatory-incident-'));
  const clock = new VirtualClock(plan.startMs);
  const database = await openDatabase({ path: root, clock, fsyncIntervalMs: 3_600_000 });
  try {
    const played = playIncident(plan);
    const nodes = played.cluster
      .nodes()
      .map(({ name, kind, id, metricsUrl }) => ({ name, kind, id, address: new URL(metricsUrl).host }));
    const importing = new RecordingImport({ appender: database, cluster: 'demo-1', nodes, startMs: plan.startMs });
    for (const scrape of played.scrapes()) importing.write(scrape);
    await clock.advanceTo(plan.windowToMs);
    const answer = await explain(
      { source: database, promql: createEngine({ source: database, clock }) },
      { fromMs: plan.windowFromMs, toMs: plan.windowToMs },
    );
    return { answer, truth: played.truth() };
  } finally {
    await database.close();
    rmSync(root, { recursive: true });
  }
}

it.each(FAULTS.map((kind, i) => [kind, 11 + i] as const))(
  '%s: the true cause comes first (seed %i)',
  async (kind, seed) => {
    const { answer, truth } = await play(planOf(seed, kind));
    const [topic, ...subscription] = truth[0].node.split(' ');
    const [first] = answer.candidates;
    if (topic.startsWith('persistent://')) {
      expect(topic.startsWith(first.topic ?? '?')).toBe(true);
      expect(first.subscription).toBe(subscription.join(' '));
    } else expect(first.node.name).toBe(topic);
    expect(Math.abs(Date.parse(first.onset) - truth[0].injectedMs)).toBeLessThanOrEqual(30_000);
    expect(answer.candidates.every(({ change }) => change.class !== 'symptom')).toBe(true);
  },
);

it('explains nothing where nothing happened (seed 15)', async () => {
  const { answer } = await play(planOf(15, undefined));
  expect(answer.candidates).toEqual([]);
  expect(answer.summary).toMatch(/^Nothing|Nothing upstream explains this/);
});
