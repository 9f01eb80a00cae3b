import { jest } from '@jest/globals';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { testCommand } from './test-rules.ts';

describe('observatory test rules', () => {
  let folder: string;
  let lines: string[];
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'observatory-test-rules-'));
    lines = [];
    jest.spyOn(console, 'log').mockImplementation((line: string) => void lines.push(line));
    writeFileSync(path.join(folder, 'r.yml'), 'groups: [{ name: g, rules: [{ record: r, expr: m + 1 }] }]');
  });
  afterEach(() => {
    jest.restoreAllMocks();
    process.exitCode = undefined;
    rmSync(folder, { recursive: true });
  });

  function testFile(name: string, value: number): string {
    const file = path.join(folder, name);
    const tests = ['a', 'b'].map((test) => ({
      name: test,
      input_series: [{ series: 'm', values: '1' }],
      promql_expr_test: [
        { expr: 'r', eval_time: '0', exp_samples: [{ labels: 'r', value: test === 'a' ? 2 : value }] },
      ],
    }));
    writeFileSync(file, JSON.stringify({ rule_files: ['r.yml'], tests }));
    return file;
  }

  const run = (...args: string[]) => testCommand().parseAsync(['rules', ...args], { from: 'user' });

  it('counts and succeeds', async () => {
    await run(testFile('good.yml', 2));
    expect(lines.at(-1)).toBe('1 files (0 failed), 2 tests: 2 expectations met, 0 failed');
    expect(process.exitCode).toBeUndefined();
  });

  it('shows what differs and fails', async () => {
    await run(testFile('good.yml', 2), testFile('bad.yml', 3));
    expect(lines.join('\n')).toContain('exp: {__name__="r"} 3E+00\n        got: {__name__="r"} 2E+00');
    expect(lines.at(-1)).toBe('2 files (1 failed), 4 tests: 3 expectations met, 1 failed');
    expect(process.exitCode).toBe(1);
  });

  it('runs the tests that are named', async () => {
    await run(testFile('bad.yml', 3), '--run', '^a$');
    expect(lines.at(-1)).toBe('1 files (0 failed), 1 tests: 1 expectations met, 0 failed');
  });

  it('fails a file that is not there', async () => {
    await run(path.join(folder, 'none.yml'));
    expect(lines[0]).toContain('ENOENT');
    expect(process.exitCode).toBe(1);
  });
});
