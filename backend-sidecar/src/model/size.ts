/** Byte sizes in Prometheus' syntax: units are powers of 1024, with or without the `i` (`512MB` = `512MiB`). */
const EXPONENTS: Readonly<Record<string, number>> = { '': 0, K: 1, M: 2, G: 3, T: 4, P: 5 };
const PATTERN = /^(\d+(?:\.\d+)?) ?(?:([KMGTP])i?)?B?$/i;

/**
 * Bytes of a size text; a bare number is bytes.
 * @throws RangeError when the text is no size.
 */
export function parseSize(text: string): number {
  const match = PATTERN.exec(text);
  if (!match) throw new RangeError(`not a valid size: ${JSON.stringify(text)}`);
  const bytes = Number(match[1]) * 1024 ** EXPONENTS[(match[2] ?? '').toUpperCase()];
  if (bytes > Number.MAX_SAFE_INTEGER) throw new RangeError('size out of range');
  return Math.round(bytes);
}

/** Shortest exact text: `64MB`, `1536KB`, `10B`; `0` for zero. */
export function formatSize(sizeBytes: number): string {
  if (sizeBytes === 0) return '0';
  let value = sizeBytes;
  let unit = '';
  for (const next of ['K', 'M', 'G', 'T', 'P']) {
    if (value % 1024 !== 0) break;
    value /= 1024;
    unit = next;
  }
  return `${value}${unit}B`;
}
