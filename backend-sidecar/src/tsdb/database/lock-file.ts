import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { link, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { ObservatoryError } from '../../util/errors.ts';

const held = new Set<string>();

/**
 * Keeps a second process off a data directory. The file names its owner by process id and start time, so that what a killed
 * process left behind is taken over at once, also when its id was given to another process since (or, in a container, to us).
 * @throws ObservatoryError `OBS_STORE_LOCKED` when a living process holds the directory
 * @returns the function that gives it back
 */
export async function lockDirectory(dir: string): Promise<() => Promise<void>> {
  const file = path.resolve(dir, 'lock');
  if (held.has(file)) throw locked(dir, process.pid);
  const own = { pid: process.pid, started: startTimeOf(process.pid), token: randomUUID() };
  const draft = `${file}.${own.token}`;
  await writeFile(draft, `${JSON.stringify(own)}\n`);
  try {
    for (;;) {
      try {
        // Unlike a rename, a link fails when the name is taken: of two that try at once only one succeeds.
        await link(draft, file);
        break;
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
        await removeStale(dir, file);
      }
    }
  } finally {
    await rm(draft, { force: true });
  }
  held.add(file);
  return async () => {
    held.delete(file);
    await rm(file, { force: true });
  };
}

async function removeStale(dir: string, file: string): Promise<void> {
  const text = await readFile(file, 'utf8').catch(() => '');
  const owner = parseOwner(text);
  if (owner && isAlive(owner)) throw locked(dir, owner.pid);
  // Moved, not deleted, and looked at again: another process may have taken the stale lock over in the meantime.
  const aside = `${file}.${randomUUID()}`;
  try {
    await rename(file, aside);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
    throw error;
  }
  if ((await readFile(aside, 'utf8').catch(() => '')) !== text) await link(aside, file).catch(() => {});
  await rm(aside, { force: true });
}

interface Owner {
  pid: number;
  started: string;
}

function parseOwner(text: string): Owner | undefined {
  try {
    const value = JSON.parse(text) as Partial<Owner>;
    return typeof value.pid === 'number' && typeof value.started === 'string'
      ? { pid: value.pid, started: value.started }
      : undefined;
  } catch {
    return undefined; // written halfway: its writer died
  }
}

function isAlive(owner: Owner): boolean {
  // Our own id and not in `held`: an earlier process of the same id, as every start of a container is process 1.
  if (owner.pid === process.pid) return false;
  try {
    process.kill(owner.pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false;
  }
  const started = startTimeOf(owner.pid);
  return started === '' || owner.started === '' || started === owner.started;
}

/** Start time in clock ticks since boot (field 22 of /proc/<pid>/stat); empty where there is no /proc. */
function startTimeOf(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
  } catch {
    return '';
  }
}

function locked(dir: string, pid: number): ObservatoryError {
  return new ObservatoryError('OBS_STORE_LOCKED', `${dir} is in use by process ${pid}`, {
    hint: 'stop that sidecar, or give this one another storage.path',
  });
}
