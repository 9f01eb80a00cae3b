import path from 'node:path';
import type { RunRecord } from '@observatory/protocol/run-objects';
import { importedRecord } from '../archive/imported-record.ts';
import { seriesOfLooks } from '../archive/import-run.ts';
import type { Prices } from '../cost/prices.ts';
import type { RunFolder } from '../store/run-folder.ts';
import { finishRun } from './finish-run.ts';

/**
 * Writes what is missing in the folder of a run (series, charts, report), also of one whose recorder was killed.
 * @throws ObservatoryError OBS_RUN_ARCHIVE when it holds nothing of a run
 */
export async function recoverRun(folder: RunFolder, options: { version: string; prices?: Prices }): Promise<RunRecord> {
  await seriesOfLooks(folder);
  const record = await importedRecord(folder, { by: '', nowMs: 0, top: path.basename(folder.path), leftOut: [] });
  const whole: RunRecord = { ...record, ...(await finishRun(folder, record, options)) };
  await folder.writeRecord(whole);
  return whole;
}
