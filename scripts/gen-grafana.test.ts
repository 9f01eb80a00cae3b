/** What Grafana loads at its start must have the shape it wants: a wrong file keeps the whole server from starting. */
import { execFile } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { parse } from 'yaml';
import * as z from 'zod';

const root = path.resolve(import.meta.dirname ?? path.dirname(new URL(import.meta.url).pathname), '..');
const read = (file: string) => readFileSync(path.join(root, file), 'utf8');

const duration = z.string().regex(/^(\d+(ms|[smhdwy]))+$/);
/** Only plain text: `$NAME` in these would be taken from the environment. */
const plain = z
  .string()
  .min(1)
  .max(190)
  .regex(/^[^$]*$/);
const range = z.strictObject({ from: z.number().int().min(0), to: z.number().int().min(0) });
const query = z.strictObject({
  refId: z.string().regex(/^[A-Z]$/),
  queryType: z.string(),
  relativeTimeRange: range,
  datasourceUid: z.enum(['observatory-pulsar', '__expr__']),
  model: z.looseObject({ refId: z.string() }),
});
// As in Grafana 12.3, pkg/services/provisioning/alerting/rules_types.go; strict, since Grafana ignores a misspelt key.
const rule = z.strictObject({
  uid: z.string().regex(/^[a-zA-Z0-9_-]{1,40}$/),
  title: plain,
  condition: z.string(),
  data: z.array(query).min(2),
  dashboardUid: z.string().optional(),
  panelId: z.number().int().positive().optional(),
  noDataState: z.enum(['Alerting', 'NoData', 'OK', 'KeepLast']),
  execErrState: z.enum(['Alerting', 'Error', 'OK', 'KeepLast']),
  for: duration,
  missing_series_evals_to_resolve: z.number().int().positive().optional(),
  annotations: z.record(z.string(), z.string().min(1)),
  labels: z.record(z.string(), plain),
  isPaused: z.boolean(),
});
const group = z.strictObject({
  orgId: z.literal(1),
  name: plain,
  folder: plain,
  interval: duration,
  rules: z.array(rule).min(1),
});
const file = z.strictObject({ apiVersion: z.literal(1), groups: z.array(group).min(1) });

describe('what Grafana is given', () => {
  // As a process: what is under src/ belongs to another jest project, and the two load modules differently.
  it('is made from its sources as they are now ("npm run gen")', async () => {
    const run = promisify(execFile)(process.execPath, ['scripts/run-ts.mjs', 'scripts/gen-grafana.ts', '--check'], {
      cwd: root,
    });
    await expect(run).resolves.toMatchObject({ stderr: '' });
  });

  it('holds nothing else that Grafana would read and might refuse', () => {
    const read = readdirSync(path.join(root, 'provisioning/alerting')).filter((name) => /\.(ya?ml|json)$/.test(name));
    expect(read).toEqual(['pulsar-rules.yaml']);
  });

  it('has the shape of a provisioning file, and conditions that name a query', () => {
    const { groups } = file.parse(parse(read('provisioning/alerting/pulsar-rules.yaml')));
    const all = groups.flatMap((each) => each.rules);
    // All but ThresholdsMissing, which watches what Grafana's rules hold themselves, and one that watches the sidecar.
    expect(all).toHaveLength(read('provisioning/rules/pulsar.rules.yml').match(/ alert: /g)?.length ?? 0);
    expect(new Set(all.map(({ uid }) => uid)).size).toBe(all.length);
    expect(new Set(all.map(({ title }) => title)).size).toBe(all.length);
    expect(new Set(groups.map(({ name }) => name)).size).toBe(groups.length);
    for (const { data, condition } of all) expect(data.map(({ refId }) => refId)).toContain(condition);
  });

  it('offers an example of a contact point that parses', () => {
    const example = parse(read('provisioning/examples/contact-points.yaml')) as { contactPoints: unknown[] };
    expect(example.contactPoints).toHaveLength(1);
  });
});
