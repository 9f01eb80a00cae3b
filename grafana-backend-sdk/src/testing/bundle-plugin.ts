import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { build } from 'esbuild';

/** One CommonJS file that holds a plugin with all its packages, as it is shipped; `remove` deletes it. */
export async function bundlePlugin(entry: string): Promise<{ file: string; remove(): void }> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'plugin-bundle-'));
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
  return { file, remove: () => rmSync(folder, { recursive: true, force: true }) };
}
