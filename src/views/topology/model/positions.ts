import * as z from 'zod';

/** Places on the map by node id, in its units. */
export type Positions = ReadonlyMap<string, readonly [x: number, y: number]>;

const saved = z.record(z.string(), z.tuple([z.number(), z.number()]));
const MOST = 5_000;

/** Reads what `printPositions` wrote; what cannot be read is no position. */
export function parsePositions(text: string): Positions {
  try {
    return new Map(Object.entries(saved.parse(JSON.parse(text))));
  } catch {
    return new Map();
  }
}

export function printPositions(positions: Positions): string {
  return JSON.stringify(Object.fromEntries([...positions].slice(-MOST)));
}
