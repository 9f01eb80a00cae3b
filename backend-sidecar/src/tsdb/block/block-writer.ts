/**
 * Writes one block file front to back (docs/format/block.md): data pages and timestamp columns as series come in, the index
 * at the end. Holds the label pairs of all series (4 bytes a label) and one group of encoded chunks, never a block's samples.
 */
import { mkdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import type { Labels } from '../../model/labels.ts';
import { ObservatoryError } from '../../util/errors.ts';
import type { SealedChunk } from './chunker.ts';
import { crc32c } from './codec/kernel.ts';
import { compareFlat } from './compare-flat.ts';
import { FileWriter, guardWrite } from './file-writer.ts';
import { LabelIndexWriter, type WrittenGroup } from './label-index-writer.ts';
import { encodeChunkTable, type ChunkRow } from './series-group.ts';
import type { Slicer } from './slicer.ts';
import { syncFolder } from './sync-folder.ts';
import { ColumnDictionary } from './time-columns.ts';
import {
  BLOCK_MAGIC,
  BLOCK_VERSION,
  FOOTER_BYTES,
  HEADER_BYTES,
  encodeToc,
  type ColumnPageRef,
  type PageRef,
} from './toc.ts';
import type { BlockMeta } from './types.ts';

export const BLOCK_FILE = 'block';
export const UNFINISHED_SUFFIX = '.tmp';

const GROUP_SERIES = 256;
const GROUP_BYTES = 256 << 10;
const PAGE_BYTES = 64 << 10;
const COLUMN_PAGE_BYTES = 32 << 10;
/** Chunks of one time window lie together in a group's pages, so that a short query of a long block reads few of them. */
const LOCALITY_MS = 7_200_000;

/** What is known of a block before its samples are. */
export type BlockHeading = Pick<BlockMeta, 'id' | 'resolutionMs' | 'level' | 'parents' | 'createdMs'> & {
  sources?: string[];
  /** Of a tier: the time that its sources cover; its rows need not reach the bounds. */
  covers?: { minTimeMs: number; maxTimeMs: number };
};

export class BlockWriter {
  private readonly root: string;
  private readonly heading: BlockHeading;
  private readonly slicer: Slicer;
  private readonly file: FileWriter;
  private readonly index = new LabelIndexWriter();
  private readonly columns = new ColumnDictionary();
  private readonly columnPages: ColumnPageRef[] = [];
  private readonly groups: WrittenGroup[] = [];
  private lastFlat: readonly string[] | undefined;
  private groupRows: { row: ChunkRow; bytes: Uint8Array }[] = [];
  private groupBytes = 0;
  private groupFirst = 0;
  private chunks = 0;
  private samples = 0;
  private minTimeMs = Infinity;
  private maxTimeMs = -Infinity;

  private constructor(root: string, heading: BlockHeading, slicer: Slicer, file: FileWriter) {
    this.root = root;
    this.heading = heading;
    this.slicer = slicer;
    this.file = file;
  }

  /** Starts a block in `<root>/<id>.tmp`. */
  static async create(root: string, heading: BlockHeading, slicer: Slicer): Promise<BlockWriter> {
    const folder = path.join(root, heading.id + UNFINISHED_SUFFIX);
    return guardWrite(folder, async () => {
      await mkdir(folder);
      const file = await FileWriter.create(path.join(folder, BLOCK_FILE));
      const header = Buffer.alloc(HEADER_BYTES);
      header.writeUInt32LE(BLOCK_MAGIC, 0);
      header.writeUInt8(BLOCK_VERSION, 4);
      await file.write(header);
      return new BlockWriter(root, heading, slicer, file);
    });
  }

  /** Adds the next series; `chunks` are ascending in time and do not overlap. Series without chunks are left out. */
  async add(labels: Labels, chunks: readonly SealedChunk[]): Promise<void> {
    if (chunks.length === 0) return;
    if (this.lastFlat && compareFlat(this.lastFlat, labels.flat) >= 0) {
      throw new ObservatoryError('OBS_BLOCK_ORDER', `series ${labels.toString()} is not after its predecessor`, {
        hint: 'Series handed to a block must be sorted by labels, each once; this is a defect of the caller.',
      });
    }
    this.lastFlat = labels.flat;
    const series = this.index.note(labels) - this.groupFirst;
    for (const { bytes, times } of chunks) {
      const { column, start } = this.columns.intern(times);
      const minTimeMs = times[0];
      const maxTimeMs = times[times.length - 1];
      const row = {
        series,
        lengthBytes: bytes.length,
        samples: times.length,
        column,
        columnStart: start,
        minTimeMs,
        maxTimeMs,
      };
      this.groupRows.push({ row, bytes });
      this.groupBytes += bytes.length;
      this.samples += times.length;
    }
    this.chunks += chunks.length;
    if (series + 1 >= GROUP_SERIES || this.groupBytes >= GROUP_BYTES) await this.flushGroup();
    if (this.columns.pendingBytes >= COLUMN_PAGE_BYTES) await this.flushColumns();
  }

  /** Writes the index, makes the block durable and gives it its name. Undefined when it has no series. */
  async finish(): Promise<BlockMeta | undefined> {
    const folder = path.join(this.root, this.heading.id + UNFINISHED_SUFFIX);
    if (this.index.count === 0) {
      await this.abort();
      return undefined;
    }
    return guardWrite(folder, async () => {
      await this.flushGroup();
      await this.flushColumns();
      const { groups, names } = await this.index.write(this.file, this.groups, this.slicer);
      const meta = this.meta();
      const page = await this.file.writePage(encodeToc({ meta, groups, columnPages: this.columnPages, names }));
      await this.file.write(footer(page));
      await this.file.finish();
      await syncFolder(folder);
      await rename(folder, path.join(this.root, this.heading.id));
      await syncFolder(this.root);
      return meta;
    });
  }

  /** Leaves nothing behind. */
  async abort(): Promise<void> {
    await this.file.abort();
    await rm(path.join(this.root, this.heading.id + UNFINISHED_SUFFIX), { recursive: true, force: true });
  }

  private meta(): BlockMeta {
    const { id, resolutionMs, level, parents, createdMs, sources, covers } = this.heading;
    const { minTimeMs, maxTimeMs } = covers ?? { minTimeMs: this.minTimeMs, maxTimeMs: this.maxTimeMs };
    const stats = { series: this.index.count, chunks: this.chunks, samples: this.samples, columns: this.columns.count };
    return { id, minTimeMs, maxTimeMs, resolutionMs, level, sources: sources ?? [id], parents, createdMs, stats };
  }

  private async flushGroup(): Promise<void> {
    const seriesCount = this.index.count - this.groupFirst;
    if (seriesCount === 0) return;
    const window = ({ row }: { row: ChunkRow }) => Math.floor(row.minTimeMs / LOCALITY_MS);
    const rows = this.groupRows.sort(
      (a, b) => window(a) - window(b) || a.row.series - b.row.series || a.row.minTimeMs - b.row.minTimeMs,
    );
    const pageChunks: number[] = [];
    const dataPages: PageRef[] = [];
    let from = 0;
    for (let i = 0, size = 0; i < rows.length; i++) {
      size += rows[i].bytes.length;
      if (size < PAGE_BYTES && i + 1 < rows.length) continue;
      dataPages.push(await this.file.writePage(Buffer.concat(rows.slice(from, i + 1).map((row) => row.bytes))));
      pageChunks.push(i + 1 - from);
      from = i + 1;
      size = 0;
      if (this.slicer.due()) await this.slicer.pause();
    }
    let minTimeMs = Infinity;
    let maxTimeMs = -Infinity;
    for (const { row } of rows) {
      minTimeMs = Math.min(minTimeMs, row.minTimeMs);
      maxTimeMs = Math.max(maxTimeMs, row.maxTimeMs);
    }
    const chunkTable = encodeChunkTable(
      rows.map(({ row }) => row),
      pageChunks,
    );
    this.groups.push({ firstSeries: this.groupFirst, seriesCount, chunkTable, minTimeMs, maxTimeMs, dataPages });
    this.minTimeMs = Math.min(this.minTimeMs, minTimeMs);
    this.maxTimeMs = Math.max(this.maxTimeMs, maxTimeMs);
    this.groupRows = [];
    this.groupBytes = 0;
    this.groupFirst = this.index.count;
  }

  private async flushColumns(): Promise<void> {
    if (this.columns.pendingBytes === 0) return;
    const { raw, columns } = this.columns.takePage();
    this.columnPages.push({ ...(await this.file.writePage(raw)), columns });
  }
}

function footer(toc: PageRef): Buffer {
  const bytes = Buffer.alloc(FOOTER_BYTES);
  bytes.writeBigUInt64LE(BigInt(toc.offset), 0);
  bytes.writeUInt32LE(toc.length, 8);
  bytes.writeUInt8(BLOCK_VERSION, 12);
  bytes.writeUInt32LE(crc32c(bytes.subarray(0, 16)), 16);
  bytes.writeUInt32LE(BLOCK_MAGIC, 20);
  return bytes;
}
