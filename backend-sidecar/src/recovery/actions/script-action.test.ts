/** Real files and processes. */
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { systemClock } from '../../util/clock.ts';
import type { ActionRule } from '../settings.ts';
import type { ActionRequest } from './action.ts';
import { ScriptAction } from './script-action.ts';

let root: string;
let directory: string;
let automation: boolean;
let action: ScriptAction;
const never = new AbortController().signal;

beforeEach(() => {
  root = mkdtempSync(path.join(tmpdir(), 'observatory-scripts-'));
  directory = path.join(root, 'scripts');
  mkdirSync(directory);
  automation = true;
  action = new ScriptAction({ clock: systemClock, directory: () => directory, automation: () => automation });
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function script(name: string, text: string, mode = 0o700): void {
  writeFileSync(path.join(directory, name), `#!/bin/sh\n${text}\n`);
  chmodSync(path.join(directory, name), mode);
}

const request = (name: string, args: string[] = [], timeoutMs = 60_000): ActionRequest => ({
  key: 'k',
  rule: { does: { kind: 'script', script: name, args }, timeoutMs } as unknown as ActionRule,
  target: 'c/broker/b',
  nodeId: 'c/broker/b',
  details: '{"value":"$(touch hacked) \'; touch hacked #"}',
  cause: 'x',
});

it('gives arguments as they are, through no shell, and no environment of ours', async () => {
  process.env.OBSERVATORY_TEST_SECRET = 'hunter2';
  script('show.sh', 'printf "%s|" "$@"; env');
  const result = await action.perform(request('show.sh', ['{node_id}', '{details}', '; ls']), false, never);
  delete process.env.OBSERVATORY_TEST_SECRET;
  expect(result).toMatchObject({ outcome: 'done' });
  const { detail } = result as { detail: string };
  expect(detail).toContain('c/broker/b|{"value":"$(touch hacked) \'; touch hacked #"}|; ls|');
  expect(detail).not.toContain('hunter2');
});

it('a script that fails is a failure, with what it said', async () => {
  script('fail.sh', 'echo no such disk >&2; exit 3');
  expect(await action.perform(request('fail.sh'), false, never)).toEqual({
    outcome: 'failed',
    detail: 'it ended with exit code 3: no such disk',
  });
});

it.each([
  ['a file that is not there', 'missing.sh', 'cannot be run'],
  ['a way out', 'out.sh', 'leads out'],
  ['what is no program', 'plain.sh', 'is no program'],
  ['what everybody may change', 'open.sh', 'changed by everybody'],
  ['a folder', 'folder', 'is no file'],
])('refuses %s', async (_name, name, reason) => {
  writeFileSync(path.join(root, 'outside.sh'), '#!/bin/sh\ntouch ran\n', { mode: 0o755 });
  symlinkSync(path.join(root, 'outside.sh'), path.join(directory, 'out.sh'));
  script('plain.sh', 'true', 0o600);
  script('open.sh', 'true', 0o707);
  mkdirSync(path.join(directory, 'folder'));
  expect((await action.preview(request(name))).refusal).toContain(reason);
  expect(await action.perform(request(name), false, never)).toMatchObject({
    outcome: 'refused',
    detail: expect.stringContaining(reason) as string,
  });
});

it('ends one that takes too long, with all that it started', async () => {
  script('slow.sh', 'sleep 1000 & echo $! >child; wait');
  const result = await action.perform(request('slow.sh', [], 500), false, never);
  expect(result).toMatchObject({ outcome: 'failed', detail: expect.stringContaining('within 0.5 s') as string });
  const child = Number(readFileSync(path.join(directory, 'child'), 'utf8'));
  for (;;) {
    if (!isRunning(child)) break;
    await pause(20);
  }
});

it('the stop switch ends what runs', async () => {
  script('long.sh', 'echo begun >begun; sleep 1000');
  const result = action.perform(request('long.sh'), false, never);
  const begun = () => {
    try {
      return readFileSync(path.join(directory, 'begun'), 'utf8') !== '';
    } catch {
      return false;
    }
  };
  while (!begun()) await pause(20);
  automation = false;
  expect(await result).toMatchObject({ outcome: 'failed', detail: expect.stringContaining('stop switch') as string });
});

it('after a crash nobody knows, and it is not run again', async () => {
  script('once.sh', 'touch again');
  expect(await action.perform(request('once.sh'), true, never)).toMatchObject({ outcome: 'unknown' });
  expect(() => readFileSync(path.join(directory, 'again'))).toThrow();
});

/** A zombie has ended: only its parent did not look yet. */
function isRunning(pid: number): boolean {
  try {
    return !/^\d+ \(.*\) Z/.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
}
