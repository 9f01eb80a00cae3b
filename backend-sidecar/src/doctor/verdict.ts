import type { Proof, ProvedSelector } from '@observatory/protocol/doctor';

/** What is said of an expression or a part of it, with the selectors that it was drawn from. */
export interface Verdict {
  proof: Proof;
  /** One sentence; empty for `data`. */
  why: string;
  selectors: ProvedSelector[];
}

const RANK: Readonly<Record<Proof, number>> = { data: 0, renamed: 1, absent: 2, off: 3, wrong: 4 };

export const ALIVE: Verdict = { proof: 'data', why: '', selectors: [] };

/** All parts are needed: as bad as the worst of them. */
export function worst(parts: readonly Verdict[]): Verdict {
  return chosen(parts, (part, best) => RANK[part.proof] > RANK[best.proof]);
}

/** One part is enough: as good as the best of them. */
export function best(parts: readonly Verdict[]): Verdict {
  return chosen(parts, (part, best) => RANK[part.proof] < RANK[best.proof]);
}

function chosen(parts: readonly Verdict[], beats: (part: Verdict, best: Verdict) => boolean): Verdict {
  if (parts.length === 0) return ALIVE;
  const { proof, why } = parts.reduce((best, part) => (beats(part, best) ? part : best));
  return { proof, why, selectors: parts.flatMap(({ selectors }) => selectors) };
}
