/** `cluster.dashboard` through a whole sidecar. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import WebSocket from 'ws';
import { parseConfig } from '../config/index.ts';
import { startSidecar } from '../main.ts';

async function withDashboard<T>(dashboard: object, ask: (url: string) => Promise<T>): Promise<T> {
  const directory = mkdtempSync(path.join(tmpdir(), 'observatory-dashboard-'));
  const config = { listen: '127.0.0.1:0', storage: { path: directory }, cluster: { dashboard } };
  const sidecar = await startSidecar(parseConfig(JSON.stringify(config), 'test.yml'));
  try {
    return await ask(sidecar.address.url);
  } finally {
    await sidecar.stop();
    rmSync(directory, { recursive: true });
  }
}

/** `initial`, or the status of the refusal. */
function opened(url: string): Promise<unknown> {
  return new Promise((resolve) => {
    const socket = new WebSocket(`${url.replace('http', 'ws')}/ws/dashboard`);
    socket.once('message', (data: Buffer) => {
      socket.close();
      resolve(JSON.parse(data.toString('utf8')));
    });
    socket.once('unexpected-response', (_request, response) => resolve(response.statusCode));
    socket.once('error', () => {});
  });
}

it('off, it answers nothing and says so', async () => {
  await withDashboard({ enabled: false }, async (url) => {
    for (const [method, route] of [
      ['GET', 'metrics'],
      ['GET', 'stats'],
      ['GET', 'history/coordinator'],
    ]) {
      const answer = await fetch(`${url}/api/dashboard/${route}`, { method });
      expect([answer.status, await answer.text()]).toEqual([404, expect.stringContaining('is not served here')]);
    }
    expect(await opened(url)).toBe(404);
  });
});

it('on, it tells how often to refresh', async () => {
  await withDashboard({ refresh_interval_seconds: 7 }, async (url) => {
    const stats = (await (await fetch(`${url}/api/dashboard/stats`)).json()) as object;
    expect(stats).toMatchObject({ refresh_interval_seconds: 7 });
    expect(await opened(url)).toMatchObject({ type: 'initial', data: { refresh_interval_seconds: 7 } });
  });
});
