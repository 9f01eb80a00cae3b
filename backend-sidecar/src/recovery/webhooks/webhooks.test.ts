/** Deliveries as they were recorded: of Grafana 12.3.0 and of Alertmanager 0.25.0 (its webhook is version 4 since 0.6). */
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { deliveriesOf } from './delivery.ts';
import { alertmanagerPayload, grafanaPayload } from './payloads.ts';

const recorded = (name: string): unknown =>
  JSON.parse(readFileSync(new URL(`testdata/${name}`, import.meta.url), 'utf8'));

it.each([
  ['grafana', grafanaPayload, 'Bookie disk full'],
  ['alertmanager', alertmanagerPayload, 'BookieDiskFull'],
] as const)('%s: a begin and its end have one id', (sender, schema, name) => {
  const [begun] = deliveriesOf(sender, schema.parse(recorded(`${sender}-firing.json`)).alerts);
  const [ended] = deliveriesOf(sender, schema.parse(recorded(`${sender}-resolved.json`)).alerts);
  expect(begun).toMatchObject({ alert: `${sender}:${name}`, action: 'run_gc', isFiring: true });
  expect(begun.labels).toMatchObject({ instance: '127.0.0.1:7503', cluster: 'demo-1' });
  expect(JSON.parse(begun.details)).toMatchObject({
    summary: 'The ledger disk of 127.0.0.1:7503 is 93 % full',
    runbook_url: 'https://runbooks.example/bookie-disk',
  });
  expect(ended).toMatchObject({ id: begun.id, isFiring: false });
});

it('the one is not taken for the other', () => {
  expect(grafanaPayload.safeParse(recorded('alertmanager-firing.json')).success).toBe(false);
  expect(alertmanagerPayload.safeParse(recorded('grafana-firing.json')).success).toBe(false);
});

const alert = alertmanagerPayload.parse(recorded('alertmanager-firing.json')).alerts[0];
const idOf = (more: Partial<typeof alert>, sender: 'grafana' | 'alertmanager' = 'alertmanager') =>
  deliveriesOf(sender, [{ ...alert, ...more }])[0].id;

it('another begin, another alert, another action or another sender is another run; the same time in other words is not', () => {
  const { fingerprint, labels, startsAt } = alert;
  const ids = [
    idOf({}),
    idOf({ startsAt: '2026-11-22T17:16:00Z' }),
    idOf({ fingerprint: fingerprint.replace(/^./, 'c') }),
    idOf({ labels: { ...labels, recovery_action: 'reallocate' } }),
    idOf({}, 'grafana'),
  ];
  expect(new Set(ids).size).toBe(ids.length);
  const local = new Date(Date.parse(startsAt) + 3_600_000).toISOString().replace('Z', '+01:00');
  expect(idOf({ startsAt: local })).toBe(idOf({}));
});

it('takes the action from an annotation, and lets alerts be that name none', () => {
  const { recovery_action: _action, ...labels } = alert.labels;
  expect(deliveriesOf('grafana', [{ ...alert, labels }])).toEqual([]);
  expect(deliveriesOf('grafana', [{ ...alert, labels, annotations: { recovery_action: 'x' } }])).toMatchObject([
    { action: 'x' },
  ]);
});

it('whatever is posted is a delivery or refused, and never an exception', () => {
  const text = fc.oneof(fc.string(), fc.constantFrom('firing', 'resolved', '4', '0001-01-01T00:00:00Z', 'a1b2c3d4'));
  const record = fc.dictionary(text, text);
  fc.assert(
    fc.property(
      fc.record(
        {
          status: text,
          labels: record,
          annotations: record,
          startsAt: text,
          endsAt: text,
          generatorURL: text,
          fingerprint: text,
        },
        { requiredKeys: [] },
      ),
      (each) => {
        const delivery = { ...(recorded('alertmanager-firing.json') as object), alerts: [{ ...alert, ...each }] };
        const parsed = alertmanagerPayload.safeParse(delivery);
        if (parsed.success) deliveriesOf('alertmanager', parsed.data.alerts);
      },
    ),
  );
});
