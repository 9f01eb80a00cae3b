import { crc32 } from 'node:zlib';
import type { AgentRecord } from '@observatory/protocol/agents';

/** Where a followed file was read up to: identity of the file, and bytes of it. */
export interface FilePlace {
  id: string;
  offset: number;
}
export type Places = Readonly<Record<string, FilePlace>>;

/** One line of a spool file. */
export interface SpoolEntry {
  seq: number;
  record: AgentRecord;
  places?: Places;
}

/** `crc32 json\n`. */
export function encodeEntry(entry: SpoolEntry): Buffer {
  const json = JSON.stringify(entry);
  return Buffer.from(`${crc32(json).toString(16).padStart(8, '0')} ${json}\n`);
}

/** The sound entries from the start of a file, how long each is, and where they end. */
export function decodeEntries(bytes: Buffer): { entries: SpoolEntry[]; lengths: number[]; sound: number } {
  const entries: SpoolEntry[] = [];
  const lengths: number[] = [];
  let at = 0;
  for (;;) {
    const end = bytes.indexOf(10, at);
    if (end < 0) return { entries, lengths, sound: at };
    const json = bytes.toString('utf8', at + 9, end);
    if (crc32(json).toString(16).padStart(8, '0') !== bytes.toString('latin1', at, at + 8))
      return { entries, lengths, sound: at };
    entries.push(JSON.parse(json) as SpoolEntry);
    lengths.push(end + 1 - at);
    at = end + 1;
  }
}

export const linesIn = (record: AgentRecord): number => (record.kind === 'logs' ? record.lines.length : 0);
