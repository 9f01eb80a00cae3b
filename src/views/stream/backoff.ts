const FIRST_MS = 500;
const LONGEST_MS = 15_000;

/**
 * How long to wait before attempt `failures` + 1: doubling, between half and all of it at random, so that the viewers of a
 * restarted sidecar do not all come back in the same moment.
 */
export function backoffMs(failures: number, random: number): number {
  const ceiling = Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.max(0, failures - 1));
  return ceiling / 2 + (ceiling / 2) * random;
}
