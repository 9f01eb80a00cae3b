import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import type { RunInfo, RunRecord } from '@observatory/protocol/run-objects';
import { ObservatoryError } from '../../util/errors.ts';
import { RunFolder } from './run-folder.ts';

interface Kept {
  record: RunRecord;
  folder: RunFolder;
  bytes: number;
}

/** All runs below a folder, one folder each. What is known of them is in memory; their files are read when asked for. */
export class RunStore {
  private readonly root: string;
  private readonly runs = new Map<string, Kept>();

  constructor(root: string) {
    this.root = root;
  }

  /** Reads what is there. @returns names of folders that hold no run that can be understood */
  async open(): Promise<string[]> {
    await mkdir(this.root, { recursive: true });
    const strange: string[] = [];
    for (const entry of await readdir(this.root, { withFileTypes: true })) {
      if (!entry.isDirectory()) continue;
      // A deletion or an import that a crash cut off.
      if (entry.name.startsWith('.')) {
        await rm(path.join(this.root, entry.name), { recursive: true, force: true });
        continue;
      }
      const folder = new RunFolder(path.join(this.root, entry.name));
      const record = await folder.readRecord();
      if (record?.id === entry.name) this.runs.set(record.id, { record, folder, bytes: await folder.bytes() });
      else strange.push(entry.name);
    }
    return strange;
  }

  has(id: string): boolean {
    return this.runs.has(id);
  }

  /** Newest first. */
  list(): RunInfo[] {
    return [...this.runs.values()].map(infoOf).sort((a, b) => b.startedMs - a.startedMs || (a.id < b.id ? -1 : 1));
  }

  /** @throws ObservatoryError OBS_RUN_UNKNOWN */
  info(id: string): RunInfo {
    return infoOf(this.kept(id));
  }

  /** @throws ObservatoryError OBS_RUN_UNKNOWN */
  record(id: string): RunRecord {
    return this.kept(id).record;
  }

  /** @throws ObservatoryError OBS_RUN_UNKNOWN */
  folder(id: string): RunFolder {
    return this.kept(id).folder;
  }

  records(): RunRecord[] {
    return [...this.runs.values()].map(({ record }) => record);
  }

  /** A new run with its folder. @throws ObservatoryError OBS_RUN_WRITE */
  async create(record: RunRecord): Promise<RunFolder> {
    const folder = new RunFolder(path.join(this.root, record.id));
    this.runs.set(record.id, { record, folder, bytes: 0 });
    try {
      await folder.create();
      await folder.writeRecord(record);
    } catch (error) {
      this.runs.delete(record.id);
      throw writeError(record.id, error);
    }
    return folder;
  }

  /** A folder with a name that readers pass over, to be filled and then given to `adopt`. */
  async draft(id: string): Promise<RunFolder> {
    const folder = new RunFolder(path.join(this.root, `.import-${id}`));
    await rm(folder.path, { recursive: true, force: true });
    await folder.create();
    return folder;
  }

  /** Makes a filled draft a run. */
  async adopt(draft: RunFolder, record: RunRecord): Promise<void> {
    await draft.writeRecord(record);
    const folder = new RunFolder(path.join(this.root, record.id));
    await rename(draft.path, folder.path);
    this.runs.set(record.id, { record, folder, bytes: await folder.bytes() });
  }

  /**
   * What is given replaces what was, in memory at once and on disk when it resolves.
   * @throws ObservatoryError OBS_RUN_UNKNOWN, OBS_RUN_WRITE
   */
  async change(id: string, change: Partial<RunRecord>): Promise<RunInfo> {
    const kept = this.kept(id);
    kept.record = { ...kept.record, ...change };
    try {
      await kept.folder.writeRecord(kept.record);
    } catch (error) {
      throw writeError(id, error);
    }
    return infoOf(kept);
  }

  /** What need not be on disk: the next `change` takes it along. */
  note(id: string, change: Partial<RunRecord>): RunInfo {
    const kept = this.kept(id);
    kept.record = { ...kept.record, ...change };
    return infoOf(kept);
  }

  async measure(id: string): Promise<void> {
    const kept = this.kept(id);
    kept.bytes = await kept.folder.bytes();
  }

  /** Removes a run with its files; what a crash leaves of it is removed at the next start. */
  async remove(id: string): Promise<void> {
    const { folder } = this.kept(id);
    const gone = path.join(this.root, `.deleted-${id}`);
    try {
      await rm(gone, { recursive: true, force: true });
      await rename(folder.path, gone);
    } catch (error) {
      throw writeError(id, error);
    }
    this.runs.delete(id);
    await rm(gone, { recursive: true, force: true });
  }

  private kept(id: string): Kept {
    const kept = this.runs.get(id);
    if (kept) return kept;
    throw new ObservatoryError('OBS_RUN_UNKNOWN', `there is no run ${JSON.stringify(id)}`, {
      httpStatus: 404,
      hint: 'GET /api/observatory/v1/runs and "observatory run list" name all runs',
    });
  }
}

function infoOf({ record, bytes }: Kept): RunInfo {
  const {
    schema: _schema,
    clusterState: _state,
    abort: _abort,
    durationSeconds: _duration,
    unfinished: _unfinished,
    ...info
  } = record;
  return { ...info, bytes };
}

function writeError(id: string, cause: unknown): ObservatoryError {
  return new ObservatoryError(
    'OBS_RUN_WRITE',
    `files of run ${id} cannot be written (${String((cause as Error).message)})`,
    {
      httpStatus: 507,
      hint: 'check the free space and the rights below storage.path',
      cause,
    },
  );
}
