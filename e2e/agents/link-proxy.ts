import { connect, createServer, type Socket } from 'node:net';

/** A TCP proxy whose link can be cut: what is open is dropped, what comes is refused, until it is mended. */
export interface LinkProxy {
  url: string;
  cut(): void;
  mend(): void;
  close(): Promise<void>;
}

/** Listens on a port of this host and passes on to another. */
export async function startLinkProxy(port: number, targetPort: number): Promise<LinkProxy> {
  const open = new Set<Socket>();
  let isCut = false;
  const server = createServer((near) => {
    if (isCut) return void near.destroy();
    const far = connect(targetPort, '127.0.0.1');
    for (const [socket, other] of [
      [near, far],
      [far, near],
    ]) {
      open.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => {
        open.delete(socket);
        other.destroy();
      });
      socket.pipe(other);
    }
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const drop = () => {
    for (const socket of open) socket.destroy();
  };
  return {
    url: `http://127.0.0.1:${port}`,
    cut() {
      isCut = true;
      drop();
    },
    mend() {
      isCut = false;
    },
    async close() {
      drop();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
