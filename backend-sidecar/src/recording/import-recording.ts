import type { Appender } from '../storage.ts';
import type { Recording } from './read-recording.ts';
import { recordedNodes, type RecordedNode } from './recorded-nodes.ts';
import { RecordingImport, type RecordingReport } from './recording-import.ts';

export interface ImportedRecording {
  report: RecordingReport;
  cluster: string;
  nodes: RecordedNode[];
}

export interface ImportRecordingOptions {
  appender: Appender;
  /** Name of the cluster; read from the brokers' pages unless said. */
  cluster?: string;
  /** Awaited after each scrape with its time: where a store keeps up, or a clock moves. */
  onScrape?: (timestampMs: number) => Promise<void>;
  signal?: AbortSignal;
}

/** Loads a recording into a store, scrape after scrape at their own times. */
export async function importRecording(
  recording: Recording,
  options: ImportRecordingOptions,
): Promise<ImportedRecording> {
  const { lines, answers } = recording;
  const nodes = recordedNodes(lines, answers);
  const cluster = options.cluster ?? (await clusterName(recording));
  const importing = new RecordingImport({
    appender: options.appender,
    cluster,
    nodes,
    startMs: Math.round((lines[0]?.t ?? 0) * 1000),
  });
  try {
    for (const line of lines) {
      options.signal?.throwIfAborted();
      const scrape = await recording.read(line);
      await options.onScrape?.(scrape.timestampMs);
      importing.write(scrape);
    }
  } finally {
    importing.close();
  }
  return { report: importing.report, cluster, nodes };
}

/** Brokers name their cluster on every series; bookies and ZooKeeper never do. */
async function clusterName({ lines, read }: Recording): Promise<string> {
  const line = lines.find(({ kind, file, error }) => kind === 'broker' && file && !error);
  const body = line && (await read(line)).body;
  const text = body ? Buffer.from(body.subarray(0, 200_000)).toString('latin1') : '';
  return /[{,]\s*cluster="([^"]+)"/.exec(text)?.[1] ?? 'recorded';
}
