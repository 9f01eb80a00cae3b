import type { Authenticator } from '../http/auth/authenticator.ts';
import type { ApiContext, ApiSettings } from '../http/context.ts';
import type { SidecarOptions } from '../main.ts';
import type { NodeTracker } from '../nodes/node-tracker.ts';
import type { SidecarMetrics } from '../observe/metrics.ts';
import type { RemoteWriter } from '../remote/index.ts';
import type { ScrapeManager } from '../scrape/index.ts';
import type { QuerySource } from './query-source.ts';
import { queryLanguage } from './query-language.ts';
import type { Reloader } from './reloader.ts';
import type { Rules } from './rules.ts';
import { retentionText, statusFlags } from './status-flags.ts';
import type { Store } from './store.ts';
import type { TopicsMonitor } from '../topics/index.ts';
import { createWriteReceiver } from './write-receiver.ts';

export interface ApiParts {
  options: SidecarOptions & Required<Pick<SidecarOptions, 'clock' | 'logger' | 'version'>>;
  metrics: SidecarMetrics;
  authenticator: Authenticator;
  store: Store;
  queries: QuerySource;
  manager: ScrapeManager;
  nodes: NodeTracker;
  sender: RemoteWriter;
  topics: TopicsMonitor;
  rules: Rules;
  reloader: Reloader;
  ready: () => boolean;
  settings: () => ApiSettings;
}

/** What the HTTP layer sees of the sidecar. */
export function apiContext(parts: ApiParts): ApiContext {
  const { options, store, manager, reloader } = parts;
  const { clock, logger, version } = options;
  return {
    clock,
    logger: logger.child({ part: 'http' }),
    metrics: parts.metrics,
    authenticator: parts.authenticator,
    source: parts.queries.series,
    engine: parts.queries.promql,
    language: queryLanguage,
    store: store.view,
    openImport: store.openImport,
    receiveWrite: createWriteReceiver(reloader.config, store, parts.metrics),
    nodes: () => parts.nodes.list(),
    settings: parts.settings,
    targets: {
      active: () => manager.targets().active,
      dropped: () => manager.targets().dropped,
      droppedCounts: () => manager.targets().droppedCounts,
    },
    rules: parts.rules.view,
    process: {
      startedMs: clock.now(),
      version,
      ready: parts.ready,
      configYaml: () => reloader.config.redactedYaml,
      flags: () => statusFlags(reloader.config, options.flags ?? {}),
      lastReload: () => reloader.lastReload,
      storageRetention: () => retentionText(reloader.config),
      reload: () => reloader.reload(),
      quit: () => options.quit?.(),
      warnings: () => warningsOf(parts),
    },
  };
}

function warningsOf({ reloader, manager, sender, rules, store, topics }: ApiParts): string[] {
  const warnings: string[] = [];
  const { ok, error } = reloader.lastReload;
  if (!ok) warnings.push(`The configuration was not reloaded: ${error}`);
  for (const [pool, errors] of Object.entries(manager.discoveryErrors())) {
    for (const each of errors) warnings.push(`Discovery of ${pool}: ${each}`);
  }
  for (const { name, lastError } of sender.stats()) {
    if (lastError !== undefined) warnings.push(`Remote write to ${name} fails: ${lastError}`);
  }
  return [...warnings, ...rules.warnings(), ...topics.warnings(), ...store.warnings()];
}
