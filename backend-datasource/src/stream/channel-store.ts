import { lstat, mkdir, readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { channelSpec, isChannelPath, type ChannelSpec } from './channel-spec.ts';

const MAX_IN_MEMORY = 5000;
const KEPT_MS = 2 * 24 * 3_600_000;

/**
 * What each channel streams, by path. Grafana asks for a channel by its path alone, also after it had to start this process
 * again; so the specs lie in a folder that only this user can read, too. Without that folder the streams of before a crash
 * come back when their panels are refreshed.
 */
export class ChannelStore {
  private readonly folder: string | null;
  private readonly specs = new Map<string, ChannelSpec>();
  private ready: Promise<boolean> | undefined;

  /** `folder`: null keeps them in memory only. */
  constructor(folder: string | null = defaultFolder()) {
    this.folder = folder;
  }

  /** Resolves when it would survive the end of this process. */
  async put(channel: string, spec: ChannelSpec): Promise<void> {
    const isKnown = this.specs.delete(channel);
    this.specs.set(channel, spec);
    for (const oldest of this.specs.keys()) {
      if (this.specs.size <= MAX_IN_MEMORY) break;
      this.specs.delete(oldest);
    }
    if (!isKnown) await this.write(channel, spec);
  }

  async get(channel: string): Promise<ChannelSpec | undefined> {
    return this.specs.get(channel) ?? (isChannelPath(channel) ? await this.read(channel) : undefined);
  }

  private async write(channel: string, spec: ChannelSpec): Promise<void> {
    if (!(await this.prepared())) return;
    const file = this.fileOf(channel);
    const half = `${file}.${process.pid}`;
    try {
      await writeFile(half, JSON.stringify(spec), { mode: 0o600 });
      await rename(half, file);
    } catch {
      // Only a comfort after a crash.
    }
  }

  private async read(channel: string): Promise<ChannelSpec | undefined> {
    if (!(await this.prepared())) return undefined;
    try {
      const file = this.fileOf(channel);
      const spec = channelSpec.parse(JSON.parse(await readFile(file, 'utf8')));
      const now = new Date();
      await utimes(file, now, now);
      this.specs.set(channel, spec);
      return spec;
    } catch {
      return undefined;
    }
  }

  private prepared(): Promise<boolean> {
    return (this.ready ??= this.prepare());
  }

  /** In a folder that everybody may write to, a folder of that name may be somebody else's: then it is not used. */
  private async prepare(): Promise<boolean> {
    const { folder } = this;
    if (folder === null) return false;
    try {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      const made = await lstat(folder);
      const isOurs = process.getuid === undefined || (made.uid === process.getuid() && (made.mode & 0o077) === 0);
      if (!made.isDirectory() || !isOurs) return false;
      await dropOld(folder);
      return true;
    } catch {
      return false;
    }
  }

  private fileOf(channel: string): string {
    return path.join(this.folder ?? '', `${path.posix.basename(channel)}.json`);
  }
}

function defaultFolder(): string {
  return path.join(os.tmpdir(), `observatory-pulsar-datasource-${process.getuid?.() ?? 'user'}`);
}

async function dropOld(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    const file = path.join(folder, name);
    const { mtimeMs } = await stat(file);
    if (mtimeMs < Date.now() - KEPT_MS) await rm(file, { force: true });
  }
}
