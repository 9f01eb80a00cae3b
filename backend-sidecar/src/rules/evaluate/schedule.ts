import { hashSymbol } from '../../model/label-hash.ts';

/** Where within its interval a group is evaluated: spread by hash, so that not all begin at once, and the same after a restart. */
export function groupOffsetMs(file: string, name: string, intervalMs: number): number {
  const { low, high } = hashSymbol(`${file}\n${name}`);
  return Number(((BigInt(high) << 32n) | BigInt(low)) % BigInt(intervalMs));
}

/** The newest time of evaluation at or before a moment. */
export function evaluationTime(nowMs: number, intervalMs: number, offsetMs: number): number {
  return Math.floor((nowMs - offsetMs) / intervalMs) * intervalMs + offsetMs;
}
