import type { Labels } from '../../model/labels.ts';

/** An alert on its way to Alertmanagers: all labels on, relabelled. */
export interface OutgoingAlert {
  labels: Labels;
  annotations: Labels;
  startsAtMs: number;
  endsAtMs: number;
  generatorUrl: string;
}

/** The body of `POST /api/v2/alerts`. */
export function wireBody(alerts: readonly OutgoingAlert[]): string {
  return JSON.stringify(
    alerts.map(({ labels, annotations, startsAtMs, endsAtMs, generatorUrl }) => ({
      annotations: annotations.toObject(),
      endsAt: new Date(endsAtMs).toISOString(),
      startsAt: new Date(startsAtMs).toISOString(),
      labels: labels.toObject(),
      generatorURL: generatorUrl,
    })),
  );
}
