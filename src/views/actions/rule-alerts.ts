import type { FrameSeries } from '../frames/frame-series.ts';

/** An alert of a rule that the sidecar evaluates. */
export interface RuleAlert {
  key: string;
  name: string;
  state: 'firing' | 'pending';
  severity: string;
  /** Labels that say where, without those of the alert itself. */
  labels: readonly (readonly [name: string, value: string])[];
  /** Since when its expression has been true; undefined when it is not known. */
  activeMs: number | undefined;
}

const OWN = new Set(['__name__', 'alertname', 'alertstate', 'severity']);

/**
 * Alerts from the two series that rules leave (as Prometheus does): `ALERTS` says the state, the value of `ALERTS_FOR_STATE`
 * since when, in seconds. Firing before pending, critical before the others.
 */
export function ruleAlerts(alerts: readonly FrameSeries[], forState: readonly FrameSeries[]): RuleAlert[] {
  const since = new Map(forState.map(({ labels, values }) => [placeKey(labels), values.at(-1)]));
  return alerts
    .map(({ labels }): RuleAlert => {
      const seconds = since.get(placeKey(labels));
      return {
        key: `${labels.alertstate} ${placeKey(labels)}`,
        name: labels.alertname ?? 'alert',
        state: labels.alertstate === 'pending' ? 'pending' : 'firing',
        severity: labels.severity ?? '',
        labels: Object.entries(labels).filter(([name]) => !OWN.has(name)),
        activeMs: typeof seconds === 'number' ? seconds * 1000 : undefined,
      };
    })
    .sort((a, b) => rank(b) - rank(a) || a.name.localeCompare(b.name) || (a.key < b.key ? -1 : 1));
}

function placeKey(labels: Readonly<Record<string, string>>): string {
  return JSON.stringify(
    Object.entries(labels)
      .filter(([name]) => name !== '__name__' && name !== 'alertstate')
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );
}

const rank = ({ state, severity }: RuleAlert): number =>
  (state === 'firing' ? 10 : 0) + ({ critical: 2, warning: 1 }[severity] ?? 0);
