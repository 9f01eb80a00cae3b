import { secretSource, type Secret, type SecretSource } from './secret.ts';

export type TlsVersion = 'TLS10' | 'TLS11' | 'TLS12' | 'TLS13';

/** TLS settings; texts are PEM. Files are read anew when they change. */
export interface TlsConfig {
  ca?: string;
  ca_file?: string;
  cert?: string;
  cert_file?: string;
  key?: Secret;
  key_file?: string;
  server_name?: string;
  insecure_skip_verify: boolean;
  min_version?: TlsVersion;
  max_version?: TlsVersion;
}

export type HttpAuth =
  | { type: 'basic'; username: string | { file: string }; password: SecretSource | undefined }
  | { type: 'header'; scheme: string; credentials: SecretSource };

/** How an HTTP client authenticates and encrypts: the several spellings of the file brought to one form. */
export interface HttpClientConfig {
  auth: HttpAuth | undefined;
  tls: TlsConfig | undefined;
  followRedirects: boolean;
  headers: readonly { name: string; value: string | SecretSource }[];
  /** Never send credentials or headers in the clear; set where they were configured for https. */
  secureOnly?: boolean;
}

/** The keys of `httpClientShape` (schema/http-client.ts) after parsing. */
export interface RawHttpClient {
  basic_auth?: { username?: string; username_file?: string; password?: Secret; password_file?: string };
  authorization?: { type: string; credentials?: Secret; credentials_file?: string };
  bearer_token?: Secret;
  bearer_token_file?: string;
  tls_config?: TlsConfig;
  follow_redirects?: boolean;
  http_headers?: Record<string, { values: string[]; secrets: Secret[]; files: string[] }>;
}

export function httpClientConfig(raw: RawHttpClient): HttpClientConfig {
  const headers: { name: string; value: string | SecretSource }[] = [];
  for (const [name, { values, secrets, files }] of Object.entries(raw.http_headers ?? {})) {
    for (const value of values) headers.push({ name, value });
    for (const value of secrets) headers.push({ name, value: { value } });
    for (const file of files) headers.push({ name, value: { file } });
  }
  return { auth: authOf(raw), tls: raw.tls_config, followRedirects: raw.follow_redirects ?? true, headers };
}

function authOf(raw: RawHttpClient): HttpAuth | undefined {
  if (raw.basic_auth) {
    const { username, username_file, password, password_file } = raw.basic_auth;
    return {
      type: 'basic',
      username: username_file === undefined ? (username ?? '') : { file: username_file },
      password: secretSource(password, password_file),
    };
  }
  const scheme = raw.authorization?.type ?? 'Bearer';
  const credentials = raw.authorization
    ? secretSource(raw.authorization.credentials, raw.authorization.credentials_file)
    : secretSource(raw.bearer_token, raw.bearer_token_file);
  return credentials && { type: 'header', scheme, credentials };
}

/** What is contradictory in the client keys of one section: key and message each. */
export function httpClientProblems(
  raw: RawHttpClient & { headers?: Record<string, string> },
): { key: string; message: string }[] {
  const problems: { key: string; message: string }[] = [];
  const fail = (key: string, message: string) => problems.push({ key, message });
  const { basic_auth: basic, authorization, tls_config: tls } = raw;
  const bearer = raw.bearer_token !== undefined || raw.bearer_token_file !== undefined;
  if (Number(basic !== undefined) + Number(authorization !== undefined) + Number(bearer) > 1) {
    fail(
      basic ? 'basic_auth' : 'authorization',
      'use only one of basic_auth, authorization, bearer_token and bearer_token_file',
    );
  }
  if (raw.bearer_token && raw.bearer_token_file !== undefined)
    fail('bearer_token_file', 'use either bearer_token or bearer_token_file');
  if (basic?.username !== undefined && basic.username_file !== undefined)
    fail('basic_auth', 'use either username or username_file');
  if (basic && basic.username === undefined && basic.username_file === undefined)
    fail('basic_auth', 'needs a username');
  if (basic?.password && basic.password_file !== undefined) fail('basic_auth', 'use either password or password_file');
  if (authorization?.credentials && authorization.credentials_file !== undefined)
    fail('authorization', 'use either credentials or credentials_file');
  if (authorization?.type.toLowerCase() === 'basic')
    fail('authorization', 'type Basic is not allowed here; use basic_auth');
  if (tls) {
    for (const [inline, file] of [
      ['ca', 'ca_file'],
      ['cert', 'cert_file'],
      ['key', 'key_file'],
    ] as const) {
      if (tls[inline] !== undefined && tls[file] !== undefined) fail('tls_config', `use either ${inline} or ${file}`);
    }
    const cert = tls.cert !== undefined || tls.cert_file !== undefined;
    const key = tls.key !== undefined || tls.key_file !== undefined;
    if (cert !== key)
      fail(
        'tls_config',
        cert
          ? 'a client certificate needs its key (key or key_file)'
          : 'a client key needs its certificate (cert or cert_file)',
      );
    if (tls.min_version && tls.max_version && tls.min_version > tls.max_version)
      fail('tls_config', 'min_version is above max_version');
  }
  for (const name of [...Object.keys(raw.http_headers ?? {}), ...Object.keys(raw.headers ?? {})]) {
    const key = raw.http_headers && name in raw.http_headers ? 'http_headers' : 'headers';
    if (!/^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/.test(name)) fail(key, `${JSON.stringify(name)} is not a header name`);
    else if (RESERVED_HEADERS.has(name.toLowerCase()))
      fail(key, `header ${name} is set by the sidecar itself; for credentials use basic_auth or authorization`);
  }
  return problems;
}

const RESERVED_HEADERS = new Set([
  'authorization',
  'host',
  'content-encoding',
  'content-length',
  'content-type',
  'user-agent',
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'www-authenticate',
  'accept-encoding',
  'transfer-encoding',
  'upgrade',
  'te',
  'x-prometheus-remote-write-version',
  'x-prometheus-remote-read-version',
  'x-prometheus-scrape-timeout-seconds',
]);
