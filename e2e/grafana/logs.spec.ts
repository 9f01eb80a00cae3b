import { spawn, type ChildProcess } from 'node:child_process';
import { appendFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from '@grafana/plugin-e2e';
import type { Page } from '@playwright/test';
import { testIds } from '../../src/datasource/testIds.ts';
import { DATASOURCE_UID, rig } from './rig.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');
const AGENT = 'e2e-logs';
const folder = path.join(rig.testDir, 'agent-of-logs');
const file = path.join(folder, 'broker.log');
let agent: ChildProcess | undefined;

function write(level: string, message: string): void {
  appendFileSync(file, `${new Date().toISOString()} [main] ${level} org.apache.pulsar.Broker - ${message}\n`);
}

/** Explore with one query, as its address keeps it. */
function exploreAddress(query: Record<string, unknown>): string {
  const datasource = { type: 'observatory-pulsar-datasource', uid: DATASOURCE_UID };
  const panes = {
    a: {
      datasource: DATASOURCE_UID,
      queries: [{ refId: 'A', datasource, version: 1, ...query }],
      range: { from: 'now-15m', to: 'now' },
    },
  };
  return `/explore?schemaVersion=1&orgId=1&panes=${encodeURIComponent(JSON.stringify(panes))}`;
}

/** A real agent beside the sidecar of the rig, which follows a file. */
async function startAgent(): Promise<void> {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  writeFileSync(file, '');
  const admin = readFileSync(path.join(rig.testDir, 'observatory/admin.token'), 'utf8').trim();
  const answer = await fetch(`${rig.sidecarUrl}/api/observatory/v1/admin/agents/tokens`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${admin}` },
    body: JSON.stringify({ agent: AGENT }),
  });
  expect(answer.status).toBeLessThan(300);
  const { token } = (await answer.json()) as { token: string };
  writeFileSync(path.join(folder, 'token'), token, { mode: 0o600 });
  writeFileSync(
    path.join(folder, 'agent.yaml'),
    JSON.stringify({
      agent: AGENT,
      cluster: 'demo-1',
      url: rig.sidecarUrl,
      data: 'data',
      token_file: 'token',
      logs: { files: [{ path: 'broker.log', source: 'broker' }] },
    }),
  );
  agent = spawn(process.execPath, ['dist/cli.js', 'agent', '--config', path.join(folder, 'agent.yaml')], {
    cwd: ROOT,
    stdio: 'ignore',
  });
}

test.describe('logs', () => {
  test.describe.configure({ mode: 'serial' });

  test.beforeAll(async () => {
    await startAgent();
    await expect
      .poll(
        async () => {
          write('INFO', 'all is well');
          const logs = await fetch(`${rig.sidecarUrl}/api/observatory/v1/logs?node=${AGENT}`, {
            headers: { authorization: `Bearer ${rig.readerToken}` },
          });
          return ((await logs.json()) as { lines: unknown[] }).lines.length;
        },
        { timeout: 60_000 },
      )
      .toBeGreaterThan(0);
    write('ERROR', 'something failed: code 17');
  });

  test.afterAll(async () => {
    const ended = new Promise((resolve) => agent?.once('exit', resolve));
    if (agent?.kill('SIGTERM')) await ended;
  });

  test('Explore draws lines, and above them how many there are by level', async ({ page }, testInfo) => {
    await page.goto(exploreAddress({ queryType: 'logs', nodes: [AGENT] }));
    await expect(page.getByText('something failed: code 17').first()).toBeVisible({ timeout: 30_000 });
    await expect(page.getByText('all is well').first()).toBeVisible();
    await expect(
      page
        .getByRole('region', { name: /Logs volume/ })
        .or(page.getByText('Logs volume'))
        .first(),
    ).toBeVisible();
    await page.screenshot({ path: testInfo.outputPath('explore-logs.png') });
  });

  test('the editor narrows by level and by a pattern', async ({ page }) => {
    await page.goto(exploreAddress({ queryType: 'logs', nodes: [AGENT], minLevel: 'error' }));
    await expect(page.getByText('something failed: code 17').first()).toBeVisible({ timeout: 30_000 });
    await expect(page.getByText('all is well')).toHaveCount(0);
    const editor = page.getByTestId(testIds.query.editor);
    await editor.getByLabel('Pattern').fill('code \\d{3}');
    await editor.getByLabel('Pattern').press('Enter');
    await expect(page.getByText('something failed: code 17')).toHaveCount(0);
  });

  test('a pattern that is none is explained', async ({ page }) => {
    await page.goto(exploreAddress({ queryType: 'logs', regex: '(' }));
    await expect(page.getByText(/not a regular expression/).first()).toBeVisible({ timeout: 30_000 });
  });

  test('a rule may count lines, and is told so when it asks for the lines', async ({ page }) => {
    expect(await asRule(page, { queryType: 'logs', show: 'lines' })).toContain('Counts');
    const counted = await asked(page, { queryType: 'logs', show: 'counts', nodes: [AGENT], minLevel: 'error' });
    const [frame] = counted.results.A.frames ?? [];
    expect(frame?.schema.fields.some(({ labels }) => labels?.level === 'error')).toBe(true);
    expect(frame?.data.values[1].reduce((sum, value) => sum + value, 0)).toBe(1);
  });

  test('the Hosts dashboard has this host, its panels answer', async ({ page }, testInfo) => {
    const failed: string[] = [];
    page.on('response', (response) => {
      if (response.url().includes('/api/ds/query') && !response.ok()) failed.push(response.url());
    });
    // Grafana asks for a panel once it is seen: the logs stand at the end.
    await page.setViewportSize({ width: 1400, height: 4200 });
    await page.goto('/d/observatory-hosts?from=now-15m&to=now');
    await expect(page.getByText('something failed: code 17').first()).toBeVisible({ timeout: 60_000 });
    await expect(page.getByTestId(/Panel header Hosts/).first()).toContainText('1');
    await expect(page.getByText('An unexpected error happened')).toHaveCount(0);
    await page.screenshot({ path: testInfo.outputPath('hosts.png') });
    expect(failed).toEqual([]);
  });
});

interface Evaluated {
  results: Record<
    string,
    {
      error?: string;
      frames?: { schema: { fields: { labels?: Record<string, string> }[] }; data: { values: number[][] } }[];
    }
  >;
}

async function asked(page: Page, query: Record<string, unknown>): Promise<Evaluated> {
  const answer = await page.request.post('/api/ds/query', {
    data: {
      from: 'now-15m',
      to: 'now',
      queries: [{ refId: 'A', datasource: { uid: DATASOURCE_UID }, intervalMs: 60_000, maxDataPoints: 100, ...query }],
    },
  });
  return (await answer.json()) as Evaluated;
}

/** What Grafana's alerting says of a rule with this query. */
async function asRule(page: Page, query: Record<string, unknown>): Promise<string> {
  const answer = await page.request.post('/api/v1/eval', {
    data: {
      condition: 'A',
      data: [
        {
          refId: 'A',
          datasourceUid: DATASOURCE_UID,
          relativeTimeRange: { from: 900, to: 0 },
          model: { refId: 'A', intervalMs: 60_000, maxDataPoints: 100, ...query },
        },
      ],
    },
  });
  return answer.text();
}
