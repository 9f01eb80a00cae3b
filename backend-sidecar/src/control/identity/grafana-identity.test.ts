import { createLocalJWKSet, exportJWK, generateKeyPair, SignJWT, UnsecuredJWT } from 'jose';
import { GrafanaIdentity } from './grafana-identity.ts';

const NOW = Date.parse('2026-11-22T12:00:00Z');
const seconds = (offset: number) => Math.floor(NOW / 1000) + offset;

const { publicKey, privateKey } = await generateKeyPair('ES256');
const keys = createLocalJWKSet({ keys: [{ ...(await exportJWK(publicKey)), kid: 'k1', alg: 'ES256' }] });
const refused: string[] = [];
const identity = new GrafanaIdentity({
  url: 'http://g',
  keys,
  nowMs: () => NOW,
  onRefused: (reason) => refused.push(reason),
});

const token = (claims: Record<string, unknown>, options: { iat?: number; exp?: number } = {}) =>
  new SignJWT(claims)
    .setIssuedAt(options.iat ?? seconds(-10))
    .setExpirationTime(options.exp ?? seconds(590))
    .setProtectedHeader({ alg: 'ES256', kid: 'k1' });

it('names whom Grafana signed for', async () => {
  expect(await identity.nameOf(await token({ sub: 'user:1', username: 'ada' }).sign(privateKey))).toBe('ada (user:1)');
});

it('takes no forged, expired, unsigned, or wrongly signed header, and tells of each', async () => {
  const other = await generateKeyPair('ES256');
  const hmac = new SignJWT({ sub: 'user:1' }).setIssuedAt(seconds(-1)).setExpirationTime(seconds(500));
  const headers = [
    '{"sub":"user:1"}',
    'admin',
    'x'.repeat(10_000),
    await token({ sub: 'user:1' }).sign(other.privateKey),
    await token({ sub: 'user:1' }, { iat: seconds(-2000), exp: seconds(-1400) }).sign(privateKey),
    await token({ sub: 'user:1' }, { iat: seconds(-90_000), exp: seconds(90_000) }).sign(privateKey),
    await token({}).sign(privateKey),
    new UnsecuredJWT({ sub: 'user:1' }).setIssuedAt(seconds(-1)).setExpirationTime(seconds(500)).encode(),
    // The public key taken for a shared secret.
    await hmac
      .setProtectedHeader({ alg: 'HS256', kid: 'k1' })
      .sign(Buffer.from(JSON.stringify(await exportJWK(publicKey)))),
  ];
  for (const header of headers) expect(await identity.nameOf(header)).toBeUndefined();
  expect(refused).toHaveLength(headers.length);
});
