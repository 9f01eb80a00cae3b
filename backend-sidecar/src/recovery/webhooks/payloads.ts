/** The webhooks of Alertmanager (version 4) and of Grafana's alerting (version 1), as far as recovery reads them. */
import * as z from 'zod';

const MAX_ALERTS = 1000;
const texts = z.record(z.string().max(200), z.string().max(10_000));

const alert = z.object({
  status: z.enum(['firing', 'resolved']),
  labels: texts,
  annotations: texts,
  startsAt: z.iso.datetime({ offset: true }),
  endsAt: z.iso.datetime({ offset: true }),
  generatorURL: z.string().max(4000),
  fingerprint: z.string().regex(/^[0-9a-f]{8,64}$/),
});

const delivery = z.object({
  receiver: z.string().max(500),
  status: z.enum(['firing', 'resolved']),
  groupLabels: texts,
  commonLabels: texts,
  commonAnnotations: texts,
  externalURL: z.string().max(4000),
  groupKey: z.string().max(20_000),
  truncatedAlerts: z.number().int().min(0).default(0),
});

/** https://prometheus.io/docs/alerting/latest/configuration/#webhook_config */
export const alertmanagerPayload = delivery.extend({
  version: z.literal('4'),
  alerts: z.array(alert).min(1).max(MAX_ALERTS),
});

/** Grafana 12: Alerting, contact points, webhook notifier. */
export const grafanaPayload = delivery.extend({
  version: z.literal('1'),
  orgId: z.number().int(),
  title: z.string().max(20_000),
  state: z.string().max(50),
  message: z.string().max(200_000),
  alerts: z
    .array(
      alert.extend({
        values: z.record(z.string(), z.number().nullable()).nullish(),
        valueString: z.string().max(20_000).nullish(),
        silenceURL: z.string().max(4000).optional(),
        dashboardURL: z.string().max(4000).optional(),
        panelURL: z.string().max(4000).optional(),
      }),
    )
    .min(1)
    .max(MAX_ALERTS),
});
