import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:https';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { IncomingHttpHeaders } from 'node:http';
import { parseConfig } from '../config/index.ts';
import { startSidecar } from '../main.ts';
import { hasOpenssl, TestAuthority } from '../scrape/testing/certificates.ts';

const TOKEN = 'a-reader-token-0123456789';

function call(
  port: number,
  ca: string,
  options: { method?: string; path: string; headers?: Record<string, string>; body?: string },
) {
  return new Promise<{ status: number; headers: IncomingHttpHeaders }>((resolve, reject) => {
    const sent = request({ host: '127.0.0.1', port, ca, agent: false, ...options }, (response) => {
      response.resume();
      response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers }));
    });
    sent.on('error', reject);
    sent.end(options.body);
  });
}

(hasOpenssl() ? it : it.skip)(
  'serves HTTPS with a cookie that only HTTPS carries (skipped without openssl)',
  async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'observatory-tls-'));
    const authority = new TestAuthority('observatory test');
    const { certFile, keyFile } = authority.issue('sidecar');
    const text = `
listen: 127.0.0.1:0
tls: { cert_file: ${certFile}, key_file: ${keyFile} }
storage: { path: data }
auth: { tokens: [{ role: reader, token: ${TOKEN} }] }
`;
    const file = path.join(folder, 'observatory.yaml');
    writeFileSync(file, text);
    const sidecar = await startSidecar(parseConfig(text, file));
    const { port, url } = sidecar.address;
    expect(url).toBe(`https://127.0.0.1:${port}`);
    const signedIn = await call(port, authority.ca, {
      method: 'POST',
      path: '/api/observatory/v1/session',
      headers: { 'content-type': 'application/json', origin: url },
      body: JSON.stringify({ token: TOKEN }),
    });
    const cookie = signedIn.headers['set-cookie']?.[0] ?? '';
    expect(cookie).toMatch(/^__Host-observatory_session=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict; Secure$/);
    expect(signedIn.headers['strict-transport-security']).toMatch(/max-age=\d+/);
    const headers = { cookie: cookie.split(';')[0] };
    expect((await call(port, authority.ca, { path: '/api/v1/labels', headers })).status).toBe(200);
    // A cookie that plain HTTP could have planted is nobody's.
    const planted = { cookie: headers.cookie.replace('__Host-', '') };
    expect((await call(port, authority.ca, { path: '/api/v1/labels', headers: planted })).status).toBe(401);
    const insecure = { ...headers, origin: url.replace('https', 'http') };
    expect(
      (await call(port, authority.ca, { method: 'DELETE', path: '/api/observatory/v1/session', headers: insecure }))
        .status,
    ).toBe(403);
    await sidecar.stop();
    authority.remove();
    rmSync(folder, { recursive: true });
  },
);

it('says which file of the certificate is missing', async () => {
  const text = 'listen: 127.0.0.1:0\ntls: { cert_file: none.pem, key_file: none.key }\n';
  await expect(startSidecar(parseConfig(text, '/nowhere/observatory.yaml'))).rejects.toMatchObject({
    code: 'OBS_TLS_FILE',
    message: expect.stringContaining('none.'),
    hint: 'check tls.key_file',
  });
});
