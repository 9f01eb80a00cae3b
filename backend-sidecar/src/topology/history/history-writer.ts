import { appendFile, mkdir, readdir, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { inSlices, type Slices } from '../../util/slices.ts';
import { weight } from '../facts/fact-history.ts';
import type { FactChange, FactSet } from '../facts/fact-set.ts';
import { encodeLine, FORMAT_VERSION, storeFact, type StoredFact } from './history-line.ts';

export interface HistoryWriterOptions {
  directory: string;
  cluster: string;
  onError: (error: unknown) => void;
  /** Of one file; then the next begins. */
  maxFileBytes?: number;
  /** Of all files of the cluster; the oldest go. */
  maxBytes?: number;
}

export const SUFFIX = '.history';
const MAX_FILE_BYTES = 8 << 20;
const MAX_BYTES = 32 << 20;
const MAX_FILES = 64;
const ALIVE_EVERY_MS = 60_000;
/** Items (names, facts) in one line: a line is written without a pause. */
const ITEMS_A_LINE = 2000;
const BYTES_A_WRITE = 1 << 18;

type Entry =
  | { kind: 'snapshot'; timeMs: number; facts: FactSet; begins: 'start' | 'rotation' }
  | { kind: 'version'; timeMs: number; changes: readonly FactChange[] }
  | { kind: 'alive'; timeMs: number };

/**
 * Writes the history of one cluster's facts behind the sidecar's back: each run and each full file begins with a snapshot,
 * so that every file can be read, and deleted, alone. What cannot be written is told once and costs that stretch of history.
 */
export class HistoryWriter {
  private readonly options: HistoryWriterOptions;
  private readonly maxFileBytes: number;
  private readonly maxBytes: number;
  private queue: Entry[] = [];
  private writing: Promise<void> | undefined;
  private file: string | undefined;
  private fileBytes = 0;
  /** Since this run's first snapshot was queued; undefined while the next record must be a snapshot. */
  private next: 'start' | 'rotation' | undefined = 'start';
  private lastMs = -Infinity;
  private failed = false;

  constructor(options: HistoryWriterOptions) {
    this.options = options;
    this.maxFileBytes = options.maxFileBytes ?? MAX_FILE_BYTES;
    this.maxBytes = options.maxBytes ?? MAX_BYTES;
  }

  /** @param facts after the changes */
  record(timeMs: number, changes: readonly FactChange[], facts: FactSet): void {
    if (changes.length === 0 && (this.next !== undefined || timeMs - this.lastMs < ALIVE_EVERY_MS)) return;
    this.lastMs = timeMs;
    if (changes.length === 0) this.put({ kind: 'alive', timeMs });
    else if (this.next === undefined) this.put({ kind: 'version', timeMs, changes });
    else {
      this.put({ kind: 'snapshot', timeMs, facts: facts.copy(), begins: this.next });
      this.next = undefined;
    }
  }

  /** Resolves when all that was recorded is written. */
  async settled(): Promise<void> {
    await this.writing;
  }

  /** The last moment of this run. */
  async stop(timeMs: number): Promise<void> {
    if (this.next !== 'start') this.put({ kind: 'alive', timeMs });
    await this.writing;
  }

  private put(entry: Entry): void {
    this.queue.push(entry);
    this.writing ??= this.drain().finally(() => (this.writing = undefined));
  }

  private async drain(): Promise<void> {
    for (let entry = this.queue.shift(); entry; entry = this.queue.shift()) {
      try {
        if (entry.kind === 'snapshot') await this.begin(entry.timeMs);
        // After a failure: until the next snapshot there is nothing that a change could be applied to.
        if (this.file === undefined) continue;
        await this.append(await inSlices(linesOf(entry, this.options.cluster)));
        this.failed = false;
      } catch (error) {
        if (!this.failed) this.options.onError(error);
        this.failed = true;
        this.file = undefined;
        this.next = 'start';
      }
      if (this.fileBytes > this.maxFileBytes) this.next ??= 'rotation';
    }
  }

  private async begin(timeMs: number): Promise<void> {
    const { directory } = this.options;
    await mkdir(directory, { recursive: true });
    await this.forget();
    this.file = path.join(directory, `${String(timeMs).padStart(15, '0')}${SUFFIX}`);
    // The clock may have stood still, or gone back.
    await rm(this.file, { force: true });
    this.fileBytes = 0;
  }

  private async append(lines: readonly string[]): Promise<void> {
    if (this.file === undefined) return;
    let text = '';
    for (const [i, line] of lines.entries()) {
      text += line;
      if (text.length < BYTES_A_WRITE && i < lines.length - 1) continue;
      await appendFile(this.file, text);
      this.fileBytes += Buffer.byteLength(text);
      text = '';
    }
  }

  /** Makes room for another file. */
  private async forget(): Promise<void> {
    const { directory } = this.options;
    const names = (await readdir(directory)).filter((name) => name.endsWith(SUFFIX)).sort();
    const sizes = await Promise.all(names.map(async (name) => (await stat(path.join(directory, name))).size));
    let bytes = sizes.reduce((sum, size) => sum + size, 0);
    for (const [i, name] of names.entries()) {
      if (bytes <= this.maxBytes - this.maxFileBytes && names.length - i < MAX_FILES) return;
      await rm(path.join(directory, name));
      bytes -= sizes[i];
    }
  }
}

function* linesOf(entry: Entry, cluster: string): Slices<string[]> {
  if (entry.kind === 'alive') return [encodeLine({ type: 'alive', timeMs: entry.timeMs })];
  const lines: string[] = [];
  if (entry.kind === 'snapshot')
    lines.push(
      encodeLine({
        type: 'header',
        format: 'observatory-topology-history',
        version: FORMAT_VERSION,
        cluster,
        begins: entry.begins,
      }),
    );
  let count = 0;
  let items = 0;
  let facts: StoredFact[] = [];
  for (const { family, subject, after } of entry.kind === 'version' ? entry.changes : additions(entry.facts)) {
    facts.push([family, subject, after ? storeFact(family, after) : null]);
    count++;
    items += weight(after);
    if (items < ITEMS_A_LINE) continue;
    lines.push(encodeLine({ type: 'facts', facts }));
    facts = [];
    items = 0;
    yield;
  }
  if (facts.length > 0) lines.push(encodeLine({ type: 'facts', facts }));
  lines.push(encodeLine({ type: entry.kind, timeMs: entry.timeMs, count }));
  return lines;
}

function* additions(facts: FactSet): Generator<FactChange> {
  for (const [family, subject, after] of facts.all()) yield { family, subject, before: undefined, after };
}
