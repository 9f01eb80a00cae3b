/**
 * The agent's buffer: numbered records on disk from the moment they are made until the sidecar has them on its own disk.
 *
 * Files are named by the number of their first record and hold lines `crc32 json\n`. Every record is written at once (to the
 * page cache: it survives the end of the process, not of the machine), so that a killed agent neither loses nor repeats one:
 * a record of log lines carries the places in the files they were read from. Acknowledged files are removed; beyond the bound
 * the oldest file is, and what was in it is counted.
 */
import { randomBytes } from 'node:crypto';
import {
  closeSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  unlinkSync,
  writeSync,
} from 'node:fs';
import path from 'node:path';
import type { AgentRecord } from '@observatory/protocol/agents';
import { readIfThere, writeDurably } from '../util/durable-file.ts';
import { Losses, type LossesState } from './losses.ts';
import { decodeEntries, encodeEntry, linesIn, type FilePlace, type Places, type SpoolEntry } from './spool-file.ts';

export type { FilePlace, Places } from './spool-file.ts';

export interface SpooledRecord {
  seq: number;
  record: AgentRecord;
}

interface SpoolFile {
  file: string;
  firstSeq: number;
  lastSeq: number;
  bytes: number;
}

export interface SpoolOptions {
  directory: string;
  /** Most bytes on disk. */
  maxBytes?: number;
  fileBytes?: number;
}

export class Spool {
  /** Names this buffer; numbers count within it. */
  readonly buffer: string;
  private readonly directory: string;
  private readonly maxBytes: number;
  private readonly fileBytes: number;
  private readonly files: SpoolFile[] = [];
  /** Recent records as they are on disk, so that sending reads no file while the link is up. */
  private recent: SpooledRecord[] = [];
  private fd: number | undefined;
  private nextSeq = 1;
  private knownPlaces: Record<string, FilePlace> = {};
  private readonly losses: Losses;
  /** The file that was read last: what waits is sent in many small parts. */
  private cached: { file: string; entries: SpoolEntry[] } | undefined;

  constructor({ directory, maxBytes = 64 << 20, fileBytes = 1 << 20 }: SpoolOptions) {
    this.directory = directory;
    this.maxBytes = maxBytes;
    this.fileBytes = Math.min(fileBytes, maxBytes / 2);
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    const known = readIfThere(this.stateFile());
    const state =
      known === undefined
        ? undefined
        : (JSON.parse(known) as {
            buffer: string;
            seq: number;
            places: Record<string, FilePlace>;
            lost?: Partial<LossesState>;
          });
    this.buffer = state?.buffer ?? randomBytes(12).toString('base64url');
    this.nextSeq = (state?.seq ?? 0) + 1;
    this.knownPlaces = state?.places ?? {};
    this.losses = new Losses(state?.lost);
    if (!state) this.saveState();
    this.load();
  }

  get places(): Places {
    return this.knownPlaces;
  }

  /** The oldest record that is still here; the next one's number when none is. */
  get firstSeq(): number {
    return this.files[0]?.firstSeq ?? this.nextSeq;
  }

  get lastSeq(): number {
    return this.nextSeq - 1;
  }

  get bytes(): number {
    return this.files.reduce((sum, { bytes }) => sum + bytes, 0);
  }

  get droppedLines(): number {
    return this.losses.lines;
  }

  /** Keeps a record. @throws what the file system says; the record is not kept then and the places stay where they were. */
  append(record: AgentRecord, places?: Places): SpooledRecord {
    this.tellLosses();
    return this.write(record, places);
  }

  /** Records from a number on, at most so many: what is sent next. */
  from(seq: number, limit: number): SpooledRecord[] {
    const [first] = this.recent;
    if (first && seq >= first.seq) return this.recent.slice(seq - first.seq, seq - first.seq + limit);
    const found: SpooledRecord[] = [];
    for (const { file, lastSeq } of this.files) {
      if (lastSeq < seq) continue;
      for (const { seq: each, record } of this.entriesIn(file)) {
        if (each >= seq) found.push({ seq: each, record });
        if (found.length >= limit) return found;
      }
    }
    return found;
  }

  /** Everything up to this number is on the sidecar's disk. */
  acknowledge(seq: number): void {
    this.losses.acknowledged(seq);
    const keep = this.recent.findIndex((each) => each.seq > seq);
    this.recent = keep < 0 ? [] : this.recent.slice(keep);
    let removed = false;
    while (this.files.length > 0 && this.files[0].lastSeq <= seq) {
      const current = this.files.length === 1;
      // An open file is worth the change only once it has grown.
      if (current && this.files[0].bytes < this.fileBytes / 4) break;
      if (!removed) this.saveState();
      removed = true;
      if (current) this.closeFile();
      // A run of the agent that is ending may still hear of what its successor has given back.
      rmSync(this.files[0].file, { force: true });
      this.files.shift();
    }
  }

  /** A connection was made: what the sidecar has of this buffer, on its disk or not yet. */
  welcomed(seq: number): void {
    this.losses.welcomed(seq);
  }

  /** Records up to this number went out over the present connection. */
  sent(seq: number): void {
    this.losses.sent(seq);
  }

  close(): void {
    this.closeFile();
    this.saveState();
  }

  private write(record: AgentRecord, places?: Places): SpooledRecord {
    const entry: SpoolEntry = { seq: this.nextSeq, record, ...(places && { places }) };
    const line = encodeEntry(entry);
    const current = this.writable(line.length);
    let written = 0;
    try {
      while (written < line.length) written += writeSync(this.fd as number, line, written);
    } catch (error) {
      if (written > 0) truncateSync(current.file, current.bytes);
      throw error;
    }
    current.bytes += line.length;
    current.lastSeq = entry.seq;
    this.nextSeq++;
    if (places) this.knownPlaces = { ...this.knownPlaces, ...places };
    this.recent.push({ seq: entry.seq, record });
    if (this.recent.length > 2000) this.recent = this.recent.slice(-1000);
    return entry;
  }

  private writable(extra: number): SpoolFile {
    const last = this.files.at(-1);
    if (last && this.fd !== undefined && last.bytes + extra <= this.fileBytes) return last;
    this.closeFile();
    while (this.files.length > 0 && this.bytes + extra > this.maxBytes) this.drop();
    const file = path.join(this.directory, `${String(this.nextSeq).padStart(16, '0')}.records`);
    this.fd = openSync(file, 'wx', 0o600);
    const made = { file, firstSeq: this.nextSeq, lastSeq: this.nextSeq - 1, bytes: 0 };
    this.files.push(made);
    return made;
  }

  /** The oldest file makes room. */
  private drop(): void {
    const [oldest] = this.files;
    const { entries, lengths } = decodeEntries(readFileSync(oldest.file));
    if (entries.some(({ record }) => record.kind === 'dropped')) this.losses.untell();
    this.losses.drop(entries.map(({ seq, record }, i) => ({ seq, lines: linesIn(record), bytes: lengths[i] })));
    this.saveState();
    unlinkSync(oldest.file);
    this.files.shift();
    this.recent = this.recent.filter(({ seq }) => seq > oldest.lastSeq);
  }

  /** Losses are told as a record of their own, in the place where they happened. */
  private tellLosses(): void {
    if (!this.losses.takeUntold()) return;
    this.write({ kind: 'dropped', lines: this.losses.lines, bytes: this.losses.bytes });
  }

  private entriesIn(file: string): SpoolEntry[] {
    if (this.cached?.file === file) return this.cached.entries;
    const { entries } = decodeEntries(readFileSync(file));
    // The last one still grows.
    if (file !== this.files.at(-1)?.file) this.cached = { file, entries };
    return entries;
  }

  private load(): void {
    const names = readdirSync(this.directory)
      .filter((name) => /^\d{16}\.records$/.test(name))
      .sort();
    for (const name of names) {
      const file = path.join(this.directory, name);
      const bytes = readFileSync(file);
      const { entries, sound } = decodeEntries(bytes);
      if (sound < bytes.length) truncateSync(file, sound);
      const [first] = entries;
      if (!first) {
        unlinkSync(file);
        continue;
      }
      const lastSeq = entries[entries.length - 1].seq;
      this.files.push({ file, firstSeq: first.seq, lastSeq, bytes: sound });
      this.nextSeq = Math.max(this.nextSeq, lastSeq + 1);
      for (const { places } of entries) if (places) this.knownPlaces = { ...this.knownPlaces, ...places };
    }
  }

  private closeFile(): void {
    if (this.fd !== undefined) closeSync(this.fd);
    this.fd = undefined;
  }

  private stateFile(): string {
    return path.join(this.directory, 'state.json');
  }

  private saveState(): void {
    const state = { buffer: this.buffer, seq: this.nextSeq - 1, places: this.knownPlaces, lost: this.losses };
    writeDurably(this.stateFile(), JSON.stringify(state));
  }
}
