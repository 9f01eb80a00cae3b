import type { ImportedRecordingAnswer } from '@observatory/protocol/recording';
import type { ImportedRecording } from './import-recording.ts';

export function toAnswer({ report, cluster, nodes }: ImportedRecording): ImportedRecordingAnswer {
  const { fromMs, toMs, scrapes, failures, samples, errors } = report;
  return {
    cluster,
    from: new Date(fromMs).toISOString(),
    to: new Date(toMs).toISOString(),
    scrapes,
    failures,
    samples,
    nodes,
    errors,
  };
}
