/**
 * The crash test at length: `node scripts/run-ts.mjs bench/crash.ts [--kills 200] [--seed 1]`. Fails when anything durable was lost.
 */
import { parseArgs } from 'node:util';
import { runCrashTest } from '@observatory/backend-sidecar/testing/crash';

const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '200' },
    seed: { type: 'string', default: '1' },
    quiet: { type: 'boolean', default: false },
  },
});
const report = await runCrashTest({
  kills: Number(values.kills),
  seed: Number(values.seed),
  log: values.quiet ? undefined : (line) => console.log(line),
});
for (const failure of report.failures.slice(0, 20)) console.error(failure);
console.log(
  `${report.kills} kills, ${report.steps} steps kept, ${report.checkedSamples} samples checked, ${report.cuts} openings cut a tail, ${report.failures.length} failures`,
);
process.exitCode = report.failures.length > 0 ? 1 : 0;
