import { createHash } from 'node:crypto';

/** One alert of a delivery, whoever sent it. */
export interface Delivery {
  /** The same for every delivery of one begin of one alert: what makes a repeated one do nothing. */
  id: string;
  /** `grafana:<rule>`, `alertmanager:<alertname>`. */
  alert: string;
  action: string;
  isFiring: boolean;
  labels: Readonly<Record<string, string>>;
  details: string;
}

interface SentAlert {
  status: 'firing' | 'resolved';
  labels: Readonly<Record<string, string>>;
  annotations: Readonly<Record<string, string>>;
  startsAt: string;
  fingerprint: string;
}

/** Label, or annotation, that names the recovery action. */
const ACTION = 'recovery_action';
const KEPT_ANNOTATIONS = ['summary', 'description', 'runbook_url'] as const;

/** Those alerts of a delivery that name a recovery action. The others are told to somebody else. */
export function deliveriesOf(sender: 'grafana' | 'alertmanager', alerts: readonly SentAlert[]): Delivery[] {
  return alerts.flatMap(({ status, labels, annotations, startsAt, fingerprint }) => {
    const action = labels[ACTION] ?? annotations[ACTION] ?? '';
    if (action === '') return [];
    const alert = `${sender}:${labels.alertname ?? 'an alert without a name'}`;
    const started = new Date(startsAt).toISOString();
    const told = Object.fromEntries(
      KEPT_ANNOTATIONS.flatMap((name) =>
        annotations[name] === undefined ? [] : [[name, annotations[name].slice(0, 1000)]],
      ),
    );
    return [
      {
        id: createHash('sha256')
          .update(JSON.stringify([sender, fingerprint, started, action]))
          .digest('hex')
          .slice(0, 32),
        alert,
        action,
        isFiring: status === 'firing',
        labels,
        details: JSON.stringify({ alert, labels, ...told, firing_since: started }),
      },
    ];
  });
}
