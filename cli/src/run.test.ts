import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { runCommand } from './run.ts';

let folder: string;
beforeEach(() => (folder = mkdtempSync(path.join(os.tmpdir(), 'observatory-run-'))));
afterEach(() => {
  process.exitCode = undefined;
  rmSync(folder, { recursive: true, force: true });
});
const run = (...argv: string[]) => runCommand().exitOverride().parseAsync(argv, { from: 'user' });

describe('observatory run', () => {
  it('report: result files become a report, without a sidecar', async () => {
    const file = path.join(folder, 'result.json');
    writeFileSync(file, JSON.stringify({ workload: 'w', driver: 'Pulsar', publishRate: [1, 2] }));
    await run('report', file, '--out', path.join(folder, 'out'));
    expect(readFileSync(path.join(folder, 'out/index.html'), 'utf8')).toContain('<h1>w</h1>');
    await expect(run('report', path.join(folder, 'none.json'), '-o', folder)).rejects.toMatchObject({
      code: 'OBS_RUN_NO_RESULT',
    });
    await expect(run('report', file)).rejects.toMatchObject({ code: 'OBS_CLI_USAGE' });
  });

  it('a command keeps its options and its exit code, though no sidecar answers', async () => {
    const out = path.join(folder, 'run');
    const url = 'http://127.0.0.1:9';
    await run('--name', 'exp', '--url', url, '-o', out, '--', 'sh', '-c', 'exit "$1"', '-o', '7');
    expect(process.exitCode).toBe(7);
    expect(JSON.parse(readFileSync(path.join(out, 'run.json'), 'utf8'))).toMatchObject({ name: 'exp', exitCode: 7 });
    expect(readFileSync(path.join(out, 'report/index.html'), 'utf8')).toContain('The command failed: exit code 7.');
    expect(existsSync(path.join(out, 'metrics/plot_data.json'))).toBe(true);
  });

  it('a run without a name or a command is none', async () => {
    await expect(async () => run('--name', 'x')).rejects.toMatchObject({ code: 'OBS_CLI_USAGE' });
  });
});
