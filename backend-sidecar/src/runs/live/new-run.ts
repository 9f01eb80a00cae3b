import type { RunAbortRule, RunRecord } from '@observatory/protocol/run-objects';
import type { NewEvent } from '../../events/index.ts';

/** What a run is started with; the parsed form of the protocol's `runStart`. */
export interface NewRun {
  name: string;
  labels: Record<string, string>;
  notes: string;
  cluster: string;
  command: string;
  workload?: string;
  driver?: string;
  stepSeconds: number;
  durationSeconds?: number;
  abort: RunAbortRule[];
}

/** The record of a run that the sidecar begins. */
export function newRecord(
  wanted: NewRun,
  more: Pick<RunRecord, 'id' | 'startedMs' | 'by' | 'cluster' | 'clusterState'>,
): RunRecord {
  const { name, labels, notes, command, abort, stepSeconds, durationSeconds } = wanted;
  return {
    schema: 'pulsar-observatory/run/1',
    name,
    labels,
    notes,
    state: 'running',
    source: 'store',
    command,
    stepMs: stepSeconds * 1000,
    looks: 0,
    troubles: [],
    results: [],
    figures: [],
    findings: [],
    reported: false,
    abort,
    ...(durationSeconds !== undefined && { durationSeconds }),
    unfinished: false,
    ...more,
  };
}

/** What the log of events is told when a run begins or ends. */
export function runEvent(
  { id, name, cluster }: RunRecord,
  type: 'run_began' | 'run_ended',
  summary: string,
  timeMs: number,
  state = 'running',
): NewEvent {
  const severity = state === 'failed' || state === 'aborted' ? 'warning' : 'info';
  return { type, severity, cluster, summary: `${summary}.`, timeMs, details: { run: id, name, state } };
}
