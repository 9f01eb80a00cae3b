import type { Labels } from '../../model/labels.ts';

export type AlertState = 'inactive' | 'pending' | 'firing';

/** One alert of an alerting rule. Times in ms; 0 stands for "never". */
export interface Alert {
  state: AlertState;
  /** With `alertname`, without external labels. */
  labels: Labels;
  annotations: Labels;
  value: number;
  /** When the expression began to hold; what `for` counts from. */
  activeAtMs: number;
  firedAtMs: number;
  resolvedAtMs: number;
  lastSentAtMs: number;
  /** An Alertmanager that hears nothing until then takes the alert for resolved. */
  validUntilMs: number;
  /** Since when the alert fires only because of `keep_firing_for`. */
  keepFiringSinceMs: number;
}

/** True when Alertmanagers must hear of the alert (again): it fires, or it was resolved. */
export function needsSending(alert: Alert, nowMs: number, resendDelayMs: number): boolean {
  if (alert.state === 'pending') return false;
  if (alert.resolvedAtMs > alert.lastSentAtMs) return true;
  return alert.lastSentAtMs + resendDelayMs < nowMs;
}
