import { createReadStream, type ReadStream } from 'node:fs';
import { mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { runRecord, type RunRecord } from '@observatory/protocol/run-objects';
import { runTimeseries, type RunTimeseries } from '@observatory/protocol/runs';
import type { z } from 'zod';

export interface RunFile {
  /** Below the folder, with `/`. */
  path: string;
  bytes: number;
}

/** One look a line, as long as the recorder has not written the series. */
export const LOOKS = '.looks.ndjson';

/** The files of one run (docs/format/runs.md), the same whether the sidecar or the command made it. */
export class RunFolder {
  readonly path: string;
  /** Writes follow each other: two drafts of one name would be one. */
  private last: Promise<unknown> = Promise.resolve();

  constructor(folder: string) {
    this.path = folder;
  }

  remove(): Promise<void> {
    return rm(this.path, { recursive: true, force: true });
  }

  file(...names: string[]): string {
    return path.join(this.path, ...names);
  }

  async create(): Promise<void> {
    for (const name of ['metrics', 'benchmark_results', 'report']) await mkdir(this.file(name), { recursive: true });
  }

  /** The old file stays whole until the new one is on disk. */
  write(name: string, content: string | Uint8Array): Promise<void> {
    const next = this.last.then(() => this.replace(name, content));
    this.last = next.catch(() => {});
    return next;
  }

  private async replace(name: string, content: string | Uint8Array): Promise<void> {
    const draft = this.file(`${name}.new`);
    await mkdir(path.dirname(draft), { recursive: true });
    const handle = await open(draft, 'w', 0o640);
    try {
      await handle.writeFile(content);
      await handle.datasync();
    } finally {
      await handle.close();
    }
    await rename(draft, this.file(name));
  }

  writeRecord(record: RunRecord): Promise<void> {
    return this.write('run.json', `${JSON.stringify(record, null, 1)}\n`);
  }

  /** Undefined where there is none, or none that can be understood. */
  readRecord(): Promise<RunRecord | undefined> {
    return this.readJson('run.json', runRecord);
  }

  readTimeseries(): Promise<RunTimeseries | undefined> {
    return this.readJson('metrics/timeseries.json', runTimeseries);
  }

  async readText(name: string): Promise<string | undefined> {
    return readFile(this.file(name), 'utf8').catch(() => undefined);
  }

  async readJson<T>(name: string, schema: z.ZodType<T>): Promise<T | undefined> {
    try {
      return schema.safeParse(JSON.parse(await readFile(this.file(name), 'utf8'))).data;
    } catch {
      return undefined;
    }
  }

  /** Result files, in the order of their names. */
  async resultFiles(): Promise<string[]> {
    const names = await readdir(this.file('benchmark_results')).catch(() => []);
    return names
      .filter((name) => name.endsWith('.json'))
      .sort()
      .map((name) => this.file('benchmark_results', name));
  }

  /** When each result file was last written, by its name: what the benchmark's machine said, where it was told. */
  async modified(): Promise<Map<string, number>> {
    const times = new Map<string, number>();
    for (const file of await this.resultFiles()) {
      const found = await stat(file).catch(() => undefined);
      if (found) times.set(path.basename(file), found.mtimeMs);
    }
    return times;
  }

  /** All files but drafts and what begins with a dot. */
  async list(): Promise<RunFile[]> {
    const entries = await readdir(this.path, { recursive: true, withFileTypes: true }).catch(() => []);
    const files: RunFile[] = [];
    for (const entry of entries) {
      if (!entry.isFile() || entry.name.startsWith('.') || entry.name.endsWith('.new')) continue;
      const full = path.join(entry.parentPath, entry.name);
      const found = await stat(full).catch(() => undefined);
      if (found) files.push({ path: path.relative(this.path, full).split(path.sep).join('/'), bytes: found.size });
    }
    return files.sort((a, b) => (a.path < b.path ? -1 : 1));
  }

  /** What a run is made of, for an archive: charts and report are made anew where it is unpacked. */
  async importable(): Promise<string[]> {
    const names = (await this.list()).map(({ path: name }) => name);
    const looks = await stat(this.file('metrics', LOOKS)).catch(() => undefined);
    return [
      ...names.filter((name) => !name.startsWith('report/') && name !== 'metrics/plot_data.json'),
      ...(looks ? [`metrics/${LOOKS}`] : []),
    ];
  }

  async bytes(): Promise<number> {
    return (await this.list()).reduce((sum, { bytes }) => sum + bytes, 0);
  }

  /** Only what `list` names can be opened: no path leads out of the folder. */
  async open(name: string): Promise<{ bytes: number; stream: () => ReadStream } | undefined> {
    const found = (await this.list()).find((file) => file.path === name);
    return found && { bytes: found.bytes, stream: () => createReadStream(this.file(...name.split('/'))) };
  }
}
