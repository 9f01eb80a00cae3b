import { webcrypto } from 'node:crypto';
import type * as x509Module from '@peculiar/x509';
import { provideReflectMetadata } from './reflect-metadata.ts';

export type X509 = typeof x509Module;

/** Loaded when it is needed: it takes 5 MB and wants its polyfill first, which the order of imports cannot promise. */
export async function loadX509(): Promise<X509> {
  provideReflectMetadata();
  const loaded: X509 & { default?: X509 } = await import('@peculiar/x509');
  // In the bundle the CommonJS build comes as the default export.
  const x509 = 'cryptoProvider' in loaded ? loaded : (loaded as { default: X509 }).default;
  x509.cryptoProvider.set(webcrypto as unknown as Parameters<X509['cryptoProvider']['set']>[1]);
  return x509;
}
