import { createWriteStream } from 'node:fs';
import { utimes } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { ObservatoryError } from '../../util/errors.ts';
import { LookLog } from '../record/look-log.ts';
import { timeseriesOf } from '../record/timeseries.ts';
import { writeTimeseries } from '../record/write-timeseries.ts';
import { LOOKS, type RunFolder } from '../store/run-folder.ts';
import { freeRunId } from '../store/run-id.ts';
import type { RunStore } from '../store/run-store.ts';
import { importedRecord } from './imported-record.ts';
import { readTar } from './read-tar.ts';

/** What a run is made of; its charts and its report are made anew, so that no page of somebody else's is ever served. */
const KEPT =
  /^(?:[^/]+\/)?(run\.json|workload\.yaml|driver\.yaml|metrics\/(?:baseline_snapshot|timeseries|final_snapshot)\.json|metrics\/\.looks\.ndjson|benchmark_results\/[A-Za-z0-9][A-Za-z0-9 ._,+@()-]{0,200}\.json)$/;
const MADE_ANEW = /(^|\/)(metrics\/plot_data\.json|report\/.*)$/;

const MOST_BYTES = 512 << 20;
const MOST_FILES = 2000;
const DEFAULT_STEP_MS = 30_000;

/**
 * Makes a run of an archive of a run's folder (docs/format/runs.md), also of one whose recorder was killed, and of folders that
 * hold only results or series. Files that it does not know are left out and told of.
 * @throws ObservatoryError OBS_RUN_ARCHIVE, OBS_RUN_TOO_LARGE, OBS_RUN_WRITE
 */
export async function importRun(
  archive: Readable,
  { store, by, nowMs }: { store: RunStore; by: string; nowMs: number },
): Promise<string> {
  const draft = await store.draft(`${nowMs}-${Math.floor(Math.random() * 1e9)}`);
  try {
    const { leftOut, top } = await unpack(archive, draft);
    const record = await importedRecord(draft, { by, nowMs, top, leftOut });
    const id = freeRunId(record.id, (each) => store.has(each));
    await store.adopt(draft, { ...record, id });
    return id;
  } finally {
    // Nothing is left of one that failed; one that did not has another name by now.
    await draft.remove();
  }
}

async function unpack(archive: Readable, draft: RunFolder): Promise<{ leftOut: string[]; top: string }> {
  const leftOut: string[] = [];
  let top = '';
  let bytes = 0;
  let files = 0;
  for await (const entry of readTar(archive)) {
    const name = entry.name.replace(/^(\.\/)+/, '');
    bytes += entry.bytes;
    if (bytes > MOST_BYTES || ++files > MOST_FILES) {
      throw new ObservatoryError(
        'OBS_RUN_TOO_LARGE',
        `a run has at most ${MOST_BYTES >> 20} MB in ${MOST_FILES} files`,
        {
          httpStatus: 413,
        },
      );
    }
    const target = KEPT.exec(name)?.[1];
    if (target === undefined) {
      if (!MADE_ANEW.test(name)) leftOut.push(name);
      continue;
    }
    top ||= name.slice(0, -target.length).replace('/', '');
    const file = draft.file(...target.split('/'));
    await pipeline(Readable.from(entry.content, { objectMode: false }), createWriteStream(file));
    // When the benchmark wrote a result is a fact of the run.
    await utimes(file, entry.modifiedMs / 1000, entry.modifiedMs / 1000);
  }
  await seriesOfLooks(draft);
  return { leftOut, top };
}

/** A killed recorder left looks and no series. */
export async function seriesOfLooks(folder: RunFolder): Promise<void> {
  const log = new LookLog(folder.file('metrics', LOOKS));
  const looks = await log.read().catch(() => []);
  if (looks.length > 0 && (await folder.readTimeseries()) === undefined) {
    const gaps = looks.slice(1).map(({ timeMs }, index) => timeMs - looks[index].timeMs);
    const stepMs = gaps.sort((a, b) => a - b)[gaps.length >> 1] ?? DEFAULT_STEP_MS;
    await writeTimeseries(folder.file('metrics', 'timeseries.json'), timeseriesOf(looks, stepMs));
  }
  await log.remove();
}
