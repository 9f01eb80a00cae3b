import path from 'node:path';
import { writeRecordedTopology } from '../topology/index.ts';
import type { ImportedRecording } from './import-recording.ts';
import type { Recording } from './read-recording.ts';
import { nodeKind } from './recorded-scrape.ts';

/**
 * Keeps the topology of a loaded recording beside its samples, in the histories of the topology.
 * @param storagePath data directory of the sidecar (`storage.path`)
 * @returns how many states of the topology the recording tells apart
 */
export function keepRecordedTopology(
  { lines, answers }: Recording,
  { cluster, nodes }: ImportedRecording,
  storagePath: string,
): Promise<number> {
  return writeRecordedTopology(path.join(storagePath, 'topology'), {
    cluster,
    nodes,
    answers: answers.map(({ url, t, body }) => ({ url, timeMs: Math.round(t * 1000), body })),
    scrapes: lines.map(({ kind, url, t, ms, status, file, error }) => ({
      kind: nodeKind(kind),
      address: new URL(url).host,
      // A scrape tells that a node does not answer only once it has given up.
      timeMs: Math.round(t * 1000 + (error ? (ms ?? 0) : 0)),
      error: error ?? (file && (status ?? 200) === 200 ? undefined : `status ${status ?? 'none'}`),
    })),
  });
}
