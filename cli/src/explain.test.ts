/** `observatory import scrapes` and `explain` against a running sidecar and a data directory, on a recorded incident. */
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { explanation } from '@observatory/protocol/analysis';
import { parseConfig } from '@observatory/backend-sidecar/config/index';
import { startSidecar, type Sidecar } from '@observatory/backend-sidecar/main';
import { observatory } from './testing/observatory.ts';

const INCIDENT = fileURLToPath(new URL('../../../shared/corpus/pulsar-4.0.8/incident-backlog', import.meta.url));
const describeCorpus = existsSync(INCIDENT) ? describe : describe.skip;
const WINDOW = ['--from', '2026-11-22T04:12:40Z', '--to', '2026-11-22T04:14:00Z'];

describeCorpus('a recorded incident (needs ../shared/corpus)', () => {
  let root: string;
  let sidecar: Sidecar;

  beforeAll(async () => {
    root = mkdtempSync(path.join(tmpdir(), 'observatory-explain-'));
    const config = await parseConfig(
      `listen: 127.0.0.1:0\nstorage: { path: ${JSON.stringify(path.join(root, 'live'))}, retention: 0s }\nauth: { loopback_role: admin }\n`,
      'test.yaml',
    );
    sidecar = await startSidecar(config);
  });
  afterAll(async () => {
    await sidecar.stop();
    rmSync(root, { recursive: true });
  });

  it('is loaded into a running sidecar and explained there, with and without a query', async () => {
    const { url } = sidecar.address;
    const imported = JSON.parse(await observatory('import', 'scrapes', INCIDENT, '--url', url, '--json')) as object;
    expect(imported).toMatchObject({ cluster: 'demo-1', scrapes: 468, failures: 0, errors: [] });
    for (const query of [[], ['--query', 'sum(pulsar_subscription_back_log{subscription="dashboards"})']]) {
      const answer = explanation.parse(
        JSON.parse(await observatory('explain', ...WINDOW, ...query, '--url', url, '--json')),
      );
      expect(answer.candidates[0]).toMatchObject({
        rank: 1,
        topic: 'persistent://acme/telemetry/clicks',
        subscription: 'dashboards',
      });
    }
    const streamed = await fetch(
      `${url}/api/observatory/v1/explain?from=2026-11-22T04:12:40Z&to=2026-11-22T04:14:00Z`,
      {
        headers: { accept: 'application/x-ndjson' },
      },
    );
    const steps = (await streamed.text())
      .trim()
      .split('\n')
      .map((line) => explanation.parse(JSON.parse(line)));
    expect(steps.map(({ complete }) => complete)).toEqual([false, true]);
    expect(steps[1].comparisons).toBeGreaterThan(steps[0].comparisons);
    const ask = async (what: string) =>
      (await (await fetch(`${url}/api/observatory/v1/${what}`)).json()) as Record<string, unknown[]>;
    const span = 'from=2026-11-22T04:12:40Z&to=2026-11-22T04:14:00Z';
    const query = encodeURIComponent('sum(pulsar_subscription_back_log{subscription="dashboards"})');
    expect(
      (
        await ask(
          `correlate?${span}&query=${query}&match=${encodeURIComponent('{__name__=~"pulsar_subscription_.*"}')}`,
        )
      ).results.length,
    ).toBeGreaterThan(0);
    expect((await ask(`anomalies?${span}&query=${query}`)).series).toHaveLength(1);
    expect((await ask(`forecast?${span}&query=${query}&limit=1000000`)).series).toHaveLength(1);
    expect((await ask(`capacity?${span}`)).estimates.length).toBeGreaterThan(0);
    expect(await ask(`explain?from=2&to=1`)).toMatchObject({ error: { code: 'OBS_ANALYSIS_WINDOW' } });
    expect(await ask(`explain?${span}&query=${encodeURIComponent('sum(')}`)).toMatchObject({
      error: { code: 'OBS_ANALYSIS_QUERY' },
    });
  });

  it('is explained over a remote engine as well', async () => {
    const config = await parseConfig(
      `listen: 127.0.0.1:0\nstorage: { path: ${JSON.stringify(path.join(root, 'empty'))} }\nquery: { source: remote, url: ${JSON.stringify(sidecar.address.url)} }\n`,
      'remote.yaml',
    );
    const remote = await startSidecar(config);
    try {
      const { url } = remote.address;
      const answer = explanation.parse(JSON.parse(await observatory('explain', ...WINDOW, '--url', url, '--json')));
      expect(answer.candidates[0]).toMatchObject({ subscription: 'dashboards', change: { kind: 'consumers' } });
    } finally {
      await remote.stop();
    }
  });

  it('is loaded into a data directory and explained from there, in words', async () => {
    const data = path.join(root, 'data');
    expect(await observatory('import', 'scrapes', INCIDENT, '--data', data)).toContain(
      'bookie bookie-2 = 127.0.0.1:3182',
    );
    const text = await observatory('explain', ...WINDOW, '--data', data);
    expect(text).toMatch(/1\. subscription dashboards of persistent:\/\/acme\/telemetry\/clicks, confidence \d+ %/);
    expect(text).toContain('lost its only consumer');
  });
});
