/**
 * One record of a log segment (docs/format/logs.md): what an agent's message held, with its number, so that the lines and the
 * place up to which they were received reach the disk in one write.
 *
 *   u32 length of what follows the checksum | u32 CRC-32C of it | u16 length of the head | head, JSON | lines, JSON
 */
import { LOG_LEVELS, type LogLine } from '@observatory/protocol/logs';
import { crc32c } from '../util/crc32c.ts';

export const SEGMENT_MAGIC = Buffer.from('OBSLOG1\n');
export const FRAME_BYTES = 8;
/** No honest record is larger: a length beyond it is damage. */
export const MAX_RECORD_BYTES = 8 << 20;

/** What is known of a record without reading its lines. */
export interface RecordHead {
  /** Agent, its buffer and the number of its record. */
  agent: string;
  buffer: string;
  seq: number;
  /** Id of the first line; the others count on. */
  firstId: number;
  lines: number;
  minTimeMs: number;
  maxTimeMs: number;
  /** Bit n: a line has level n of LOG_LEVELS. */
  levels: number;
}

type Row = [number, number, string, string, string, string?, string?, number?];

export function headOf(
  origin: Pick<RecordHead, 'agent' | 'buffer' | 'seq'>,
  firstId: number,
  lines: readonly LogLine[],
): RecordHead {
  let minTimeMs = Number.POSITIVE_INFINITY;
  let maxTimeMs = 0;
  let levels = 0;
  for (const { timeMs, level } of lines) {
    if (timeMs < minTimeMs) minTimeMs = timeMs;
    if (timeMs > maxTimeMs) maxTimeMs = timeMs;
    levels |= 1 << LOG_LEVELS.indexOf(level);
  }
  if (lines.length === 0) minTimeMs = 0;
  return { ...origin, firstId, lines: lines.length, minTimeMs, maxTimeMs, levels };
}

export function encodeRecord(head: RecordHead, lines: readonly LogLine[]): Buffer {
  const { agent, buffer, seq, firstId, lines: count, minTimeMs, maxTimeMs, levels } = head;
  const headBytes = Buffer.from(JSON.stringify([agent, buffer, seq, firstId, count, minTimeMs, maxTimeMs, levels]));
  const body = Buffer.from(JSON.stringify(lines.map(rowOf)));
  const length = 2 + headBytes.length + body.length;
  const out = Buffer.allocUnsafe(FRAME_BYTES + length);
  out.writeUInt32LE(length, 0);
  out.writeUInt16LE(headBytes.length, FRAME_BYTES);
  headBytes.copy(out, FRAME_BYTES + 2);
  body.copy(out, FRAME_BYTES + 2 + headBytes.length);
  out.writeUInt32LE(crc32c(out, FRAME_BYTES), 4);
  return out;
}

/** The head of the record at an offset and where the record ends; undefined where no whole, sound record lies. */
export function decodeHead(bytes: Buffer, offset: number): { head: RecordHead; end: number } | undefined {
  if (offset + FRAME_BYTES + 2 > bytes.length) return undefined;
  const length = bytes.readUInt32LE(offset);
  const end = offset + FRAME_BYTES + length;
  if (length < 2 || length > MAX_RECORD_BYTES || end > bytes.length) return undefined;
  if (crc32c(bytes, offset + FRAME_BYTES, end) !== bytes.readUInt32LE(offset + 4)) return undefined;
  const [agent, buffer, seq, firstId, lines, minTimeMs, maxTimeMs, levels] = JSON.parse(
    bytes.toString('utf8', offset + FRAME_BYTES + 2, bodyStart(bytes, offset)),
  ) as [string, string, number, number, number, number, number, number];
  return { head: { agent, buffer, seq, firstId, lines, minTimeMs, maxTimeMs, levels }, end };
}

/** The lines of a record whose head was sound. */
export function decodeLines(bytes: Buffer, offset: number): LogLine[] {
  const end = offset + FRAME_BYTES + bytes.readUInt32LE(offset);
  return (JSON.parse(bytes.toString('utf8', bodyStart(bytes, offset), end)) as Row[]).map(lineOf);
}

const bodyStart = (bytes: Buffer, offset: number) =>
  offset + FRAME_BYTES + 2 + bytes.readUInt16LE(offset + FRAME_BYTES);

function rowOf({ timeMs, level, logger, source, message, module, funcName, lineNumber }: LogLine): Row {
  const row: Row = [timeMs, LOG_LEVELS.indexOf(level), logger, source, message];
  if (module !== undefined || funcName !== undefined || lineNumber !== undefined)
    row.push(module ?? '', funcName ?? '');
  if (lineNumber !== undefined) row.push(lineNumber);
  return row;
}

function lineOf([timeMs, level, logger, source, message, module, funcName, lineNumber]: Row): LogLine {
  return {
    timeMs,
    level: LOG_LEVELS[level] ?? 'unknown',
    logger,
    source,
    message,
    ...(module && { module }),
    ...(funcName && { funcName }),
    ...(lineNumber !== undefined && { lineNumber }),
  };
}
