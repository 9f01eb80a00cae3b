import type { FaultRequest } from '@observatory/protocol/demo';
import { createRandom } from '../random.ts';
import { catalogue } from './catalogue/index.ts';

export interface ScenarioOptions {
  seed: number;
  startMs: number;
  /** Quiet time before the first fault. */
  quietMs?: number;
  /** Mean time from one fault's end to the next one's beginning. */
  gapMs?: number;
  count: number;
  kinds?: (keyof typeof catalogue)[];
}

/**
 * A schedule of incidents from a seed: kinds in turn and shuffled, one at a time, with room to recover in between. Targets are
 * left open: the engine picks them from its own stream of the seed.
 */
export function planScenario(options: ScenarioOptions): FaultRequest[] {
  const random = createRandom(options.seed, 'scenario');
  const kinds = options.kinds ?? (Object.keys(catalogue) as (keyof typeof catalogue)[]);
  const gap = options.gapMs ?? 600_000;
  const list: FaultRequest[] = [];
  let at = options.startMs + (options.quietMs ?? 300_000);
  let round: typeof kinds = [];
  for (let i = 0; i < options.count; i++) {
    if (round.length === 0) round = [...kinds];
    const [kind] = round.splice(random.int(round.length), 1);
    const durationMs = Math.round(catalogue[kind].durationMs * (0.7 + 0.6 * random.next()));
    list.push({ kind, intensity: Math.round((0.6 + random.next()) * 100) / 100, durationMs, atMs: Math.round(at) });
    at += durationMs + gap * (0.5 + random.next());
  }
  return list;
}
