import type { CanonicalOptions } from '../canonical/index.ts';
import type { Config } from '../config/index.ts';
import type { AuthSettings } from '../http/auth/authenticator.ts';
import type { ApiSettings } from '../http/context.ts';
import { Labels } from '../model/labels.ts';
import type { Appender } from '../storage.ts';
import type { StreamLimits } from '../stream/index.ts';
import type { Clock } from '../util/clock.ts';

/** Who may call: without tokens callers on this host are readers, with tokens nobody is anything without one. */
export function authSettings({ auth }: Config): AuthSettings {
  const tokens: AuthSettings['tokens'][number][] = [];
  for (const { role, name, token, token_file } of auth.tokens) {
    const holder = { role, ...(name !== undefined && { name }) };
    if (token) tokens.push({ ...holder, token: token.reveal() });
    else if (token_file !== undefined) tokens.push({ ...holder, tokenFile: token_file });
  }
  const isOpen = tokens.length === 0 && !auth.jwt;
  return {
    tokens,
    loopbackRole: auth.loopback_role ?? (isOpen ? 'reader' : 'none'),
    ...(auth.jwt && { jwt: auth.jwt }),
  };
}

export function apiSettings(config: Config): ApiSettings {
  return {
    queryTimeoutMs: config.query.timeout,
    adminApi: config.api.admin,
    quitApi: config.api.admin,
    importLimitBytes: 0,
    externalLabels: Labels.fromObject(config.global.external_labels),
    retentionMs: config.storage.retention,
  };
}

export function streamLimits({ stream }: Config): Partial<StreamLimits> {
  return {
    maxClients: stream.max_clients,
    maxSeriesPerSubscription: stream.max_series_per_client,
    hardQueueBytes: stream.max_queue_bytes,
    softQueueBytes: Math.max(1, Math.floor(stream.max_queue_bytes / 16)),
    replayMessages: stream.replay_messages,
    heartbeatMs: stream.heartbeat_interval,
  };
}

export function canonicalOptions({ canonical }: Config, appender: Appender, clock: Clock): CanonicalOptions {
  return {
    appender,
    nowMs: clock.now(),
    enabled: canonical.enabled,
    families: canonical.families,
    periodMs: canonical.stats_period,
    maxSeriesPerTarget: canonical.max_series_per_target,
  };
}
