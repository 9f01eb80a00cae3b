import { Labels } from '../../model/labels.ts';
import type { Appender, SeriesRef } from '../../storage.ts';
import { ObservatoryError } from '../../util/errors.ts';
import type { AlertRule } from '../settings.ts';
import type { AlertState } from './alert-state.ts';

const VALUE = 'observatory_recovery_value';
const STATE = 'observatory_recovery_alert_state';
const STATES = { ok: 0, pending: 1, firing: 2 } as const;

/** What alerts looked at and found, as series: `observatory_recovery_value` and `observatory_recovery_alert_state`. */
export class HistoryWriter {
  private readonly appender: Appender;
  private readonly refs = new Map<string, SeriesRef>();

  constructor(appender: Appender) {
    this.appender = appender;
    const gauge = { type: 'gauge', unit: '' } as const;
    appender.setMetadata(VALUE, {
      ...gauge,
      help: 'What an alert with recovery looked at; of a status 1 while it is Online, 0 otherwise.',
    });
    appender.setMetadata(STATE, { ...gauge, help: 'State of an alert with recovery: 0 ok, 1 pending, 2 firing.' });
  }

  /** @param state undefined ends the series of a node that is gone */
  write(
    { id, severity }: AlertRule,
    node: string,
    cluster: string,
    state: AlertState | undefined,
    nowMs: number,
  ): void {
    const labels = { alert: id, severity, node_id: node, ...(cluster !== '' && { cluster }) };
    this.append(STATE, labels, state && STATES[state.state], nowMs);
    const value = typeof state?.value === 'string' ? Number(state.value === 'Online') : state?.value;
    this.append(VALUE, labels, value ?? undefined, nowMs);
  }

  private append(name: string, labels: Record<string, string>, value: number | undefined, nowMs: number): void {
    const key = JSON.stringify([name, labels]);
    const known = this.refs.get(key);
    const isKnown = known !== undefined && this.appender.isLive(known);
    if (value === undefined) {
      if (isKnown) this.appender.appendStale(known, nowMs);
      this.refs.delete(key);
      return;
    }
    try {
      const ref = isKnown ? known : this.appender.seriesRef(Labels.fromObject({ ...labels, __name__: name }));
      this.refs.set(key, ref);
      this.appender.append(ref, nowMs, value);
    } catch (error) {
      // The store is full: alerts go on without their history.
      if (!(error instanceof ObservatoryError)) throw error;
    }
  }
}
