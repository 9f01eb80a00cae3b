/**
 * The unit of reading (docs/format/block.md): `encoding u8 | raw length u32 | stored bytes | CRC-32C u32`, the checksum
 * over all before it.
 */
import { promisify } from 'node:util';
import { deflateRaw, inflateRawSync } from 'node:zlib';
import { crc32c } from './codec/kernel.ts';

const PLAIN = 0;
const DEFLATED = 1;
const HEAD_BYTES = 5;
export const PAGE_OVERHEAD_BYTES = HEAD_BYTES + 4;
/** Inflating costs a few ns a byte at every read: it must save at least a tenth. */
const WORTHWHILE = 0.9;
/** No page is larger when inflated: a damaged length must not ask for all memory. */
const MAX_RAW_BYTES = 1 << 30;

/** Noise does not compress: larger pages are tried on a part from their middle first, most of the time is saved then. */
const PROBE_FROM_BYTES = 32 << 10;
const PROBE_BYTES = 8 << 10;
const PROBE_WORTHWHILE = 0.95;

const deflate = promisify<Uint8Array, { level: number }, Buffer>(deflateRaw);

/** Seals bytes into a page; compression runs on zlib's threads, not on ours. */
export async function sealPage(raw: Uint8Array, level = 6): Promise<Buffer> {
  const deflated = raw.length > 64 && (await looksCompressible(raw)) ? await deflate(raw, { level }) : undefined;
  const stored = deflated && deflated.length < raw.length * WORTHWHILE ? deflated : raw;
  const page = Buffer.allocUnsafe(stored.length + PAGE_OVERHEAD_BYTES);
  page.writeUInt8(stored === raw ? PLAIN : DEFLATED, 0);
  page.writeUInt32LE(raw.length, 1);
  page.set(stored, HEAD_BYTES);
  page.writeUInt32LE(crc32c(page.subarray(0, page.length - 4)), page.length - 4);
  return page;
}

async function looksCompressible(raw: Uint8Array): Promise<boolean> {
  if (raw.length < PROBE_FROM_BYTES) return true;
  const start = (raw.length - PROBE_BYTES) >> 1;
  const probe = await deflate(raw.subarray(start, start + PROBE_BYTES), { level: 1 });
  return probe.length < PROBE_BYTES * PROBE_WORTHWHILE;
}

/** Whether the checksum of a whole page holds. */
export function isPageSound(page: Buffer): boolean {
  return (
    page.length >= PAGE_OVERHEAD_BYTES &&
    crc32c(page.subarray(0, page.length - 4)) === page.readUInt32LE(page.length - 4)
  );
}

/** The raw bytes of a sound page; a view of it when it is not compressed. @throws Error when it does not inflate. */
export function openPage(page: Buffer): Uint8Array {
  const rawLength = page.readUInt32LE(1);
  const stored = page.subarray(HEAD_BYTES, page.length - 4);
  const encoding = page.readUInt8(0);
  if (encoding === PLAIN && stored.length === rawLength) return stored;
  if (encoding !== DEFLATED || rawLength > MAX_RAW_BYTES) throw new RangeError(`unknown page encoding ${encoding}`);
  const raw = inflateRawSync(stored, { maxOutputLength: Math.max(1, rawLength) });
  if (raw.length !== rawLength) throw new RangeError('page inflates to another length');
  return raw;
}
