import { BackendError, type DataSourceInstanceSettings } from '@observatory/grafana-backend-sdk';
import { datasourceSettings, type SecureDatasourceSettings } from '@observatory/protocol/datasource-settings';
import { durationMs } from '../query/duration.ts';

/** TLS as Node's `tls.connect` takes it. */
export interface TlsOptions {
  ca?: string;
  cert?: string;
  key?: string;
  servername?: string;
  rejectUnauthorized: boolean;
}

/** Where the sidecar of an instance is, and how it is asked. */
export interface ConnectionSettings {
  /** Without a slash at its end: `https://observatory.example:7480`, or with a path before the API's. */
  url: string;
  token: string | undefined;
  tls: TlsOptions;
  timeoutMs: number;
  scrapeIntervalMs: number;
}

/**
 * What an administrator filled in, checked.
 * @throws BackendError that names the setting and what belongs in it; it never repeats a secret.
 */
export function connectionSettings(settings: DataSourceInstanceSettings): ConnectionSettings {
  const parsed = datasourceSettings.safeParse(settings.jsonData);
  if (!parsed.success) {
    const problems = parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
    throw misconfigured(`the datasource's settings are wrong: ${problems.join('; ')}`);
  }
  const { sidecarUrl, tlsAuth, tlsAuthWithCACert, tlsSkipVerify, serverName, timeout, timeInterval } = parsed.data;
  const secrets: SecureDatasourceSettings = settings.decryptedSecureJsonData;
  return {
    url: baseUrl(sidecarUrl.trim() || settings.url.trim()),
    token: secrets.token?.trim() || undefined,
    tls: {
      rejectUnauthorized: !tlsSkipVerify,
      ...(serverName !== '' && { servername: serverName }),
      ...(tlsAuthWithCACert && { ca: pem(secrets.tlsCACert, 'tlsCACert', 'the CA certificate') }),
      ...(tlsAuth && {
        cert: pem(secrets.tlsClientCert, 'tlsClientCert', 'the client certificate'),
        key: pem(secrets.tlsClientKey, 'tlsClientKey', "the client certificate's key"),
      }),
    },
    timeoutMs: timeout * 1000,
    scrapeIntervalMs: intervalMs(timeInterval),
  };
}

function baseUrl(text: string): string {
  if (text === '') {
    throw misconfigured(
      "no sidecar is set: give its address, such as http://127.0.0.1:7480, in the datasource's settings",
    );
  }
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url || (url.protocol !== 'http:' && url.protocol !== 'https:')) {
    throw misconfigured(
      `the sidecar's address ${JSON.stringify(text.slice(0, 200))} is no URL: it begins with http:// or https://`,
    );
  }
  if (url.username !== '' || url.password !== '') {
    throw misconfigured(
      "the sidecar's address holds a user or password: put the sidecar's token in its own field instead",
    );
  }
  return `${url.origin}${url.pathname.replace(/\/+$/, '')}`;
}

function pem(text: string | undefined, key: string, what: string): string {
  if (text?.includes('-----BEGIN')) return text;
  throw misconfigured(`${what} (${key}) ${text ? 'is no PEM text' : 'is missing'}: it begins with -----BEGIN`);
}

function intervalMs(text: string): number {
  const ms = durationMs(text.trim() || '15s');
  if (ms === undefined) throw misconfigured(`timeInterval ${JSON.stringify(text)} is no duration such as 15s`);
  return ms;
}

function misconfigured(message: string): BackendError {
  return new BackendError(message, { status: 400, source: 'downstream' });
}
