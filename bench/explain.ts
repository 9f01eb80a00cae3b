/**
 * `npm run bench:explain`: explains generated incidents of the demo cluster whose seeds were never used for tuning, and
 * says how often the true cause came first, with a table of how far confidences can be believed, beside three baselines.
 *
 *   --count 200   incidents          --seeds a,b,c  these, to look at again
 *   --plot FILE   where the calibration is drawn: docs/images/calibration.svg unless said
 *   --baselines 5 every how many incidents the baselines are run (they read every series)
 */
import { randomInt } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { calibrationSvg } from './explain/calibration-svg.ts';
import { METHODS, rankByBaselines, type Method, type Row } from './explain/baselines.ts';
import { isTruth, runIncident } from './explain/run-incident.ts';

const args = new Map(
  process.argv
    .slice(2)
    .flatMap((arg, index, all) => (arg.startsWith('--') ? [[arg.slice(2), all[index + 1] ?? ''] as const] : [])),
);
const count = Number(args.get('count') ?? 200);
const every = Number(args.get('baselines') ?? 5);
const QUIET = count / 5;
const FIRST_TEST_SEED = 10_000;
const given = args.get('seeds')?.split(',').map(Number);
const out = (line: string) => process.stdout.write(`${line}\n`);

interface Tally {
  n: number;
  first: number;
  three: number;
}
const tallies = new Map<string, Tally>();
const baselines = new Map<string, Tally>();
const bins = Array.from({ length: 10 }, () => ({ n: 0, isTrue: 0, said: 0 }));
const times: number[] = [];
const onsetErrors: number[] = [];
const seeds: number[] = [];
const missed: number[] = [];
let quiet = 0;
let falseOnes = 0;
let faulty = 0;
const began = performance.now();

const percent = (part: number, whole: number) => (whole === 0 ? '-' : `${((100 * part) / whole).toFixed(1)} %`);
const at = (list: number[], q: number) => [...list].sort((a, b) => a - b)[Math.floor((list.length - 1) * q)] ?? NaN;

/** Ended early, it tells of what it has. */
process.on('SIGTERM', () => {
  report();
  process.exit(0);
});

const add = (map: Map<string, Tally>, key: string, isFirst: boolean, isThree: boolean) => {
  const row = map.get(key) ?? { n: 0, first: 0, three: 0 };
  map.set(key, { n: row.n + 1, first: row.first + Number(isFirst), three: row.three + Number(isThree) });
};

/** Of a pair: one of both among the first two, and both among the first three. */
function judge(rows: readonly Row[], truth: Parameters<typeof isTruth>[1][]): { isFirst: boolean; isThree: boolean } {
  const at = truth.map((each) => rows.findIndex((row) => isTruth(row, each)));
  return {
    isFirst: truth.length > 1 ? at.some((i) => i === 0 || i === 1) : at[0] === 0,
    isThree: at.every((i) => i >= 0 && i < 3),
  };
}

for (let done = 0; done < (given?.length ?? count);) {
  const seed = given?.[done] ?? randomInt(FIRST_TEST_SEED, 2 ** 31);
  const { planIncident } = await import('@observatory/demo/incidents/index');
  const shape = planIncident(seed).shape;
  // Exactly a fifth is quiet, so that both shares are measured as well as they can be.
  if (!given && (shape === 'none' ? quiet >= QUIET : faulty >= count - QUIET)) continue;
  let others: Record<Method, Row[]> | undefined;
  const played = await runIncident(seed, async (source, plan, explanation) => {
    if (shape !== 'none' && every > 0 && faulty % every === 0)
      others = await rankByBaselines(source, plan, explanation.symptom?.points);
  });
  const { truth, explanation, explainMs, plan } = played;
  seeds.push(seed);
  done++;
  times.push(explainMs);
  for (const { confidence, ...row } of explanation.candidates) {
    const bin = bins[Math.min(9, Math.floor(confidence * 10))];
    bin.n++;
    bin.said += confidence;
    bin.isTrue += Number(truth.some((each) => isTruth(row, each)));
  }
  if (shape === 'none') {
    quiet++;
    if (explanation.candidates.length > 0) {
      falseOnes++;
      missed.push(seed);
    }
  } else {
    faulty++;
    const { isFirst, isThree } = judge(explanation.candidates, truth);
    add(tallies, shape === 'pair' ? 'pair of faults' : plan.faults[0].kind, isFirst, isThree);
    add(tallies, 'all', isFirst, isThree);
    if (!isFirst || !isThree) missed.push(seed);
    const [first] = explanation.candidates;
    if (first && isTruth(first, truth[0])) onsetErrors.push((Date.parse(first.onset) - truth[0].injectedMs) / 1000);
    if (others) {
      for (const method of METHODS) {
        const verdict = judge(others[method], truth);
        add(baselines, method, verdict.isFirst, verdict.isThree);
      }
      add(baselines, 'Observatory, on these', isFirst, isThree);
    }
  }
  if (done % 20 === 0)
    process.stderr.write(
      `${done} of ${given?.length ?? count}, ${((performance.now() - began) / 1000).toFixed(0)} s\n`,
    );
}

report();
process.exit(0);

function report(): void {
  out(`\nseeds ${seeds.join(',')}`);
  out(`not as they should be: ${missed.join(',') || 'none'}\n`);
  out('kind                      n   first    first three');
  for (const [key, { n, first, three }] of [...tallies].sort((a, b) =>
    a[0] === 'all' ? 1 : b[0] === 'all' ? -1 : a[0] < b[0] ? -1 : 1,
  ))
    out(`${key.padEnd(22)} ${String(n).padStart(4)}   ${percent(first, n).padEnd(8)} ${percent(three, n)}`);
  out(`quiet ones with an explanation: ${falseOnes} of ${quiet} (${percent(falseOnes, quiet)})`);
  const all = tallies.get('all');
  out(
    `goals: first 90 %, first three 98 %, false below 5 %: ${all ? `${percent(all.first, all.n)}, ${percent(all.three, all.n)}, ${percent(falseOnes, quiet)}` : '-'}`,
  );
  out('\ncalibration of the confidence (all candidates that were told)');
  out('said           n     mean said   true');
  for (const [i, { n, said, isTrue }] of bins.entries())
    if (n > 0)
      out(
        `${String(i * 10).padStart(3)} to ${i * 10 + 10} %  ${String(n).padStart(4)}     ${percent(said, n).padEnd(9)}   ${percent(isTrue, n)} ${'#'.repeat(Math.round((20 * isTrue) / n))}`,
      );
  out(
    `\nonset of the first candidate after the injection: median ${at(onsetErrors, 0.5).toFixed(1)} s, 90 % below ${at(onsetErrors, 0.9).toFixed(1)} s`,
  );
  out(`time to explain: median ${at(times, 0.5).toFixed(0)} ms, 95 % below ${at(times, 0.95).toFixed(0)} ms`);
  const plot = args.get('plot') ?? 'docs/images/calibration.svg';
  const told = bins.reduce((sum, { n }) => sum + n, 0);
  writeFileSync(plot, calibrationSvg(bins, `${told} candidates of ${seeds.length} generated incidents`));
  out(`calibration drawn in ${plot}`);
  if (baselines.size > 0) {
    out('\nbaselines, on every incident number that was chosen for them');
    for (const [key, { n, first, three }] of baselines)
      out(`${key.padEnd(24)} n ${n}   first ${percent(first, n).padEnd(8)} three ${percent(three, n)}`);
  }
  out(
    `\nNode ${process.version}, ${new Date().toISOString().slice(0, 10)}, ${((performance.now() - began) / 1000 / seeds.length).toFixed(1)} s an incident`,
  );
}
