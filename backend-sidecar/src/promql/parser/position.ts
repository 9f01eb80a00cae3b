/** Where a node or token stands in the query: UTF-16 offsets, end exclusive. */
export interface PosRange {
  start: number;
  end: number;
}

export function span(from: PosRange, to: PosRange): PosRange {
  return { start: from.start, end: to.end };
}

/**
 * `line:column` of an offset, both from 1. Columns count UTF-8 bytes, as Prometheus' do, because clients compare them.
 */
export function lineColumn(query: string, offset: number): string {
  if (query === '') return 'unknown position';
  if (offset < 0 || offset > query.length) return 'invalid position';
  const before = query.slice(0, offset);
  const lineStart = before.lastIndexOf('\n') + 1;
  let line = 1;
  for (let i = before.indexOf('\n'); i >= 0; i = before.indexOf('\n', i + 1)) line++;
  return `${line}:${byteLength(before.slice(lineStart)) + 1}`;
}

/** Bytes of the text as UTF-8. */
export function byteLength(text: string): number {
  return Buffer.byteLength(text);
}
