// Kernel of the embedded store's head: memory, series records, chunks. One instance a store, driven by src/tsdb/head/.
// It knows refs, times and value bits; labels are opaque ids. Formats: docs/format/head-chunk.md, docs/format/wal.md.
export { allocate, release, reservedBytes, roundUp, setLimit, usedBytes } from './allocator';
export { appendBatch, appendOne, collectUndeclared, needsDeclaration, resultAddress, setBounds } from './append';
export { chunkCount } from './chunk';
export { adoptChunk, chunkAfter, exportChunk, restoreLast } from './restore';
export { countSamples, filterByTime, initStream, readNewest, readSeries } from './read';
export { rewriteSeries } from './rewrite';
export { ensureRecord, initSeries, initSeriesTable, recordAddress } from './series';
export { beginTruncate, clearSeries, freeSeries, oldestTime, sealSeries, truncate } from './truncate';
export { chunkBytes } from './segments';
