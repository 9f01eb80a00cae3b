import type { Config } from '../config/index.ts';
import { formatDuration } from '../model/duration.ts';
import { formatSize } from '../model/size.ts';

/** The settings that clients look for under the names of Prometheus' flags, and those that were given here. */
export function statusFlags(config: Config, given: Readonly<Record<string, string>>): Record<string, string> {
  const { listen, storage, query, api } = config;
  return {
    'query.lookback-delta': formatDuration(query.lookback_delta),
    'query.max-concurrency': String(query.max_concurrency),
    'query.max-samples': String(query.max_samples),
    'query.timeout': formatDuration(query.timeout),
    'storage.tsdb.path': storage.path,
    'storage.tsdb.retention.size': formatSize(storage.retention_size),
    'storage.tsdb.retention.time': formatDuration(storage.retention),
    'web.enable-admin-api': String(api.admin),
    'web.enable-remote-write-receiver': String(api.remote_write_receiver),
    'web.listen-address': `${listen.host}:${listen.port}`,
    // A flag may hold a secret (a token, a password): only names of those are told.
    ...Object.fromEntries(Object.entries(given).map(([name, value]) => [name, SECRET.test(name) ? '<secret>' : value])),
  };
}

const SECRET = /token$|password$|secret$|credentials$|(^|\.)key$/;

/** `15d or 10GB`, as Prometheus words it; `forever` without limits. */
export function retentionText({ storage }: Config): string {
  const limits: string[] = [];
  if (storage.retention > 0) limits.push(formatDuration(storage.retention));
  if (storage.retention_size > 0) limits.push(formatSize(storage.retention_size));
  return limits.length === 0 ? 'forever' : limits.join(' or ');
}
