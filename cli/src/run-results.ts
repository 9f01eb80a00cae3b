import { copyFile, mkdir, readdir, stat, utimes } from 'node:fs/promises';
import path from 'node:path';
import type { RunFolder } from '@observatory/backend-sidecar/runs/index';

const MAX_RESULT_BYTES = 256 * 1024 * 1024;

/** JSON files of this folder with their times, before a benchmark adds its own. */
export async function resultFilesBefore(): Promise<ReadonlyMap<string, number>> {
  const times = new Map<string, number>();
  for (const name of await jsonFiles()) {
    const found = await stat(name).catch(() => undefined);
    if (found) times.set(name, found.mtimeMs);
  }
  return times;
}

/** Copies what the benchmark wrote into this folder meanwhile, with its times; returns the copies. */
export async function keepResults(folder: RunFolder, before: ReadonlyMap<string, number>): Promise<string[]> {
  const target = folder.file('benchmark_results');
  await mkdir(target, { recursive: true });
  const kept: string[] = [];
  for (const name of await jsonFiles()) {
    const { mtimeMs, size } = await stat(name);
    if (before.get(name) === mtimeMs || size > MAX_RESULT_BYTES) continue;
    const copy = path.join(target, name);
    await copyFile(name, copy);
    // When it was written says when the load was over.
    await utimes(copy, mtimeMs / 1000, mtimeMs / 1000);
    kept.push(copy);
  }
  return kept;
}

async function jsonFiles(): Promise<string[]> {
  return (await readdir('.')).filter((file) => file.endsWith('.json')).sort();
}
