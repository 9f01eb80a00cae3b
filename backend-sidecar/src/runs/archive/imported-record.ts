import type { RunRecord } from '@observatory/protocol/run-objects';
import type { RunTimeseries } from '@observatory/protocol/runs';
import * as z from 'zod';
import { ObservatoryError } from '../../util/errors.ts';
import type { RunFolder } from '../store/run-folder.ts';
import { newRunId } from '../store/run-id.ts';

/** `run.json` as the command wrote it before there was a schema. */
const earlier = z.object({
  name: z.string().min(1).max(200),
  beginMs: z.number(),
  endMs: z.number(),
  command: z.string().max(500),
  exitCode: z.number().int().optional(),
  signal: z.string().optional(),
  troubles: z.array(z.string()).default([]),
});

/**
 * What is known of a run whose files were brought: from its `run.json`, else from its series and the times of its results.
 * @throws ObservatoryError OBS_RUN_ARCHIVE when there is nothing of a run
 */
export async function importedRecord(
  folder: RunFolder,
  { by, nowMs, top, leftOut }: { by: string; nowMs: number; top: string; leftOut: readonly string[] },
): Promise<RunRecord> {
  const timeseries = await folder.readTimeseries();
  const record = (await folder.readRecord()) ?? (await recordOf(folder, timeseries, { by, nowMs, top }));
  const troubles = [...record.troubles];
  if (leftOut.length > 0) troubles.push(`Not taken over: ${leftOut.length} files, such as ${leftOut[0]}.`);
  if (!timeseries && (await folder.readText('metrics/timeseries.json')) !== undefined)
    troubles.push('metrics/timeseries.json has another shape than is known here and is not shown.');
  if (record.state !== 'running') return { ...record, troubles, unfinished: false };
  // Whoever recorded it was killed: it is over when it was last seen.
  const endedMs = timeseries?.times.at(-1) ?? record.startedMs;
  return {
    ...record,
    state: 'interrupted',
    endedMs,
    reason: 'it was brought here before its end was written',
    troubles,
    unfinished: false,
  };
}

async function recordOf(
  folder: RunFolder,
  timeseries: RunTimeseries | undefined,
  { by, nowMs, top }: { by: string; nowMs: number; top: string },
): Promise<RunRecord> {
  const known = await folder.readJson('run.json', earlier);
  const results = [...(await folder.modified()).values()];
  if (!known && !timeseries && results.length === 0) {
    throw new ObservatoryError('OBS_RUN_ARCHIVE', 'the archive is refused: it holds no file of a run', {
      httpStatus: 422,
      hint: 'make it with: tar cz -C runs/NAME .',
    });
  }
  const startedMs = known?.beginMs ?? timeseries?.times[0] ?? Math.min(...results);
  const endedMs = known?.endMs ?? timeseries?.times.at(-1) ?? Math.max(...results);
  const name = known?.name ?? (top === '' ? 'imported run' : top.slice(0, 200));
  const failed = (known?.exitCode ?? 0) !== 0 || known?.signal !== undefined;
  return {
    schema: 'pulsar-observatory/run/1',
    id: newRunId(name, Number.isFinite(startedMs) ? startedMs : nowMs, () => false),
    name,
    labels: {},
    notes: '',
    state: failed ? 'failed' : 'finished',
    cluster: '',
    source: 'prometheus',
    startedMs,
    endedMs,
    command: known?.command ?? '',
    ...(known?.exitCode !== undefined && { exitCode: known.exitCode }),
    ...(known?.signal !== undefined && { signal: known.signal }),
    by,
    stepMs: timeseries?.stepMs ?? 30_000,
    looks: timeseries?.times.length ?? 0,
    troubles: known?.troubles ?? [],
    results: [],
    figures: [],
    findings: [],
    reported: false,
    clusterState: [],
    abort: [],
    unfinished: false,
  };
}
