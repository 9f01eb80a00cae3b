/** Table of contents of a block file: the only part that stays in memory while a block is open (docs/format/block.md). */
import { ByteReader } from './byte-reader.ts';
import { ByteWriter } from './byte-writer.ts';
import type { BlockMeta } from './types.ts';

export const BLOCK_MAGIC = 0x4253424f; // "OBSB"
export const BLOCK_VERSION = 1;
export const HEADER_BYTES = 8;
/** TOC offset u64, TOC length u32, version u8, 3 zero bytes, CRC-32C u32 of these 16, magic u32. */
export const FOOTER_BYTES = 24;

export interface PageRef {
  offset: number;
  length: number;
}

export interface GroupRef extends PageRef {
  seriesCount: number;
  minTimeMs: number;
  maxTimeMs: number;
  dataPages: PageRef[];
}

export interface ColumnPageRef extends PageRef {
  columns: number;
}

export interface PairGroupRef extends PageRef {
  pairs: number;
  firstValue: string;
  postings: PageRef;
}

export interface NameRef {
  name: string;
  groups: PairGroupRef[];
}

export interface TableOfContents {
  meta: BlockMeta;
  groups: GroupRef[];
  columnPages: ColumnPageRef[];
  names: NameRef[];
}

export function encodeToc(toc: TableOfContents): Uint8Array {
  const out = new ByteWriter(4096);
  out.text(JSON.stringify(toc.meta));
  out.varint(toc.groups.length);
  for (const group of toc.groups) {
    putPage(out, group);
    out.varint(group.seriesCount);
    out.signed(group.minTimeMs);
    out.varint(group.maxTimeMs - group.minTimeMs);
    out.varint(group.dataPages.length);
    for (const page of group.dataPages) putPage(out, page);
  }
  out.varint(toc.columnPages.length);
  for (const page of toc.columnPages) {
    putPage(out, page);
    out.varint(page.columns);
  }
  out.varint(toc.names.length);
  for (const { name, groups } of toc.names) {
    out.text(name);
    out.varint(groups.length);
    for (const group of groups) {
      putPage(out, group);
      out.varint(group.pairs);
      out.text(group.firstValue);
      putPage(out, group.postings);
    }
  }
  return out.view();
}

/** @throws RangeError or SyntaxError when the bytes do not make one. */
export function parseToc(bytes: Uint8Array): TableOfContents {
  const reader = new ByteReader(bytes);
  const meta = JSON.parse(reader.text()) as BlockMeta;
  const groups = list(reader, (): GroupRef => {
    const page = getPage(reader);
    const seriesCount = reader.varint();
    const minTimeMs = reader.signed();
    const maxTimeMs = minTimeMs + reader.varint();
    return { ...page, seriesCount, minTimeMs, maxTimeMs, dataPages: list(reader, () => getPage(reader)) };
  });
  const columnPages = list(reader, () => ({ ...getPage(reader), columns: reader.varint() }));
  const names = list(reader, () => ({
    name: reader.text(),
    groups: list(reader, () => ({
      ...getPage(reader),
      pairs: reader.varint(),
      firstValue: reader.text(),
      postings: getPage(reader),
    })),
  }));
  return { meta, groups, columnPages, names };
}

function list<T>(reader: ByteReader, item: () => T): T[] {
  const count = reader.varint();
  if (count > reader.remaining) throw new RangeError('count exceeds the page');
  return Array.from({ length: count }, item);
}

function putPage(out: ByteWriter, page: PageRef): void {
  out.varint(page.offset);
  out.varint(page.length);
}

function getPage(reader: ByteReader): PageRef {
  return { offset: reader.varint(), length: reader.varint() };
}
