/** Where the server listens: a socket that only this user reaches, or a port of the loopback on Windows. */
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { ServerCredentials, type Server } from '@grpc/grpc-js';

export interface Listening {
  network: 'unix' | 'tcp';
  /** Path of the socket, or host and port. */
  address: string;
  /** Removes the socket and its folder. */
  remove(): void;
}

/** Longest path of a socket that every system takes (108 bytes on Linux, 104 on macOS, with a zero at the end). */
const MAX_SOCKET_PATH = 103;

/** Binds the server. Throws what is wrong with the folder, and which variable names another. */
export async function listen(server: Server, platform: string = process.platform): Promise<Listening> {
  if (platform === 'win32') {
    const port = await bind(server, '127.0.0.1:0');
    return { network: 'tcp', address: `127.0.0.1:${port}`, remove: () => {} };
  }
  const folder = privateFolder();
  const address = path.join(folder, 'plugin.sock');
  try {
    await bind(server, `unix:${address}`);
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    throw new Error(`cannot listen on ${address}`, { cause: error });
  }
  return { network: 'unix', address, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** A new folder with mode 0700: what is asked of the plugin carries decrypted secrets, and sockets lie in the open. */
function privateFolder(): string {
  // The first is go-plugin's: where the host wants its plugins' sockets.
  const wanted = process.env.PLUGIN_UNIX_SOCKET_DIR || os.tmpdir();
  const fits = (parent: string) => Buffer.byteLength(path.join(parent, 'gfp-XXXXXX', 'plugin.sock')) <= MAX_SOCKET_PATH;
  const parent = fits(wanted) ? wanted : '/tmp';
  try {
    return mkdtempSync(path.join(parent, 'gfp-'));
  } catch (error) {
    throw new Error(`cannot make a folder for the socket in ${parent}: set TMPDIR to one that can be written`, {
      cause: error,
    });
  }
}

function bind(server: Server, address: string): Promise<number> {
  return new Promise((resolve, reject) => {
    server.bindAsync(address, ServerCredentials.createInsecure(), (error, port) =>
      error ? reject(error) : resolve(port),
    );
  });
}
