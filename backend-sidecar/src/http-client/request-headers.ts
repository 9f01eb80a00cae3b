import { readFile } from 'node:fs/promises';
import type { HttpClientConfig } from '../config/http-client-config.ts';
import { readSecret } from '../config/secret.ts';

/**
 * The headers that say who we are (Authorization, http_headers), with secrets read from their files now. They go to the
 * configured origin only, never to the target of a redirect elsewhere.
 */
export async function clientHeaders(client: HttpClientConfig, url: URL): Promise<Record<string, string | string[]>> {
  const headers: Record<string, string | string[]> = {};
  if (client.secureOnly && url.protocol !== 'https:') return headers;
  const { auth } = client;
  if (auth?.type === 'basic') {
    const username =
      typeof auth.username === 'string' ? auth.username : (await readFile(auth.username.file, 'utf8')).trim();
    const password = auth.password ? await readSecret(auth.password) : '';
    headers.authorization = `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
  } else if (auth) {
    headers.authorization = `${auth.scheme} ${await readSecret(auth.credentials)}`;
  }
  for (const { name, value } of client.headers) {
    const key = name.toLowerCase();
    const text = typeof value === 'string' ? value : await readSecret(value);
    const present = headers[key];
    headers[key] = present === undefined ? text : [...(Array.isArray(present) ? present : [present]), text];
  }
  return headers;
}
