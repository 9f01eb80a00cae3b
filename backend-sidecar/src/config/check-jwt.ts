/** What no single key of `auth.jwt` can tell. */
import { isLoopback } from './listen.ts';
import type { RawConfig } from './schema/root.ts';
import type { Path } from './yaml-tree.ts';

export function checkJwt({ auth: { jwt } }: RawConfig, fail: (path: Path, message: string) => void): void {
  if (!jwt) return;
  const path: Path = ['auth', 'jwt'];
  const sources = (['jwks_url', 'jwks_file', 'public_key_file'] as const).filter((key) => jwt[key] !== undefined);
  if (sources.length !== 1)
    fail(path, `needs one of jwks_url, jwks_file, public_key_file; found ${sources.join(' and ') || 'none'}`);
  if (jwt.algorithms.length === 0) fail([...path, 'algorithms'], 'needs at least one, or leave the key out');
  if (jwt.jwks_url !== undefined) {
    const { protocol, hostname } = new URL(jwt.jwks_url);
    // Whoever can change the answer on its way is everybody's issuer.
    if (protocol === 'http:' && !isLoopback(hostname.replaceAll(/[[\]]/g, '')))
      fail([...path, 'jwks_url'], 'needs https: who changes the keys on their way can sign for anybody');
  }
}
