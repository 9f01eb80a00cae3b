import { execFileSync } from 'node:child_process';
import path from 'node:path';

/** Bundles a TypeScript entry for a child process and returns the file to fork. */
export async function bundleEntry(entry: string): Promise<string> {
  const outfile = path.resolve('dist/run', entry.replace(/[\\/]/g, '-').replace(/\.ts$/, '.child.js'));
  execFileSync(process.execPath, [
    '--input-type=module',
    '-e',
    `import { bundleNode } from './scripts/build.mjs'; await bundleNode(${JSON.stringify(entry)}, ${JSON.stringify(path.relative(process.cwd(), outfile))});`,
  ]);
  return outfile;
}
