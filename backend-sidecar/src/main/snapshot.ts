import { randomBytes } from 'node:crypto';
import { copyFile, link, mkdir, readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import type { Database } from '../tsdb/db.ts';
import { messageOf, ObservatoryError } from '../util/errors.ts';

const FOLDER = 'snapshots';
const ATTEMPTS = 5;

/**
 * A copy of the store that a sidecar can open with `--storage.path`. The log is copied first, the blocks after it: what
 * moves from the log into a block meanwhile is then in both, which reads merge, and never in neither. Blocks never change,
 * so they are hard links and cost no space; when maintenance replaces one meanwhile, everything is tried again.
 * @returns the snapshot's name below `<storage.path>/snapshots`
 * @throws ObservatoryError `OBS_STORE_SNAPSHOT`
 */
export async function takeSnapshot(database: Database, skipHead: boolean, now: Date): Promise<string> {
  const stamp = now.toISOString().replaceAll(/[-:]|\.\d+/g, '');
  const name = `${stamp}-${randomBytes(8).toString('hex')}`;
  const target = path.join(database.path, FOLDER, name);
  for (let attempt = 1; ; attempt++) {
    try {
      await database.flush();
      if (!skipHead) await copyTree(path.join(database.path, 'wal'), path.join(target, 'wal'), copyFile);
      await copyTree(path.join(database.path, 'blocks'), path.join(target, 'blocks'), linkOrCopy);
      return name;
    } catch (error) {
      await rm(target, { recursive: true, force: true });
      if (codeOf(error) === 'ENOENT' && attempt < ATTEMPTS) continue;
      throw new ObservatoryError('OBS_STORE_SNAPSHOT', `the snapshot cannot be written: ${messageOf(error)}`, {
        hint: 'check the free space below storage.path',
        cause: error,
      });
    }
  }
}

async function copyTree(from: string, to: string, take: (from: string, to: string) => Promise<void>): Promise<void> {
  await mkdir(to, { recursive: true });
  for (const entry of await readdir(from, { withFileTypes: true })) {
    const [source, target] = [path.join(from, entry.name), path.join(to, entry.name)];
    // A block that is being written has a name of its own and belongs to nobody yet.
    if (entry.name.endsWith('.tmp')) continue;
    if (entry.isDirectory()) await copyTree(source, target, take);
    else await take(source, target);
  }
}

/** File systems without hard links get a copy. Tombstones are rewritten in place of the old file, so links stay true. */
async function linkOrCopy(from: string, to: string): Promise<void> {
  try {
    await link(from, to);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') throw error;
    await copyFile(from, to);
  }
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}
