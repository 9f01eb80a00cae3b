import type { AlertingConfig } from '../../config/config.ts';
import { fingerprint } from '../../config/fingerprint.ts';
import { Labels } from '../../model/labels.ts';
import type { Alert } from '../evaluate/alert.ts';
import { expressionLink } from '../template/functions.ts';
import { AlertmanagerSet, type AlertmanagerSetDeps, type CompileRelabel } from './alertmanager-set.ts';
import type { AlertmanagerStats } from './alertmanager.ts';
import type { OutgoingAlert } from './wire-alert.ts';

/** How long the end of the process waits for alerts that are queued. */
const GRACE_MS = 2000;

/** Tells the configured Alertmanagers of alerts. */
export class Notifier {
  private readonly deps: AlertmanagerSetDeps;
  private sets = new Map<string, AlertmanagerSet>();
  private externalLabels = Labels.EMPTY;
  private relabel: ReturnType<CompileRelabel>;

  constructor(deps: AlertmanagerSetDeps) {
    this.deps = deps;
    this.relabel = deps.compileRelabel([]);
  }

  /** Takes a configuration over; Alertmanagers of unchanged entries keep their queues. */
  async applyConfig(config: AlertingConfig, externalLabels: Labels): Promise<void> {
    this.externalLabels = externalLabels;
    this.relabel = this.deps.compileRelabel(config.alert_relabel_configs);
    const next = new Map<string, AlertmanagerSet>();
    for (const entry of config.alertmanagers) {
      const key = fingerprint([entry]);
      let set = this.sets.get(key);
      if (!set) {
        set = new AlertmanagerSet(entry, this.deps);
        set.start();
      }
      next.set(key, set);
    }
    const gone = [...this.sets].filter(([key]) => !next.has(key)).map(([, set]) => set);
    this.sets = next;
    await Promise.all(gone.map((set) => set.stop(0)));
  }

  /** Sends alerts of one rule; `query` is its expression and `externalUrl` where people find it. */
  notify(alerts: readonly Alert[], query: string, externalUrl: string): void {
    if (this.sets.size === 0) return;
    const outgoing: OutgoingAlert[] = [];
    for (const alert of alerts) {
      // The alert's own labels win over the external ones.
      const labels = this.relabel(Labels.fromPairs([...this.externalLabels.entries(), ...alert.labels.entries()]));
      if (!labels) continue;
      outgoing.push({
        labels,
        annotations: alert.annotations,
        startsAtMs: alert.firedAtMs,
        endsAtMs: alert.resolvedAtMs > 0 ? alert.resolvedAtMs : alert.validUntilMs,
        generatorUrl: externalUrl + expressionLink(query, 1),
      });
    }
    if (outgoing.length > 0) for (const set of this.sets.values()) set.send(outgoing);
  }

  /** URLs as `/api/v1/alertmanagers` shows them, with what became of their alerts. */
  alertmanagers(): { active: { url: string; stats: AlertmanagerStats }[]; dropped: string[] } {
    const sets = [...this.sets.values()];
    return { active: sets.flatMap((set) => set.active()), dropped: sets.flatMap((set) => [...set.dropped()]) };
  }

  /** Sentences about what keeps alerts from being heard. */
  warnings(): string[] {
    const sets = [...this.sets.values()];
    const undelivered = this.alertmanagers().active.flatMap(({ url, stats }) =>
      stats.lastError === undefined ? [] : [`Alerts do not reach ${url}: ${stats.lastError}`],
    );
    return [
      ...sets.flatMap((set) => set.discoveryErrors().map((error) => `Discovery of Alertmanagers: ${error}`)),
      ...undelivered,
    ];
  }

  async settled(): Promise<void> {
    await Promise.all([...this.sets.values()].map((set) => set.settled()));
  }

  async stop(): Promise<void> {
    await Promise.all([...this.sets.values()].map((set) => set.stop(GRACE_MS)));
  }
}
