import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { build } from 'esbuild';

export interface PluginBundle {
  /** How `startPlugin` starts it. */
  command: string;
  args: string[];
  remove(): void;
}

/** What tests run plugins on when they do not say: `PLUGIN_RUNTIME=bun` runs them as executables, as they are shipped. */
const DEFAULT_RUNTIME = process.env.PLUGIN_RUNTIME === 'bun' ? 'bun' : 'node';

/** One file that holds a plugin with all its packages: CommonJS for Node, or an executable made by Bun. */
export async function bundlePlugin(entry: string, runtime: 'node' | 'bun' = DEFAULT_RUNTIME): Promise<PluginBundle> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'plugin-bundle-'));
  const remove = () => rmSync(folder, { recursive: true, force: true });
  if (runtime === 'bun') {
    const command = path.join(folder, 'plugin');
    await promisify(execFile)(bunPath() ?? 'bun', ['build', '--compile', '--minify', entry, '--outfile', command]);
    return { command, args: [], remove };
  }
  const file = path.join(folder, 'plugin.cjs');
  await build({
    entryPoints: [entry],
    outfile: file,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20.19',
    logLevel: 'silent',
  });
  return { command: process.execPath, args: [file], remove };
}

/** Bun's program for this platform, out of npm's packages; undefined where it is not installed. */
export function bunPath(): string | undefined {
  const modules = createRequire(import.meta.url).resolve.paths('bun') ?? [];
  return modules
    .map((folder) => path.join(folder, `@oven/bun-${process.platform}-${process.arch}/bin/bun`))
    .find((file) => existsSync(file));
}
