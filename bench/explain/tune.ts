/** `node scripts/run-ts.mjs bench/explain/tune.ts FIRST COUNT [-v]`: how the tuning seeds fare, for work on the ranking. */
import { isTruth, runIncident } from './run-incident.ts';

const [first = '1', count = '20', verbose] = process.argv.slice(2);
const tally = new Map<string, { n: number; first: number; three: number }>();
const add = (key: string, isFirst: boolean, isThree: boolean) => {
  const row = tally.get(key) ?? { n: 0, first: 0, three: 0 };
  tally.set(key, { n: row.n + 1, first: row.first + (isFirst ? 1 : 0), three: row.three + (isThree ? 1 : 0) });
};
const began = performance.now();
for (let seed = Number(first); seed < Number(first) + Number(count); seed++) {
  const { plan, truth, explanation } = await runIncident(seed);
  const { candidates, symptom } = explanation;
  let good: boolean;
  if (plan.shape === 'none') {
    good = candidates.length === 0;
    add('none', good, good);
  } else {
    const at = truth.map((each) => candidates.findIndex((row) => isTruth(row, each)));
    const isFirst = plan.shape === 'pair' ? at.some((i) => i === 0 || i === 1) : at[0] === 0;
    const isThree = at.every((i) => i >= 0 && i < 3);
    good = isFirst && isThree;
    add(plan.shape === 'pair' ? 'pair' : plan.faults[0].kind, isFirst, isThree);
  }
  if (!good || verbose) {
    const says = (name: string) => console.log(`   ${name}`);
    console.log(
      `${good ? 'ok  ' : 'MISS'} seed ${seed} ${plan.shape} step ${plan.scrapeIntervalMs / 1000}s from -${(plan.windowToMs - plan.windowFromMs) / 1000}`,
      truth
        .map(
          (t) =>
            `${t.kind}@${t.node} x${t.intensity} +${((t.injectedMs - plan.windowFromMs) / 1000).toFixed(0)}s ${((t.endsMs - t.injectedMs) / 1000).toFixed(0)}s`,
        )
        .join(' & '),
    );
    says(`symptom ${symptom?.text} +${symptom ? (Date.parse(symptom.onset) - plan.windowFromMs) / 1000 : ''}`);
    for (const c of candidates.slice(0, 4))
      says(`${c.rank} ${c.confidence} ${c.change.text} +${(Date.parse(c.onset) - plan.windowFromMs) / 1000}`);
    for (const r of explanation.effects.slice(0, 4)) says(`  effect: ${r.change.text} | ${r.reason}`);
    for (const r of explanation.rejected.slice(0, 5)) says(`  rejected: ${r.change.text} | ${r.reason}`);
  }
}
console.log(`${((performance.now() - began) / Number(count) / 1000).toFixed(2)} s a seed`);
for (const [key, { n, first: f, three }] of [...tally].sort())
  console.log(key.padEnd(20), `n ${n} first ${f} three ${three}`);
