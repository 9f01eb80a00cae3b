import { existsSync } from 'node:fs';
import { Server } from '@grpc/grpc-js';
import { listen } from './listen.ts';

async function listening(platform: string) {
  const server = new Server();
  const found = await listen(server, platform);
  return { ...found, close: () => (server.forceShutdown(), found.remove()) };
}

describe('listen', () => {
  it('takes a socket of its own each time, and removes it', async () => {
    const [first, second] = [await listening('linux'), await listening('linux')];
    expect([first.network, second.network]).toEqual(['unix', 'unix']);
    expect(first.address).not.toBe(second.address);
    first.close();
    expect([existsSync(first.address), existsSync(second.address)]).toEqual([false, true]);
    second.close();
  });

  it('takes a free port of the loopback on Windows', async () => {
    const { network, address, close } = await listening('win32');
    expect(network).toBe('tcp');
    expect(address).toMatch(/^127\.0\.0\.1:[1-9]\d*$/);
    close();
  });
});
