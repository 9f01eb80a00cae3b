import { parseConfig } from './load.ts';

const JWT = { issuer: 'https://id.example', audience: 'observatory', jwks_url: 'https://id.example/keys' };

function problem(jwt: object): string {
  try {
    parseConfig(JSON.stringify({ auth: { jwt } }), 'test.yml');
    return '';
  } catch (error) {
    return (error as Error).message;
  }
}

it('takes one source of keys, over https or from this host', () => {
  const { jwks_url: _url, ...noKeys } = JWT;
  expect(problem(JWT)).toBe('');
  expect(problem({ ...JWT, jwks_url: 'http://127.0.0.1:8080/keys' })).toBe('');
  expect(problem({ ...JWT, jwks_url: 'http://[::1]:8080/keys' })).toBe('');
  expect(problem({ ...JWT, jwks_url: 'http://id.example/keys' })).toContain('auth.jwt.jwks_url: needs https');
  expect(problem(noKeys)).toContain('needs one of jwks_url, jwks_file, public_key_file; found none');
  expect(problem({ ...JWT, jwks_file: 'keys.json' })).toContain('found jwks_url and jwks_file');
});

it.each(['none', 'HS256', 'HS512', 'ES256K', ''])('no algorithm %j', (algorithm) => {
  expect(problem({ ...JWT, algorithms: [algorithm] })).toContain('auth.jwt.algorithms[0]: must be one of EdDSA');
});

it('wants an audience, an issuer, algorithms and roles that exist', () => {
  expect(problem({ ...JWT, algorithms: [] })).toContain('needs at least one');
  expect(problem({ ...JWT, role_mapping: { sre: 'root' } })).toContain('must be one of reader, operator, admin');
  const { audience: _audience, ...unbound } = JWT;
  expect(problem(unbound)).toContain('auth.jwt.audience: is missing');
});

it('is authentication enough to listen elsewhere; without it that is refused', () => {
  const listen = (auth: object) => () => parseConfig(JSON.stringify({ listen: '0.0.0.0:7480', auth }), 'test.yml');
  expect(listen({ jwt: JWT })).not.toThrow();
  expect(listen({})).toThrow('without authentication is refused');
});
