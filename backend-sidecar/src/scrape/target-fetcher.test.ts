import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TLSSocket } from 'node:tls';
import { gzipSync } from 'node:zlib';
import { parseConfig } from '../config/index.ts';
import { systemClock } from '../util/clock.ts';
import type { Ingester } from './ingest-types.ts';
import { compileRelabeling } from './relabel.ts';
import { buildTarget } from './target.ts';
import { TargetFetcher } from './target-fetcher.ts';
import { hasOpenssl, TestAuthority } from './testing/certificates.ts';
import { startMetricsServer, type MetricsServer } from '../testing/metrics-server.ts';

/** Collects the bytes that reach it. */
class CollectingIngester implements Ingester {
  contentType: string | undefined;
  chunks: Buffer[] = [];
  aborted = 0;
  begin(contentType: string | undefined) {
    this.contentType = contentType;
    this.chunks = [];
  }
  write(chunk: Uint8Array) {
    this.chunks.push(Buffer.from(chunk));
  }
  abort() {
    this.aborted++;
  }
  finish = () => ({ scraped: 0, postRelabel: 0, added: 0, bodyBytes: 0, repairs: {}, refused: {} });
  markStale() {}
  close() {}
  get text() {
    return Buffer.concat(this.chunks).toString();
  }
}

let folder: string;
let server: MetricsServer;
let ingester: CollectingIngester;
const fetchers: TargetFetcher[] = [];

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'observatory-fetch-'));
  server = await startMetricsServer();
  ingester = new CollectingIngester();
});

afterEach(async () => {
  await Promise.all(fetchers.splice(0).map((fetcher) => fetcher.close()));
  await server.close();
  rmSync(folder, { recursive: true });
});

/** A fetcher for `address` by a job with these further keys. */
function fetcherFor(address: string, keys: Record<string, unknown> = {}, knownHosts: string[] = []): TargetFetcher {
  const text = JSON.stringify({ scrape_configs: [{ job_name: 'a', scrape_timeout: '2s', ...keys }] });
  const [config] = parseConfig(text, join(folder, 'c.yaml'), { env: {} }).scrape_configs;
  const outcome = buildTarget({ __address__: address }, config, compileRelabeling([]));
  if (!('target' in outcome)) throw new Error('no target');
  const isKnownHost = (host: string) => knownHosts.includes(host);
  const fetcher = new TargetFetcher(outcome.target, { config, clock: systemClock, userAgent: 'test', isKnownHost });
  fetchers.push(fetcher);
  return fetcher;
}
const fetchOnce = (fetcher: TargetFetcher) => fetcher.fetch(ingester, new AbortController().signal);

describe('authentication', () => {
  it.each<[string, Record<string, unknown>, string]>([
    [
      'basic',
      { basic_auth: { username: 'me', password: 'pä:ss' } },
      `Basic ${Buffer.from('me:pä:ss').toString('base64')}`,
    ],
    ['bearer', { bearer_token: 'abc' }, 'Bearer abc'],
    ['any scheme', { authorization: { type: 'Token', credentials: 'abc' } }, 'Token abc'],
  ])('%s', async (_, keys, expected) => {
    await fetchOnce(fetcherFor(server.address, keys));
    expect(server.requests[0].headers.authorization).toBe(expected);
  });

  it('reads a token file anew at each use', async () => {
    const file = join(folder, 'token');
    const fetcher = fetcherFor(server.address, { bearer_token_file: 'token' });
    await expect(fetchOnce(fetcher)).rejects.toThrow(`cannot read secret file ${file}`);
    writeFileSync(file, 'one\n');
    await fetchOnce(fetcher);
    writeFileSync(file, 'two\n');
    await fetchOnce(fetcher);
    expect(server.requests.map(({ headers }) => headers.authorization)).toEqual(['Bearer one', 'Bearer two']);
  });

  it('sends configured headers', async () => {
    await fetchOnce(fetcherFor(server.address, { http_headers: { 'X-Scope': { values: ['a'], secrets: ['b'] } } }));
    expect(server.requests[0].headers['x-scope']).toBe('a, b');
  });
});

describe('redirects', () => {
  let other: MetricsServer;
  beforeEach(async () => (other = await startMetricsServer()));
  afterEach(() => other.close());
  const redirect = (status: number, location: string | undefined) => {
    server.respond = (request, response) => {
      if (request.url !== '/metrics') return response.end('a 1\n');
      response.writeHead(status, location === undefined ? {} : { location }).end();
    };
  };

  it.each([301, 302, 303, 307, 308])('%i to the same host is followed with credentials', async (status) => {
    redirect(status, '/metrics/');
    await fetchOnce(fetcherFor(server.address, { bearer_token: 'abc' }));
    expect(server.requests.map(({ url, headers }) => [url, headers.authorization])).toEqual([
      ['/metrics', 'Bearer abc'],
      ['/metrics/', 'Bearer abc'],
    ]);
    expect(ingester.text).toBe('a 1\n');
  });

  it('to a host nobody configured is refused', async () => {
    redirect(302, `http://${other.address}/metrics`);
    await expect(fetchOnce(fetcherFor(server.address, { bearer_token: 'abc' }))).rejects.toThrow(
      `the server redirected to ${other.address}, which is not a host of this configuration`,
    );
    expect(other.requests).toEqual([]);
  });

  it('to another known host is followed without credentials', async () => {
    redirect(302, `http://${other.address}/metrics`);
    const keys = { bearer_token: 'abc', http_headers: { 'x-key': { secrets: ['s'] } } };
    await fetchOnce(fetcherFor(server.address, keys, [other.address]));
    expect(other.requests).toHaveLength(1);
    expect(other.requests[0].headers.authorization).toBeUndefined();
    expect(other.requests[0].headers['x-key']).toBeUndefined();
  });

  it.each([
    ['in circles', '/metrics', /stopped after 5 redirects/],
    ['nowhere', undefined, /without a usable Location/],
    ['to a file', 'file:///etc/passwd', /without a usable Location/],
  ])('%s is refused', async (_, location, message) => {
    redirect(302, location);
    await expect(fetchOnce(fetcherFor(server.address))).rejects.toThrow(message);
  });

  it('is an error when redirects are off', async () => {
    redirect(302, '/metrics/');
    await expect(fetchOnce(fetcherFor(server.address, { follow_redirects: false }))).rejects.toThrow(
      'server returned HTTP status 302 Found',
    );
  });
});

describe('bodies', () => {
  it('are asked for and read without compression when it is off', async () => {
    await fetchOnce(fetcherFor(server.address, { enable_compression: false }));
    expect(server.requests[0].headers['accept-encoding']).toBe('identity');
  });

  const gzip = (body: Buffer, cut = 0) => {
    server.respond = (_, response) => {
      response.writeHead(200, { 'content-type': 'text/plain', 'content-encoding': 'gzip' });
      response.end(body.subarray(0, body.length - cut));
    };
  };
  // Random text barely compresses, so that the large one takes the streaming way.
  const random = (length: number) =>
    Array.from({ length }, (_, i) => `m${(i * 2_654_435_761) % 4_294_967_296} ${Math.imul(i, 40_503)}\n`).join('');

  it.each([
    ['small', 1000],
    ['large', 200_000],
  ])('%s ones come through gzip whole', async (_, lines) => {
    const text = random(lines);
    gzip(gzipSync(text));
    await fetchOnce(fetcherFor(server.address));
    expect(ingester.text).toBe(text);
  });

  it.each([
    ['small', 1000],
    ['large', 200_000],
  ])('%s ones that are cut are an error', async (_, lines) => {
    gzip(gzipSync(random(lines)), 20);
    await expect(fetchOnce(fetcherFor(server.address))).rejects.toThrow(/not valid gzip/);
    expect(ingester.aborted).toBe(1);
  });

  it('that inflate beyond the limit are refused', async () => {
    gzip(gzipSync(Buffer.alloc(10_000_000)));
    await expect(fetchOnce(fetcherFor(server.address, { body_size_limit: '1MB' }))).rejects.toThrow(
      'body size limit exceeded (1048576 bytes)',
    );
  });

  it('in an encoding that was not asked for are refused', async () => {
    server.respond = (_, response) => response.writeHead(200, { 'content-encoding': 'br' }).end('x');
    await expect(fetchOnce(fetcherFor(server.address))).rejects.toThrow('content encoding br');
  });

  it('without a useful content type are read by the fallback, and refused when strict without one', async () => {
    server.respond = (_, response) => response.writeHead(200, {}).end('a 1\n');
    await fetchOnce(fetcherFor(server.address, { fallback_scrape_protocol: 'OpenMetricsText1.0.0' }));
    expect(ingester.contentType).toContain('application/openmetrics-text');
    await expect(fetchOnce(fetcherFor(server.address, { strict_parsing: true }))).rejects.toThrow(
      'unknown content type ""',
    );
  });

  it('that break off are an error', async () => {
    server.respond = (_, response) => {
      response.writeHead(200, { 'content-type': 'text/plain', 'content-length': '100' });
      response.write('a 1\n', () => response.destroy());
    };
    await expect(fetchOnce(fetcherFor(server.address))).rejects.toThrow();
    expect(ingester.aborted).toBe(1);
  });
});

describe('connections', () => {
  it('are kept, and renewed when the server closed one', async () => {
    const fetcher = fetcherFor(server.address);
    await fetchOnce(fetcher);
    await fetchOnce(fetcher);
    expect(server.connections()).toBe(1);
    // The server gives up the kept connection at the very moment of the next request.
    let dropped = 0;
    server.respond = ((respond) => (request, response) => {
      if (dropped++ === 0) return request.socket.destroy();
      respond(request, response);
    })(server.respond);
    await fetchOnce(fetcher);
    expect(server.connections()).toBe(2);
  });

  it('that are refused say so', async () => {
    await expect(fetchOnce(fetcherFor('127.0.0.1:1'))).rejects.toThrow('ECONNREFUSED');
  });

  it('are not made after the scrape was abandoned', async () => {
    const abort = new AbortController();
    abort.abort();
    await expect(fetcherFor(server.address).fetch(ingester, abort.signal)).rejects.toThrow('abandoned');
    expect(server.requests).toEqual([]);
  });
});

(hasOpenssl() ? describe : describe.skip)('TLS (needs the openssl command)', () => {
  let authority: TestAuthority;
  let stranger: TestAuthority;
  let secure: MetricsServer;
  beforeAll(() => {
    authority = new TestAuthority('test CA');
    stranger = new TestAuthority('other CA');
  });
  afterAll(() => {
    authority.remove();
    stranger.remove();
  });
  beforeEach(async () => {
    const { cert, key } = authority.issue('server');
    secure = await startMetricsServer({ cert, key, ca: authority.ca, requestCert: true, rejectUnauthorized: false });
  });
  afterEach(() => secure.close());
  const https = (tls_config: Record<string, unknown>) => fetcherFor(secure.address, { scheme: 'https', tls_config });

  it('trusts the configured authority only', async () => {
    await fetchOnce(https({ ca_file: authority.caFile }));
    await fetchOnce(https({ ca: authority.ca }));
    await expect(fetchOnce(https({ ca_file: stranger.caFile }))).rejects.toThrow(/certificate|issuer/);
    await expect(fetchOnce(https({}))).rejects.toThrow(/certificate|issuer/);
    await fetchOnce(https({ insecure_skip_verify: true }));
  });

  it('checks the name', async () => {
    await expect(fetchOnce(https({ ca_file: authority.caFile, server_name: 'broker.example' }))).rejects.toThrow(
      /altnames/,
    );
    await fetchOnce(https({ ca_file: authority.caFile, server_name: 'localhost' }));
  });

  it('presents a client certificate', async () => {
    const { certFile, keyFile } = authority.issue('client');
    let peer: string | undefined;
    secure.respond = (request, response) => {
      const socket = request.socket as TLSSocket;
      peer = socket.authorized ? String(socket.getPeerCertificate().subject.CN) : undefined;
      response.end('a 1\n');
    };
    await fetchOnce(https({ ca_file: authority.caFile, cert_file: certFile, key_file: keyFile }));
    expect(peer).toBe('client');
  });

  it('takes a replaced authority file without a reload', async () => {
    const file = join(folder, 'ca.crt');
    copyFileSync(stranger.caFile, file);
    const fetcher = https({ ca_file: 'ca.crt' });
    await expect(fetchOnce(fetcher)).rejects.toThrow(/certificate|issuer/);
    copyFileSync(authority.caFile, file);
    await fetchOnce(fetcher);
    rmSync(file);
    await expect(fetchOnce(fetcher)).rejects.toThrow('cannot read TLS file');
  });
});
