// Bundles one TypeScript entry (bench, soak, e2e) and runs it: `node scripts/run-ts.mjs bench/scrape.ts --seconds 60`.
// NODE flags for the child go before the file: `node scripts/run-ts.mjs --expose-gc bench/x.ts`.
import { spawn } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundleNode } from './build.mjs';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const args = process.argv.slice(2);
const fileIndex = args.findIndex((arg) => arg.endsWith('.ts'));
if (fileIndex < 0) {
  console.error('usage: node scripts/run-ts.mjs [node flags] FILE.ts [arguments]');
  process.exit(2);
}
const entry = path.resolve(args[fileIndex]);
const outfile = path.join('dist/run', `${path.relative(root, entry).replace(/[\\/]/g, '-').replace(/\.ts$/, '')}.js`);
await bundleNode(entry, outfile);

const child = spawn(
  process.execPath,
  [
    '--enable-source-maps',
    '--disable-warning=ExperimentalWarning',
    ...args.slice(0, fileIndex),
    path.join(root, outfile),
    ...args.slice(fileIndex + 1),
  ],
  { cwd: root, stdio: 'inherit' },
);
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
child.once('exit', (code, signal) => process.exit(signal ? 1 : (code ?? 1)));
