/**
 * `node scripts/run-ts.mjs bench/explain/fit.ts [first] [count]`: fits the weights of the ranking, and with them the
 * confidence, on generated incidents of the tuning seeds (1 to 9,999), and writes causes/weights.gen.ts. Odd seeds are
 * learnt from, even ones only measured.
 */
import { appendFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { claimsOf, type CauseFeatures, type Weights } from '@observatory/backend-sidecar/analysis/index';
import { fitLogistic } from './logistic.ts';
import { isTruth, runIncident } from './run-incident.ts';

interface Row {
  seed: number;
  isTrue: boolean;
  features: CauseFeatures;
}

const [first = '1', count = '120', cache = '/tmp/observatory-fit.jsonl'] = process.argv.slice(2);
const REACHES = 3;
const OUT = 'backend-sidecar/src/analysis/causes/weights.gen.ts';
const rows: Row[] = existsSync(cache)
  ? readFileSync(cache, 'utf8')
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as Row)
  : [];
const known = new Set(rows.map(({ seed }) => seed));
for (let seed = Number(first); seed < Number(first) + Number(count); seed++) {
  if (known.has(seed)) continue;
  const { truth, analysis } = await runIncident(seed);
  const claims = claimsOf(analysis.ranked).filter(({ cause }) => cause.features.reachesSymptom === 1);
  for (const { cause, folded } of claims) {
    const { subject } = cause.finding.series;
    const node = analysis.map.describe(subject);
    const row = {
      node,
      ...(folded.topic !== undefined && { topic: folded.topic }),
      ...(folded.subscription !== undefined && { subscription: folded.subscription }),
    };
    const each: Row = { seed, isTrue: truth.some((one) => isTruth(row, one)), features: cause.features };
    rows.push(each);
    appendFileSync(cache, `${JSON.stringify(each)}\n`);
  }
}
const names = Object.keys(rows[0].features) as (keyof CauseFeatures)[];
const columns = (list: readonly Row[]) => list.map(({ features }) => names.map((name) => features[name]));
const train = rows.filter(({ seed }) => seed % 2 === 1);
const check = rows.filter(({ seed }) => seed % 2 === 0);
const fitted = fitLogistic(
  columns(train),
  train.map(({ isTrue }) => isTrue),
  0.3,
);
const weights = { intercept: fitted.intercept } as Weights;
names.forEach((name, i) => (weights[name] = fitted.weights[i]));
// Only what reaches a symptom was learnt from: the rest must come after it.
weights.reachesSymptom = REACHES;
weights.intercept -= REACHES;
const probability = (features: CauseFeatures) =>
  1 / (1 + Math.exp(-names.reduce((sum, name) => sum + weights[name] * features[name], weights.intercept)));
for (const [name, list] of [
  ['learnt', train],
  ['measured', check],
] as const) {
  console.log(`${name}: ${list.length} candidates, ${list.filter(({ isTrue }) => isTrue).length} true`);
  for (let bin = 0; bin < 10; bin += 2) {
    const inside = list.filter(({ features }) => Math.min(9, Math.floor(probability(features) * 10)) >> 1 === bin / 2);
    const share = inside.filter(({ isTrue }) => isTrue).length / Math.max(1, inside.length);
    console.log(
      `  said ${bin * 10}-${bin * 10 + 20} %: ${inside.length} candidates, ${(100 * share).toFixed(0)} % true`,
    );
  }
}
console.log(weights);
const lines = Object.entries(weights).map(([name, value]) => `  ${name}: ${Number(value.toFixed(4))},`);
writeFileSync(
  OUT,
  `/* Made by \`node scripts/run-ts.mjs bench/explain/fit.ts\` from tuning seeds ${first} to ${Number(first) + Number(count) - 1}. */
import type { Weights } from './rank.ts';

/** Weights of the ranking's features: log odds that a candidate is a true cause. */
export const WEIGHTS: Weights = {
${lines.join('\n')}
};
`,
);
