// `npm test`: jest over every workspace as native ESM, then over the plugin as CommonJS, then one closing line of real counts.
// Two runs, because jest remembers within a worker whether a file is a module of one kind or the other.
// Arguments are passed on to jest (`npm test -- --selectProjects demo`).
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import config from '../jest.config.mjs';

/** Projects whose tests run as CommonJS. */
const COMMONJS = ['plugin'];

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const folder = mkdtempSync(path.join(os.tmpdir(), 'observatory-test-'));
const nodeOptions =
  `${process.env.NODE_OPTIONS ?? ''} --experimental-vm-modules --disable-warning=ExperimentalWarning`.trim();

/** Runs jest and gives its counts; a run that leaves no results is one failure. */
function run(name, args) {
  const output = path.join(folder, `${name}.json`);
  const jest = spawnSync(
    process.execPath,
    [path.join(root, 'node_modules/jest/bin/jest.js'), '--json', `--outputFile=${output}`, ...args],
    { cwd: root, stdio: ['ignore', 'ignore', 'inherit'], env: { ...process.env, NODE_OPTIONS: nodeOptions } },
  );
  try {
    const results = JSON.parse(readFileSync(output, 'utf8'));
    const failed = results.numFailedTests + results.numRuntimeErrorTestSuites;
    return {
      passed: results.numPassedTests,
      // Jest may also fail for what is no test, such as an open handle.
      failed: jest.status !== 0 && failed === 0 ? 1 : failed,
      skipped: results.numPendingTests + results.numTodoTests,
    };
  } catch (error) {
    console.error(`jest left no results (${name}): ${error.message}`);
    return { passed: 0, failed: 1, skipped: 0 };
  }
}

const args = process.argv.slice(2);
const modules = config.projects.map(({ displayName }) => displayName).filter((name) => !COMMONJS.includes(name));
const runs = args.includes('--selectProjects')
  ? [run('selected', args)]
  : [
      run('modules', [...args, '--selectProjects', ...modules]),
      run('plugin', [...args, '--selectProjects', ...COMMONJS]),
    ];
rmSync(folder, { recursive: true, force: true });
const sum = (count) => runs.reduce((total, each) => total + each[count], 0);
console.log(`${sum('passed')} passed, ${sum('failed')} failed, ${sum('skipped')} skipped`);
process.exit(sum('failed') === 0 ? 0 : 1);
