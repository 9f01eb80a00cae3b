/**
 * `npm run soak:fuzz`: mutated expositions, configurations, remote-write bodies and query strings, a million in all by
 * default: no crash, no hang, no growth. Stops at the first input that is handled wrongly and prints how to repeat it.
 *
 *   --inputs 1000000 --seed 7
 */
import { parseArgs } from 'node:util';
import { fuzzConfig } from '@observatory/backend-sidecar/testing/fuzz-config';
import { fuzzExposition } from '@observatory/backend-sidecar/testing/fuzz-exposition';
import { fuzzQueryText } from '@observatory/backend-sidecar/testing/fuzz-query-text';
import { fuzzRemoteWrite } from '@observatory/backend-sidecar/testing/fuzz-remote-write';

const { values } = parseArgs({
  options: { inputs: { type: 'string', default: '1000000' }, seed: { type: 'string', default: '7' } },
});
const inputs = Number(values.inputs);
const seed = Number(values.seed);
const ROUNDS = 20;

/** Shares of the inputs: what comes from the network most often gets most. */
const parts: [name: string, share: number, run: (count: number, seed: number) => object][] = [
  ['expositions', 0.4, fuzzExposition],
  ['remote-write bodies', 0.2, fuzzRemoteWrite],
  ['query strings', 0.3, fuzzQueryText],
  ['configurations', 0.1, fuzzConfig],
];

const collect = (globalThis as { gc?: () => void }).gc;
const rss: number[] = [];
let slowestMs = 0;
const started = Date.now();
for (let round = 0; round < ROUNDS; round++) {
  for (const [name, share, run] of parts) {
    const count = Math.round((inputs * share) / ROUNDS);
    const before = performance.now();
    const report = run(count, seed + round);
    slowestMs = Math.max(slowestMs, (performance.now() - before) / count);
    if (round === ROUNDS - 1) process.stdout.write(`${name}: last round ${JSON.stringify(report)}\n`);
  }
  collect?.();
  rss.push(process.memoryUsage().rss / 2 ** 20);
  process.stdout.write(
    `round ${round + 1} of ${ROUNDS}: RSS ${rss[round].toFixed(0)} MB, ${((Date.now() - started) / 1000).toFixed(0)} s\n`,
  );
}
const settled = rss.slice(ROUNDS / 4);
process.stdout.write(
  `${inputs} inputs, seed ${seed}: all handled; RSS ${settled[0].toFixed(0)} MB after a quarter, ${rss[rss.length - 1].toFixed(0)} MB at the end; ` +
    `slowest mean of a round ${slowestMs.toFixed(3)} ms an input\n`,
);
