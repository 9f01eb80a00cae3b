import type { DataSourceInstanceSettings } from '@observatory/grafana-backend-sdk';
import { connectionSettings } from './connection-settings.ts';

const PEM = '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----';
const of = (jsonData: object, secrets: Record<string, string> = {}, url = ''): DataSourceInstanceSettings => ({
  id: 1,
  uid: 'u',
  name: 'n',
  url,
  user: '',
  database: '',
  basicAuthEnabled: false,
  basicAuthUser: '',
  jsonData: jsonData as DataSourceInstanceSettings['jsonData'],
  decryptedSecureJsonData: secrets,
  lastUpdatedMs: 0,
  apiVersion: '',
});

it('needs no more than an address', () => {
  expect(connectionSettings(of({ sidecarUrl: 'http://localhost:7480/' }))).toEqual({
    url: 'http://localhost:7480',
    token: undefined,
    tls: { rejectUnauthorized: true },
    timeoutMs: 30_000,
    scrapeIntervalMs: 15_000,
  });
  expect(connectionSettings(of({}, {}, 'https://proxy.example/observatory/')).url).toBe(
    'https://proxy.example/observatory',
  );
});

it('takes TLS and the token from where Grafana keeps secrets', () => {
  const settings = of(
    {
      sidecarUrl: 'https://a',
      tlsAuth: true,
      tlsAuthWithCACert: true,
      tlsSkipVerify: true,
      serverName: 'b',
      timeout: 5,
      timeInterval: '1m',
    },
    { token: ' t \n', tlsCACert: PEM, tlsClientCert: PEM, tlsClientKey: PEM },
  );
  expect(connectionSettings(settings)).toMatchObject({
    token: 't',
    tls: { rejectUnauthorized: false, servername: 'b', ca: PEM, cert: PEM, key: PEM },
    timeoutMs: 5000,
    scrapeIntervalMs: 60_000,
  });
});

it.each<[object, Record<string, string>, RegExp]>([
  [{}, {}, /no sidecar is set/],
  [{ sidecarUrl: 'ftp://a' }, {}, /is no URL/],
  [{ sidecarUrl: 'http://user:pass@a' }, {}, /holds a user or password/],
  [{ sidecarUrl: 'http://a', timeout: -1 }, {}, /timeout/],
  [{ sidecarUrl: 'http://a', timeInterval: 'often' }, {}, /"often" is no duration/],
  [{ sidecarUrl: 'http://a', tlsAuthWithCACert: true }, {}, /\(tlsCACert\) is missing/],
  [
    { sidecarUrl: 'http://a', tlsAuth: true },
    { tlsClientCert: PEM, tlsClientKey: 'hunter2' },
    /\(tlsClientKey\) is no PEM/,
  ],
])('refuses %j with a word on what is wrong, and no secret', (jsonData, secrets, message) => {
  const refuse = () => connectionSettings(of(jsonData, secrets));
  expect(refuse).toThrow(message);
  expect(refuse).not.toThrow(/hunter2|pass@/);
});
