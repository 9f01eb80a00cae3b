import { Labels } from '../../model/labels.ts';
import type { Logger } from '../../util/logger.ts';
import type { AlertingSpec } from '../file/rule-group.ts';
import { AlertTemplate } from '../template/alert-template.ts';
import type { Alert, AlertState } from './alert.ts';
import { needsSending } from './alert.ts';
import type { RuleQuery, VectorElement } from './rule-query.ts';
import { newRuleState, type RuleState } from './rule-state.ts';
import type { RuleSample } from './sample.ts';

/** How long a resolved alert is kept, so that Alertmanagers that missed the news hear it again. */
const RESOLVED_RETENTION_MS = 15 * 60_000;

export interface AlertingContext {
  externalLabels: Labels;
  externalUrl: string;
  logger: Logger;
}

export interface Evaluation {
  /** Time of the evaluation. */
  timeMs: number;
  /** How much earlier the expression is evaluated. */
  offsetMs: number;
  query: RuleQuery;
  /** Most alerts, 0 without a limit. */
  limit: number;
  signal?: AbortSignal;
}

/** Turns each element of an expression's answer into an alert that waits, fires and is resolved. */
export class AlertingRule {
  readonly kind = 'alerting';
  readonly spec: AlertingSpec;
  readonly labels: Labels;
  readonly state: RuleState = newRuleState();
  /** False until the alerts' times were restored from before a restart; without it no ALERTS are written. */
  restored: boolean;
  private readonly context: AlertingContext;
  private readonly labelTemplates: readonly (readonly [string, AlertTemplate])[];
  private readonly annotationTemplates: readonly (readonly [string, AlertTemplate])[];
  /** By key of the labels; resolved ones, too, for a while. */
  private active = new Map<string, Alert>();

  constructor(
    spec: AlertingSpec,
    labels: Readonly<Record<string, string>>,
    context: AlertingContext,
    restored: boolean,
  ) {
    const templates = (texts: Readonly<Record<string, string>>) =>
      Object.entries(texts).map(([name, text]) => [name, new AlertTemplate(spec.name, text)] as const);
    this.spec = spec;
    this.labels = Labels.fromObject(labels);
    this.context = context;
    this.restored = restored;
    this.labelTemplates = templates(labels);
    this.annotationTemplates = templates(spec.annotations);
  }

  /**
   * Brings the alerts up to date and gives the samples of ALERTS and ALERTS_FOR_STATE.
   * @throws Error when the expression fails, two alerts get the same labels, or there are more than `limit`.
   */
  async evaluate(evaluation: Evaluation): Promise<RuleSample[]> {
    const { timeMs, offsetMs, limit } = evaluation;
    const vector = await evaluation.query(this.spec.query, timeMs - offsetMs, evaluation.signal);
    const current = await this.alertsOf(vector, evaluation);
    for (const [key, alert] of current) {
      const known = this.active.get(key);
      if (known && known.state !== 'inactive') {
        known.value = alert.value;
        known.annotations = alert.annotations;
      } else this.active.set(key, alert);
    }
    const samples: RuleSample[] = [];
    let count = 0;
    for (const [key, alert] of this.active) {
      if (!this.advance(key, alert, current.has(key), timeMs)) continue;
      count++;
      if (this.restored) samples.push(this.stateSample(alert), this.forStateSample(alert));
    }
    if (limit > 0 && count > limit) {
      this.active = new Map();
      throw new Error(`exceeded limit of ${limit} with ${count} alerts`);
    }
    return samples;
  }

  /** Alerts that wait or fire, and, with `resolved`, those kept after their end. */
  alerts(resolved = false): Alert[] {
    const all = [...this.active.values()];
    return resolved ? all : all.filter(({ resolvedAtMs }) => resolvedAtMs === 0);
  }

  /** The rule's state is the most pressing of its alerts. */
  get alertState(): AlertState {
    let state: AlertState = 'inactive';
    for (const alert of this.active.values()) {
      if (alert.state === 'firing') return 'firing';
      if (alert.state === 'pending') state = 'pending';
    }
    return state;
  }

  /** The alerts that Alertmanagers must hear of now; they count as sent. */
  takeDue(timeMs: number, resendDelayMs: number, intervalMs: number): Alert[] {
    const due: Alert[] = [];
    for (const alert of this.active.values()) {
      if (!needsSending(alert, timeMs, resendDelayMs)) continue;
      alert.lastSentAtMs = timeMs;
      // Two evaluations or deliveries may fail before an Alertmanager takes it for resolved.
      alert.validUntilMs = timeMs + 4 * Math.max(resendDelayMs, intervalMs);
      due.push({ ...alert });
    }
    return due;
  }

  /** Takes the alerts over from the same rule before a reload. */
  copyFrom(before: AlertingRule): void {
    this.active = new Map([...before.active].map(([key, alert]) => [key, { ...alert }]));
  }

  private async alertsOf(vector: readonly VectorElement[], { timeMs, query }: Evaluation): Promise<Map<string, Alert>> {
    const alerts = new Map<string, Alert>();
    const { logger, externalLabels, externalUrl } = this.context;
    const failed = (error: Error) =>
      logger.warn({ alert: this.spec.name, error: error.message }, 'a template of an alert failed');
    for (const { labels, value } of vector) {
      const data = { labels, value, externalLabels, externalUrl, timeMs, query };
      const pairs = [...labels.entries()].filter(([name]) => name !== '__name__');
      for (const [name, template] of this.labelTemplates) pairs.push([name, await template.expand(data, failed)]);
      pairs.push(['alertname', this.spec.name]);
      const annotations: [string, string][] = [];
      for (const [name, template] of this.annotationTemplates)
        annotations.push([name, await template.expand(data, failed)]);
      const alertLabels = Labels.fromPairs(pairs);
      if (alerts.has(alertLabels.key()))
        throw new Error('vector contains metrics with the same labelset after applying alert labels');
      alerts.set(alertLabels.key(), {
        state: 'pending',
        labels: alertLabels,
        annotations: Labels.fromPairs(annotations),
        value,
        activeAtMs: timeMs,
        firedAtMs: 0,
        resolvedAtMs: 0,
        lastSentAtMs: 0,
        validUntilMs: 0,
        keepFiringSinceMs: 0,
      });
    }
    return alerts;
  }

  /** One step of an alert's life; false when it is over (and perhaps forgotten). */
  private advance(key: string, alert: Alert, holds: boolean, timeMs: number): boolean {
    if (holds) alert.keepFiringSinceMs = 0;
    else {
      const { keepFiringForMs } = this.spec;
      let keeps = false;
      if (alert.state === 'firing' && keepFiringForMs > 0) {
        if (alert.keepFiringSinceMs === 0) alert.keepFiringSinceMs = timeMs;
        keeps = timeMs - alert.keepFiringSinceMs < keepFiringForMs;
      }
      const forgotten = alert.resolvedAtMs > 0 && timeMs - alert.resolvedAtMs > RESOLVED_RETENTION_MS;
      if (alert.state === 'pending' || forgotten) this.active.delete(key);
      if (alert.state !== 'inactive' && !keeps) {
        alert.state = 'inactive';
        alert.resolvedAtMs = timeMs;
      }
      if (!keeps) return false;
    }
    if (alert.state === 'pending' && timeMs - alert.activeAtMs >= this.spec.forMs) {
      alert.state = 'firing';
      alert.firedAtMs = timeMs;
    }
    return true;
  }

  private stateSample({ labels, state }: Alert): RuleSample {
    const named: [string, string][] = [
      ['__name__', 'ALERTS'],
      ['alertname', this.spec.name],
      ['alertstate', state],
    ];
    return { labels: Labels.fromPairs([...labels.entries(), ...named]), value: 1 };
  }

  private forStateSample({ labels, activeAtMs }: Alert): RuleSample {
    const named: [string, string][] = [
      ['__name__', 'ALERTS_FOR_STATE'],
      ['alertname', this.spec.name],
    ];
    return { labels: Labels.fromPairs([...labels.entries(), ...named]), value: Math.floor(activeAtMs / 1000) };
  }
}
