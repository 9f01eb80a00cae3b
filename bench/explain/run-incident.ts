import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { GroundTruth } from '@observatory/protocol/demo';
import { analyse, toExplanation, type Analysis } from '@observatory/backend-sidecar/analysis/index';
import { createEngine } from '@observatory/backend-sidecar/promql/index';
import { RecordingImport } from '@observatory/backend-sidecar/recording/index';
import type { SeriesSource } from '@observatory/backend-sidecar/storage';
import { openDatabase } from '@observatory/backend-sidecar/tsdb/db';
import { VirtualClock } from '@observatory/backend-sidecar/util/clock';
import { planIncident, playIncident, type IncidentPlan } from '@observatory/demo/incidents/index';
import type { Explanation } from '@observatory/protocol/analysis';

export interface PlayedCase {
  plan: IncidentPlan;
  truth: GroundTruth[];
  analysis: Analysis;
  explanation: Explanation;
  explainMs: number;
}

/** Plays the incident of a seed into a store of its own and explains it. `look` sees the store before it is gone. */
export async function runIncident(
  seed: number,
  look?: (source: SeriesSource, plan: IncidentPlan, explanation: Explanation) => Promise<void>,
): Promise<PlayedCase> {
  const plan = planIncident(seed);
  const played = playIncident(plan);
  const root = mkdtempSync(path.join(os.tmpdir(), 'observatory-incident-'));
  const clock = new VirtualClock(plan.startMs);
  const database = await openDatabase({ path: root, clock, fsyncIntervalMs: 3_600_000 });
  try {
    const nodes = played.cluster.nodes().map(({ name, kind, id, metricsUrl }) => ({
      name,
      kind,
      id,
      address: new URL(metricsUrl).host,
    }));
    const importing = new RecordingImport({
      appender: database,
      cluster: played.cluster.world.cluster,
      nodes,
      startMs: plan.startMs,
    });
    let last = plan.startMs;
    for (const scrape of played.scrapes()) {
      if (scrape.timestampMs - last >= 60_000) await clock.advanceTo((last = scrape.timestampMs));
      importing.write(scrape);
    }
    importing.close();
    const began = performance.now();
    const deps = { source: database, promql: createEngine({ source: database, clock }) };
    const analysis = await analyse(deps, { fromMs: plan.windowFromMs, toMs: plan.windowToMs });
    const explanation = toExplanation(analysis, 5);
    const explainMs = performance.now() - began;
    await look?.(database, plan, explanation);
    return { plan, truth: played.truth(), analysis, explanation, explainMs };
  } finally {
    await database.close();
    rmSync(root, { recursive: true, force: true });
  }
}

/** Whether a row of the answer is what a ground truth names. */
export function isTruth(
  row: { node: { name: string; aliases: readonly string[] }; topic?: string; subscription?: string },
  truth: Pick<GroundTruth, 'node'>,
): boolean {
  const [topic, ...rest] = truth.node.split(' ');
  if (truth.node.startsWith('persistent://')) {
    const same = row.topic === topic || row.topic === topic.replace(/-partition-\d+$/, '');
    return same && (rest.length === 0 ? row.subscription === undefined : row.subscription === rest.join(' '));
  }
  return row.node.name === truth.node || row.node.aliases.includes(truth.node);
}
