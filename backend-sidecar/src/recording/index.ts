export { importAsBlocks, type BackfillTarget } from './import-as-blocks.ts';
export { importRecording, type ImportedRecording, type ImportRecordingOptions } from './import-recording.ts';
export { readRecording, type Recording } from './read-recording.ts';
export { recordedNodes, type RecordedNode } from './recorded-nodes.ts';
export { RecordingImport, type RecordingReport } from './recording-import.ts';
export { keepRecordedTopology } from './recorded-topology.ts';
export { toAnswer } from './to-answer.ts';
export { RecordingUpload, type UploadLine } from './upload.ts';
export type { RecordedAnswer, RecordedScrape } from './recorded-scrape.ts';
