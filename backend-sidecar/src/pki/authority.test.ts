import { X509Certificate } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { connect, createServer, type TLSSocket } from 'node:tls';
import type { AddressInfo } from 'node:net';
import { createAuthority, issueCertificate, listCertificates } from './index.ts';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(path.join(tmpdir(), 'observatory-pki-'));
});
afterEach(() => rmSync(directory, { recursive: true }));

const issue = (name: string, kind: 'server' | 'client', more: object = {}) =>
  issueCertificate({
    directory,
    name,
    kind,
    hosts: kind === 'server' ? ['localhost', '127.0.0.1'] : [],
    days: 30,
    ...more,
  });

it('makes certificates with which a server and a client trust each other, and nobody else', async () => {
  const ca = await createAuthority(directory, 'Test CA', 365);
  const server = await issue('sidecar', 'server');
  const client = await issue('agent-1', 'client');
  const read = ({ certificate, key }: { certificate: string; key: string }) => ({
    cert: readFileSync(certificate),
    key: readFileSync(key),
  });
  const authority = readFileSync(ca.certificate);
  const seen: boolean[] = [];
  const listener = createServer(
    { ...read(server), ca: authority, requestCert: true, rejectUnauthorized: false },
    (socket: TLSSocket) => {
      seen.push(socket.authorized);
      socket.end('ok');
    },
  );
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve));
  const { port } = listener.address() as AddressInfo;
  const call = (options: object) =>
    new Promise<string>((resolve) => {
      const socket = connect({ port, host: '127.0.0.1', ca: authority, ...options });
      socket.on('data', () => resolve('ok'));
      socket.on('error', (error) => resolve((error as NodeJS.ErrnoException).code ?? error.message));
    });
  expect(await call(read(client))).toBe('ok');
  expect(await call({})).toBe('ok');
  // A server's certificate is none for a client.
  expect(await call(read(server))).toBe('ok');
  expect(seen).toEqual([true, false, false]);
  expect(await call({ ca: undefined })).not.toBe('ok');
  await new Promise((resolve) => listener.close(resolve));
});

it('keeps keys to itself, replaces nothing by accident, lists what expires first first', async () => {
  await expect(issue('early', 'client')).rejects.toMatchObject({ code: 'OBS_PKI_CA' });
  const ca = await createAuthority(directory, 'Test CA', 10);
  await expect(createAuthority(directory, 'Other', 10)).rejects.toMatchObject({ code: 'OBS_PKI_EXISTS' });
  const { key, certificate } = await issue('one', 'client', { days: 3 });
  await expect(issue('one', 'client')).rejects.toMatchObject({ code: 'OBS_PKI_EXISTS' });
  await expect(issue('ca', 'client', { force: true })).rejects.toMatchObject({ code: 'OBS_PKI_EXISTS' });
  for (const name of ['../evil', 'a/b', '-x', ''])
    await expect(issue(name, 'client')).rejects.toMatchObject({ code: 'OBS_PKI_NAME' });
  for (const file of [key, ca.key]) expect(statSync(file).mode & 0o077).toBe(0);
  // No certificate outlives its CA.
  const late = await issue('late', 'server', { days: 400 });
  const end = (file: string) => Date.parse(new X509Certificate(readFileSync(file)).validTo);
  expect(end(late.certificate)).toBeLessThanOrEqual(end(ca.certificate));
  expect(end(certificate)).toBeLessThan(end(ca.certificate));
  expect(listCertificates(directory).map(({ file }) => file)[0]).toBe('one.crt');
  expect(listCertificates(directory)[0].daysLeft).toBe(2);
});
