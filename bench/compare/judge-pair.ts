import { compareRuns, type RunData } from '@observatory/backend-sidecar/runs/index';
import { playRun, type Plant } from './play-run.ts';

/** What was planted: a part of the base, or 0 for nothing. */
export const LEVELS = [0, 0.05, 0.1, 0.2] as const;

export interface PairJudgement {
  kind: Plant['kind'];
  level: number;
  /** The planted measure (or one of its family) was told to be worse. */
  found: boolean;
  /** Measures that were told to be worse, or better, without anything planted. */
  falselyWorse: string[];
  falselyBetter: string[];
  /** Change that was told of the planted measure. */
  told: number | null;
}

/** The measure that a plant is told by: of latencies p99. */
const TOLD = { latency: 'publish_p99', rate: 'publish_rate' };
const FAMILY = { latency: /^publish_(p50|p95|p99|p999)$/, rate: /^(publish_rate|consume_rate)$/ };

export interface PairOptions {
  seed: number;
  seconds: number;
  /** Runs on each side. */
  repeats: number;
  kind: Plant['kind'];
  levels?: readonly number[];
}

/** Plays a base and, against it, every level; each side `repeats` times. */
export function judgePair({ seed, seconds, repeats, kind, levels = LEVELS }: PairOptions): PairJudgement[] {
  const side = (name: string, offset: number, plant?: Plant) =>
    Array.from({ length: repeats }, (_, index) =>
      playRun(`${name}-${index}`, seed, seed * 1000 + offset * 100 + index, seconds, plant),
    );
  const base = side('base', 0);
  return levels.map((level, index) => {
    const runs = side(`level${index}`, index + 1, level === 0 ? undefined : { kind, part: level });
    return judged(base, runs, kind, level);
  });
}

function judged(base: RunData[], runs: RunData[], kind: Plant['kind'], level: number): PairJudgement {
  const { measures } = compareRuns(base[0], [runs[0]], { repeats: [...base.slice(1), ...runs.slice(1)] });
  const having = (verdict: 'worse' | 'better') =>
    measures.filter(({ effects }) => effects[1].verdict === verdict).map(({ id }) => id);
  const worse = having('worse');
  return {
    kind,
    level,
    found: worse.some((id) => FAMILY[kind].test(id)),
    falselyWorse: level === 0 ? worse : [],
    falselyBetter: level === 0 ? having('better') : [],
    told: measures.find(({ id }) => id === TOLD[kind])?.effects[1].change ?? null,
  };
}
