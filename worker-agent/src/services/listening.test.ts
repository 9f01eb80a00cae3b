import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { addressOf, listeningOf } from './listening.ts';

it.each([
  ['0100007F:1F90', '127.0.0.1:8080'],
  ['00000000:0C6D', '0.0.0.0:3181'],
  ['00000000000000000000000000000000:1F90', '[::]:8080'],
  ['0000000000000000FFFF00000100000A:1F90', '10.0.0.1:8080'],
  ['B80D0120000000000000000001000000:0050', '[2001:db8::1]:80'],
])('reads %s', (text, address) => {
  expect(addressOf(text)).toBe(address);
});

const onLinux = process.platform === 'linux' ? it : it.skip;

onLinux('finds where a process and its children listen, and not where others do', async () => {
  const own = createServer().listen(0, '127.0.0.1');
  await once(own, 'listening');
  const listener = `const s = require('net').createServer().listen(0, '127.0.0.1', () => console.log(s.address().port))`;
  const parent = `${listener}; require('child_process').spawn(process.execPath, ['-e', ${JSON.stringify(listener)}], { stdio: 'inherit' })`;
  const child = spawn(process.execPath, ['-e', parent], { stdio: ['ignore', 'pipe', 'inherit'], detached: true });
  try {
    let text = '';
    for await (const part of child.stdout) {
      text += String(part);
      if (text.trim().split('\n').length === 2) break;
    }
    const expected = text
      .trim()
      .split('\n')
      .map((port) => `127.0.0.1:${port}`);
    const found = await listeningOf([child.pid ?? 0]);
    expect(found.get(child.pid ?? 0)).toEqual(expected.sort());
    expect(found.get(child.pid ?? 0)).not.toContain(`127.0.0.1:${(own.address() as AddressInfo).port}`);
  } finally {
    process.kill(-(child.pid ?? 0), 'SIGKILL');
    own.close();
  }
});
