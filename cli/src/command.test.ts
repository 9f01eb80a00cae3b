/** The built command as a person runs it; skipped when it is not built. */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';

const BIN = path.resolve(process.cwd(), 'bin/observatory.mjs');
const suite = existsSync(path.resolve(process.cwd(), 'dist/cli.js')) ? describe : describe.skip;

suite('observatory (skipped without dist/cli.js)', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'observatory-cli-'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const run = (...args: string[]) => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [BIN, ...args], { cwd: folder, encoding: 'utf8' });
    return { status, stdout, stderr };
  };

  it('explains itself', () => {
    expect(run('--help').stdout).toMatch(/sidecar[\s\S]*demo/);
    expect(run('sidecar', '--list-flags').stdout).toContain('--storage.path <path>');
    expect(run('--version').stdout).toMatch(/^\d+\.\d+\.\d+/);
  });

  it.each([
    [
      ['sidecar', '--config', 'none.yaml'],
      /^observatory: cannot read the configuration file none\.yaml.*\[OBS_CONFIG_READ\]\n$/,
    ],
    [
      ['sidecar', '--storage.pth=x'],
      /^observatory: --storage\.pth: is not a known flag; did you mean --storage\.path.*\n$/,
    ],
    [['sidecar', 'stray'], /^observatory: unknown argument "stray".*\[OBS_CLI_USAGE\]\n$/],
    [['sidecar', '--listen=0.0.0.0:0'], /^observatory: .*without authentication is refused.*\n$/],
    [['demo', '--nodes', 'x'], /whole number/],
    [['nonsense'], /unknown command/],
  ])('%j fails in a sentence', (args, message) => {
    const { status, stderr } = run(...args);
    expect(status).not.toBe(0);
    expect(stderr).toMatch(message);
    expect(stderr).not.toMatch(/^\s+at /m);
  });

  it('checks a configuration, naming line and key', () => {
    writeFileSync(path.join(folder, 'bad.yaml'), 'listen: 127.0.0.1:0\nglobal:\n  scrape_interval: often\n');
    expect(run('sidecar', '--config', 'bad.yaml', '--check').stderr).toContain(
      'bad.yaml:3:3: global.scrape_interval: ',
    );
    expect(run('sidecar', '--config', 'bad.yaml', '--check', '--global.scrape_interval=1s').stdout).toContain(
      'is valid',
    );
  });

  it('says which port is taken', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const { status, stderr } = run('sidecar', `--listen=127.0.0.1:${port}`);
    server.close();
    expect(status).toBe(1);
    expect(stderr.trimEnd().split('\n').pop()).toBe(
      `observatory: 127.0.0.1:${port} is taken by another process. Stop it, or choose another port with --listen=HOST:PORT [OBS_HTTP_LISTEN]`,
    );
  });

  it('runs until SIGTERM, reloads on SIGHUP, and says that the log is flushed', async () => {
    const file = path.join(folder, 'live.yaml');
    writeFileSync(file, 'listen: 127.0.0.1:0\nstorage: { path: live }\n');
    const child = spawn(process.execPath, [BIN, 'sidecar', '--config', file], {
      cwd: folder,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let log = '';
    const lines: ((line: string) => void)[] = [];
    child.stderr.on('data', (chunk: Buffer) => {
      log += chunk.toString();
      for (const heard of lines) heard(log);
    });
    const seen = (text: string) =>
      new Promise<void>((resolve) => {
        const look = () => log.includes(text) && resolve();
        lines.push(look);
        look();
      });
    const exited = once(child, 'exit');
    await seen('the sidecar is ready');
    writeFileSync(file, 'nonsense: 1\n');
    child.kill('SIGHUP');
    await seen('configuration not reloaded, the old one stays');
    writeFileSync(file, 'listen: 127.0.0.1:0\nstorage: { path: live }\n');
    child.kill('SIGHUP');
    await seen('configuration reloaded');
    child.kill('SIGTERM');
    expect(await exited).toEqual([0, null]);
    expect(log).toContain('the write-ahead log is flushed');
  });
});
