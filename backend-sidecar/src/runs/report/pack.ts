import { gzipSync } from 'node:zlib';

/** JSON, gzip, base64. The header's operating system is set to "unknown", so that every machine writes the same bytes. */
export function pack(value: unknown): string {
  const packed = gzipSync(JSON.stringify(value), { level: 9 });
  packed[9] = 255;
  return packed.toString('base64');
}
