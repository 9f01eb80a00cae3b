/** `node scripts/run-ts.mjs bench/explain/try.ts DIR [from s] [to s] [query]`: explains a window of a recording. */
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { explain } from '@observatory/backend-sidecar/analysis/index';
import { createEngine } from '@observatory/backend-sidecar/promql/index';
import { importRecording, readRecording } from '@observatory/backend-sidecar/recording/index';
import { openDatabase } from '@observatory/backend-sidecar/tsdb/db';
import { VirtualClock } from '@observatory/backend-sidecar/util/clock';

const [directory, from = '0', to = '1000', query] = process.argv.slice(2);
const root = mkdtempSync(path.join(os.tmpdir(), 'observatory-inspect-'));
const recording = await readRecording(directory);
const startMs = Math.floor(recording.lines[0].t * 1000);
const clock = new VirtualClock(startMs);
const db = await openDatabase({ path: root, clock, fsyncIntervalMs: 3_600_000 });
const { report } = await importRecording(recording, { appender: db, onScrape: (ms) => clock.advanceTo(ms) });
const promql = createEngine({ source: db, clock });
for (const [a, b] of from.split(',').map((each, i) => [each, to.split(',')[i] ?? to.split(',')[0]])) {
  const began = performance.now();
  const answer = await explain(
    { source: db, promql },
    {
      fromMs: startMs + Number(a) * 1000,
      toMs: Math.min(report.toMs, startMs + Number(b) * 1000),
      ...(query && { query }),
    },
  );
  console.log(
    `== ${a}..${b}  ${Math.round(performance.now() - began)} ms, ${answer.comparisons} comparisons`,
    answer.notes.join(' '),
  );
  console.log('  symptom:', answer.symptom?.text, answer.symptom?.onset);
  for (const c of answer.candidates)
    console.log(
      `  ${c.rank} ${c.confidence} ${c.node.kind} ${c.node.name} ${c.topic ?? ''} ${c.subscription ?? ''} [${c.change.kind}] onset ${((Date.parse(c.onset) - startMs) / 1000).toFixed(1)} s\n      ${c.sentence}\n      ${c.path.map((s) => s.node.name).join(' > ')}`,
    );
  for (const r of answer.effects.slice(0, 6)) console.log('  effect:', r.change.text, '|', r.reason);
  for (const r of answer.rejected.slice(0, 8)) console.log('  rejected:', r.change.text, '|', r.reason);
}
await db.close();
rmSync(root, { recursive: true, force: true });
