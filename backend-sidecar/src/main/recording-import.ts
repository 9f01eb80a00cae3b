import type { ImportRecordingInto } from '../http/observatory/analysis-import.ts';
import { importAsBlocks, keepRecordedTopology, toAnswer, type BackfillTarget } from '../recording/index.ts';
import type { Topology } from '../topology/index.ts';

/** Loads recordings into the store that runs, their topology into the histories that it shows. */
export function recordingImport(store: BackfillTarget, topology: Topology, storagePath: string): ImportRecordingInto {
  return async (recording, signal) => {
    const imported = await importAsBlocks(recording, store, { signal });
    await keepRecordedTopology(recording, imported, storagePath);
    await topology.readRecorded();
    return toAnswer(imported);
  };
}
