/**
 * `npm run bench:compare`: pairs of runs on the simulated cluster, with nothing planted and with a regression of 5, 10 and 20 % of
 * publish latency (odd pairs) or throughput (even ones): how often the comparison finds it, and how often it tells one that is none.
 *
 *   --pairs 40 --seconds 960 --repeats 1,3 --seed N
 */
import { randomInt } from 'node:crypto';
import { judgePair, LEVELS, type PairJudgement } from './compare/judge-pair.ts';

const args = new Map(
  process.argv
    .slice(2)
    .flatMap((arg, index, all) => (arg.startsWith('--') ? [[arg.slice(2), all[index + 1] ?? ''] as const] : [])),
);
const pairs = Number(args.get('pairs') ?? 40);
const seconds = Number(args.get('seconds') ?? 960);
const seed = Number(args.get('seed') ?? randomInt(10_000, 1_000_000));
const repeats = (args.get('repeats') ?? '1,3').split(',').map(Number);
const out = (line: string) => process.stdout.write(`${line}\n`);
out(`seed ${seed}: ${pairs} pairs, ${seconds / 60} min a run, Node ${process.version}`);

for (const runs of repeats) {
  const began = performance.now();
  const found: PairJudgement[] = [];
  for (let pair = 0; pair < pairs; pair++) {
    found.push(...judgePair({ seed: seed + pair, seconds, repeats: runs, kind: pair % 2 === 0 ? 'latency' : 'rate' }));
    if ((pair + 1) % 10 === 0) process.stderr.write(`${pair + 1} of ${pairs}\n`);
  }
  table(runs, found, (performance.now() - began) / 1000);
}

function table(runs: number, all: readonly PairJudgement[], took: number): void {
  const share = (part: number, whole: number) => `${part} of ${whole}`;
  out(`\n${runs} ${runs === 1 ? 'run' : 'runs'} a side (${took.toFixed(0)} s)`);
  out('planted   latency found   throughput found   both        change told, median');
  for (const level of LEVELS) {
    const of = (kind?: string) =>
      all.filter((each) => each.level === level && (kind === undefined || each.kind === kind));
    const count = (kind?: string) => share(of(kind).filter((each) => each.found).length, of(kind).length);
    const told = (kind: string) => {
      const values = of(kind)
        .flatMap(({ told }) => told ?? [])
        .sort((a, b) => a - b);
      return values.length === 0 ? '-' : `${(values[values.length >> 1] * 100).toFixed(1)} %`;
    };
    out(
      `${level === 0 ? 'nothing' : `${level * 100} %`}`.padEnd(10) +
        `${count('latency').padEnd(16)}${count('rate').padEnd(19)}${count().padEnd(12)}${told('latency')}, ${told('rate')}`,
    );
  }
  const quiet = all.filter(({ level }) => level === 0);
  const alarms = quiet.filter(({ falselyWorse }) => falselyWorse.length > 0);
  const praise = quiet.filter(({ falselyBetter }) => falselyBetter.length > 0);
  out(
    `nothing planted: something told worse in ${share(alarms.length, quiet.length)}, better in ${share(praise.length, quiet.length)}`,
  );
  const names = quiet.flatMap(({ falselyWorse, falselyBetter }) => [...falselyWorse, ...falselyBetter]);
  const counts = [...new Set(names)].map((name) => `${name} ${names.filter((each) => each === name).length}`);
  if (counts.length > 0) out(`  of these measures: ${counts.join(', ')}`);
}
process.exit(0);
