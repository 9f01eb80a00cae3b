import { expect, test } from '@grafana/plugin-e2e';
import { shippedRules } from '../../src/alerting/shipped-rules.gen.ts';
import { toGrafanaRule } from '../../src/alerting/grafana-rule.ts';
import { DATASOURCE_UID, rig } from './rig.ts';

const FOLDER = { uid: 'e2e-alerts', title: 'e2e alerts' };
const GROUP = `/api/v1/provisioning/folder/${FOLDER.uid}/rule-groups/e2e`;

/** A shipped rule, evaluated every 10 s and without its wait, so that a test sees all its states. */
function quickRule(name: string) {
  const shipped = shippedRules.find((rule) => rule.name === name);
  if (!shipped) throw new Error(`${name} is shipped no longer`);
  const rule = toGrafanaRule(shipped, {}, { datasourceUid: DATASOURCE_UID, folderUid: FOLDER.uid });
  return { ...rule, uid: `e2e-${name.toLowerCase()}`, for: '0s', ruleGroup: 'e2e' };
}

test('an alert rule goes from normal to firing when the demo loses a broker, and back', async ({ request }) => {
  test.setTimeout(240_000);
  await request.post('/api/folders', { data: FOLDER });
  const put = await request.put(GROUP, {
    data: { title: 'e2e', folderUid: FOLDER.uid, interval: 10, rules: [quickRule('BrokerDown')] },
    headers: { 'X-Disable-Provenance': 'true' },
  });
  expect(put.ok(), await put.text()).toBe(true);
  const state = async (): Promise<string> => {
    const answer = await request.get(`/api/prometheus/grafana/api/v1/rules?folder_uid=${FOLDER.uid}`);
    const { data } = (await answer.json()) as {
      data: { groups: { rules: { state: string; health: string; alerts?: { state: string }[] }[] }[] };
    };
    const rule = data.groups[0]?.rules[0];
    if (!rule) return 'unknown';
    return rule.health === 'ok' ? rule.state : rule.health;
  };
  const until = (wanted: string) =>
    expect.poll(state, { timeout: 90_000, intervals: [1000], message: wanted }).toBe(wanted);

  await until('inactive');
  const fault = await request.post(`${rig.demoControl}/faults`, {
    data: { kind: 'broker-lost', target: 'broker-3', durationMs: 600_000 },
  });
  expect(fault.ok(), await fault.text()).toBe(true);
  try {
    await until('firing');
    const alerts = await (await request.get('/api/alertmanager/grafana/api/v2/alerts')).json();
    const ours = (alerts as { labels: Record<string, string>; annotations: Record<string, string> }[]).filter(
      ({ labels }) => labels.alertname === 'BrokerDown' && labels.grafana_folder === FOLDER.title,
    );
    expect(ours).toHaveLength(1);
    expect(ours[0].labels.instance).toMatch(/^127\.0\.0\.1:\d+$/);
    expect(ours[0].annotations.summary).toContain(ours[0].labels.instance);
  } finally {
    await request.delete(`${rig.demoControl}/faults`);
  }
  await until('inactive');
  await request.delete(GROUP);
});

test('a runbook stands where the alert says', async ({ request }) => {
  const { annotations } = quickRule('BrokerDown');
  const answer = await request.get(annotations.runbook_url.replace(/#.*/, ''));
  expect(answer.ok()).toBe(true);
  expect(await answer.text()).toContain(`id="${annotations.runbook_url.replace(/.*#/, '')}"`);
});
