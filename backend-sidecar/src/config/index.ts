export { loadConfig, parseConfig, type LoadOptions } from './load.ts';
export { ConfigError, formatProblem, type ConfigProblem } from './config-error.ts';
export { readSecret, Secret, type SecretSource } from './secret.ts';
export { isLoopback, parseListenAddress, type ListenAddress } from './listen.ts';
export { listFlags, type FlagSpec } from './flags.ts';
export { rootSchema } from './schema/root.ts';
export type { HttpAuth, HttpClientConfig, TlsConfig } from './http-client-config.ts';
export type * from './config.ts';
