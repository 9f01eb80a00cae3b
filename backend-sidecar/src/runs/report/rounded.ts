/** Five significant digits: more than any chart shows, and half the bytes. */
export function rounded(value: number | null): number | null {
  return value === null ? null : Number(value.toPrecision(5));
}
