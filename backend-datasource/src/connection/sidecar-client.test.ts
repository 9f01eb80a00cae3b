/** TLS as an administrator sets it, against a server that wants a client certificate. */
import https from 'node:https';
import type { AddressInfo } from 'node:net';
import type { TLSSocket } from 'node:tls';
import { WebSocketServer } from 'ws';
import * as z from 'zod';
import { CA, CLIENT, SERVER } from '../testing/certificates.ts';
import type { TlsOptions } from './connection-settings.ts';
import { SidecarClient } from './sidecar-client.ts';

let server: https.Server;
let url: string;
beforeAll(async () => {
  server = https.createServer({ ...SERVER, ca: CA, requestCert: true, rejectUnauthorized: false });
  const clientOf = (socket: unknown) => (socket as TLSSocket).getPeerCertificate().subject?.CN ?? 'nobody';
  server.on('request', (request, response) => response.end(JSON.stringify({ client: clientOf(request.socket) })));
  new WebSocketServer({ server }).on('connection', (socket, request) => socket.send(clientOf(request.socket)));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.closeAllConnections();
  return new Promise((resolve) => server.close(resolve));
});

const clients: SidecarClient[] = [];
afterEach(() => Promise.all(clients.splice(0).map((client) => client.close())));
const clientWith = (tls: Partial<TlsOptions>) => {
  const settings = {
    url,
    token: undefined,
    tls: { rejectUnauthorized: true, ...tls },
    timeoutMs: 30_000,
    scrapeIntervalMs: 1,
  };
  const client = new SidecarClient(settings, { userAgent: 'test' });
  clients.push(client);
  return client;
};
const answerTo = (tls: Partial<TlsOptions>) =>
  clientWith(tls).json('/x', z.object({ client: z.string() }), { signal: new AbortController().signal });

it('trusts the authority of the settings, by the name of the settings, and shows its own certificate', async () => {
  const tls = { ca: CA, servername: 'server.example', ...CLIENT };
  expect(await answerTo(tls)).toEqual({ client: 'client.example' });
  const socket = clientWith(tls).openStream();
  expect(
    await new Promise((resolve, reject) => socket.on('message', (data) => resolve(String(data))).on('error', reject)),
  ).toBe('client.example');
  socket.terminate();
});

it('believes any certificate when it is told to', async () => {
  expect(await answerTo({ rejectUnauthorized: false })).toEqual({ client: 'nobody' });
});

it.each<[Partial<TlsOptions>, RegExp]>([
  [{ servername: 'server.example' }, /give the CA certificate/],
  [{ ca: CA }, /is for another name/],
  [{ ca: '-----BEGIN nonsense', servername: 'server.example' }, /cannot be read|TLS|give the CA/],
])('says what is missing: %#', async (tls, message) => {
  await expect(answerTo(tls)).rejects.toThrow(message);
});
