/** `node scripts/run-ts.mjs bench/explain/inspect.ts DIR [from s] [to s]`: what the analysis sees in a recording, for tuning. */
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { SIGNALS } from '@observatory/backend-sidecar/analysis/signals/catalogue';
import { readSignals } from '@observatory/backend-sidecar/analysis/signals/read-signals';
import { findFindings } from '@observatory/backend-sidecar/analysis/detect/find-findings';
import { importRecording, readRecording } from '@observatory/backend-sidecar/recording/index';
import { openDatabase } from '@observatory/backend-sidecar/tsdb/db';
import { VirtualClock } from '@observatory/backend-sidecar/util/clock';

const [directory, from = '60', to = '500'] = process.argv.slice(2);
const root = mkdtempSync(path.join(os.tmpdir(), 'observatory-inspect-'));
const recording = await readRecording(directory);
const startMs = Math.floor(recording.lines[0].t * 1000);
const clock = new VirtualClock(startMs);
const db = await openDatabase({ path: root, clock, fsyncIntervalMs: 3_600_000 });
const begun = performance.now();
const { report, nodes, cluster } = await importRecording(recording, {
  appender: db,
  onScrape: (ms) => clock.advanceTo(ms),
});
console.log(cluster, nodes, report, Math.round(performance.now() - begun), 'ms');
const readAt = performance.now();
const read = await readSignals({ source: db, definitions: SIGNALS, fromMs: startMs, toMs: report.toMs });
console.log(read.signals.length, 'signals of', read.series, 'series', Math.round(performance.now() - readAt), 'ms');
const findings = await findFindings(read.signals, {
  baselineFromMs: startMs,
  baselineToMs: startMs + Number(from) * 1000,
  toMs: startMs + Number(to) * 1000,
});
for (const { facet, series, deviation: d } of findings)
  console.log(
    facet.padEnd(22),
    series.subject.key.replaceAll('\n', ' ').slice(-80).padEnd(80),
    `${((d.onsetMs - startMs) / 1000).toFixed(0)}..${((d.endMs - startMs) / 1000).toFixed(0)}${d.isOpen ? '+' : ''} s`,
    `${d.baseline.toFixed(2)} -> ${d.level.toFixed(2)} peak ${d.peak.toFixed(2)}`,
    `z ${d.z.toFixed(1)} score ${d.score.toFixed(1)} ratio ${d.ratio.toFixed(1)} n ${d.samples}`,
  );
await db.close();
rmSync(root, { recursive: true, force: true });
