import type { AlertmanagerConfig } from '../../config/config.ts';
import { discoverersOf, type JobDeps, type TargetGroup } from '../../discovery/index.ts';
import type { Discoverer } from '../../discovery/types.ts';
import { Labels } from '../../model/labels.ts';
import type { RelabelConfig } from '../../config/config.ts';
import { systemClock } from '../../util/clock.ts';
import { Alertmanager, type AlertmanagerStats } from './alertmanager.ts';
import type { OutgoingAlert } from './wire-alert.ts';

/** The relabelled set, or undefined when a rule dropped it. Handed in, because relabelling belongs to scraping. */
export type CompileRelabel = (configs: readonly RelabelConfig[]) => (labels: Labels) => Labels | undefined;

export interface AlertmanagerSetDeps extends JobDeps {
  compileRelabel: CompileRelabel;
  queueCapacity: number;
}

/** The Alertmanagers of one entry of `alerting.alertmanagers`, found by discovery and followed while they change. */
export class AlertmanagerSet {
  private readonly config: AlertmanagerConfig;
  private readonly deps: AlertmanagerSetDeps;
  private readonly relabelTarget: ReturnType<CompileRelabel>;
  private readonly relabelAlert: ReturnType<CompileRelabel>;
  private readonly discoverers: Discoverer[];
  private readonly found = new Map<Discoverer, readonly TargetGroup[]>();
  private readonly stopping = new AbortController();
  private managers = new Map<string, Alertmanager>();
  private droppedUrls: string[] = [];

  constructor(config: AlertmanagerConfig, deps: AlertmanagerSetDeps) {
    this.config = config;
    this.deps = deps;
    this.relabelTarget = deps.compileRelabel(config.relabel_configs);
    this.relabelAlert = deps.compileRelabel(config.alert_relabel_configs);
    this.discoverers = discoverersOf(config, deps);
  }

  start(): void {
    for (const discoverer of this.discoverers) {
      discoverer.start((groups) => {
        this.found.set(discoverer, groups);
        this.refresh();
      }, this.stopping.signal);
    }
  }

  send(alerts: readonly OutgoingAlert[]): void {
    const relabelled: OutgoingAlert[] = [];
    for (const alert of alerts) {
      const labels = this.relabelAlert(alert.labels);
      if (labels) relabelled.push({ ...alert, labels });
    }
    if (relabelled.length === 0) return;
    for (const manager of this.managers.values()) manager.send(relabelled);
  }

  active(): { url: string; stats: AlertmanagerStats }[] {
    return [...this.managers.values()].map((manager) => ({ url: manager.url, stats: manager.stats() }));
  }

  dropped(): readonly string[] {
    return this.droppedUrls;
  }

  discoveryErrors(): string[] {
    return this.discoverers.map((each) => each.lastError()).filter((error) => error !== undefined);
  }

  async settled(): Promise<void> {
    await Promise.all(this.discoverers.map((each) => each.settled()));
    await Promise.all([...this.managers.values()].map((manager) => manager.settled()));
  }

  async stop(graceMs: number): Promise<void> {
    this.stopping.abort();
    await Promise.all([...this.managers.values()].map((manager) => manager.stop(graceMs)));
  }

  /** Keeps the Alertmanagers that are still there, with their queues. */
  private refresh(): void {
    const next = new Map<string, Alertmanager>();
    const dropped: string[] = [];
    for (const group of [...this.found.values()].flat()) {
      for (const target of group.targets) {
        const { url, kept } = this.resolve({ ...group.labels, ...target });
        if (!url) continue;
        if (!kept) dropped.push(url.href);
        else if (!next.has(url.href)) next.set(url.href, this.managers.get(url.href) ?? this.create(url));
      }
    }
    for (const [url, manager] of this.managers) if (!next.has(url)) void manager.stop(0);
    this.managers = next;
    this.droppedUrls = dropped;
  }

  private resolve(found: Readonly<Record<string, string>>): { url: URL | undefined; kept: boolean } {
    const { scheme, path_prefix: prefix, api_version: version } = this.config;
    const path = `/${prefix}/api/${version}/alerts`.replace(/\/{2,}/g, '/');
    const discovered = Labels.fromObject({ __scheme__: scheme, __alerts_path__: path, ...found });
    const relabelled = this.relabelTarget(discovered);
    return { url: urlOf(relabelled ?? discovered), kept: relabelled !== undefined };
  }

  private create(url: URL): Alertmanager {
    const { logger, userAgent, queueCapacity } = this.deps;
    const { client, timeout } = this.config;
    return new Alertmanager({ url, client, timeoutMs: timeout, queueCapacity, clock: systemClock, logger, userAgent });
  }
}

function urlOf(labels: Labels): URL | undefined {
  const address = labels.get('__address__');
  if (address === '' || /[/?#@\s]/.test(address)) return undefined;
  const path = labels.get('__alerts_path__');
  try {
    return new URL(`${labels.get('__scheme__')}://${address}${path.startsWith('/') ? '' : '/'}${path}`);
  } catch {
    return undefined;
  }
}
