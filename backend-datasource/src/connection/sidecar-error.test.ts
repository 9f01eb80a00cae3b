import { connectionError } from './sidecar-error.ts';

const coded = (code: string, cause?: unknown) => Object.assign(new Error(`text of ${code}`, { cause }), { code });

it.each([
  ['ECONNREFUSED', 502, /refused.*start the sidecar/],
  ['ENOTFOUND', 502, /name .* is not known/],
  ['EHOSTUNREACH', 502, /no route/],
  ['UND_ERR_CONNECT_TIMEOUT', 504, /cannot be reached/],
  ['UND_ERR_HEADERS_TIMEOUT', 504, /within 30 s/],
  ['ECONNRESET', 502, /ended the connection/],
  ['ERR_TLS_CERT_ALTNAME_INVALID', 502, /for another name/],
  ['CERT_HAS_EXPIRED', 502, /not valid now/],
  ['DEPTH_ZERO_SELF_SIGNED_CERT', 502, /give the CA certificate/],
  ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 502, /give the CA certificate/],
  ['ERR_OSSL_PEM_NO_START_LINE', 400, /cannot be read/],
  ['EPROTO', 502, /does it speak https/],
  ['HPE_INVALID_CONSTANT', 502, /no sidecar/],
  ['EWHATEVER', 502, /cannot be asked \(EWHATEVER\)/],
])('%s has a cause and a cure', (code, status, message) => {
  const error = connectionError(new TypeError('fetch failed', { cause: coded(code) }), 'https://a:1', 30_000);
  expect(error.message).toMatch(message);
  expect(error).toMatchObject({ status, source: 'downstream' });
});

it('looks into what several addresses of one name answered', () => {
  const both = Object.assign(new AggregateError([coded('ECONNREFUSED'), coded('ECONNREFUSED')], ''), {});
  expect(connectionError(both, 'http://localhost:1', 1).reason).toMatch(/refused/);
});
