import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseConfig } from '../config/index.ts';
import { startMetricsServer, type MetricsServer } from '../testing/metrics-server.ts';
import { systemClock, VirtualClock } from '../util/clock.ts';
import { silentLogger } from '../util/logger.ts';
import { discoverersOf, type Discoverer, type TargetGroup } from './index.ts';

let folder: string;
let stop: AbortController;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'observatory-sd-'));
  stop = new AbortController();
});

afterEach(() => {
  stop.abort();
  rmSync(folder, { recursive: true });
});

/** Starts the discoverer of these keys; `seen` has every list of groups it emitted. */
function start(
  keys: Record<string, unknown>,
  clock = systemClock,
): { discoverer: Discoverer; seen: (readonly TargetGroup[])[] } {
  const text = JSON.stringify({ scrape_configs: [{ job_name: 'a', ...keys }] });
  const [config] = parseConfig(text, join(folder, 'c.yaml'), { env: {} }).scrape_configs;
  const [discoverer] = discoverersOf(config, { clock, logger: silentLogger, userAgent: 'test' });
  const seen: (readonly TargetGroup[])[] = [];
  discoverer.start((groups) => seen.push(groups), stop.signal);
  return { discoverer, seen };
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 5));
}
const addresses = (groups: readonly TargetGroup[] | undefined) =>
  (groups ?? []).flatMap((group) => group.targets.map((target) => target.__address__));

describe('file_sd_configs', () => {
  it('reads JSON and YAML files by pattern, with labels and the file as a meta label', async () => {
    writeFileSync(join(folder, 'a.json'), '[{"targets":["h:1","h:2"],"labels":{"zone":"x","n":1}}]');
    writeFileSync(join(folder, 'b.yml'), '- targets: [h:3]\n- targets: ["h:4"]\n  labels: {zone: y}\n');
    writeFileSync(join(folder, 'c.txt'), 'not for us');
    const { seen, discoverer } = start({ file_sd_configs: [{ files: ['*.json', '*.yml'] }] });
    await until(() => seen.length > 0);
    expect(addresses(seen[0])).toEqual(['h:1', 'h:2', 'h:3', 'h:4']);
    expect(seen[0][0].labels).toEqual({ zone: 'x', n: '1', __meta_filepath: join(folder, 'a.json') });
    expect(discoverer.lastError()).toBeUndefined();
  });

  it('follows changes at once, also by renaming, and keeps the last good state of a broken file', async () => {
    const file = join(folder, 'a.json');
    writeFileSync(file, '[{"targets":["h:1"]}]');
    const { seen, discoverer } = start({ file_sd_configs: [{ files: ['a.json'] }] });
    await until(() => seen.length === 1);
    writeFileSync(file, '[{"targets":["h:1"');
    await until(() => discoverer.lastError() !== undefined);
    expect(discoverer.lastError()).toContain('a.json');
    expect(seen).toHaveLength(1);
    writeFileSync(`${file}.new`, '[{"targets":["h:2"]}]');
    renameSync(`${file}.new`, file);
    await until(() => seen.length === 2);
    expect(addresses(seen[1])).toEqual(['h:2']);
    expect(discoverer.lastError()).toBeUndefined();
    rmSync(file);
    await until(() => seen.length === 3);
    expect(seen[2]).toEqual([]);
  });

  it('looks again every refresh_interval, when the folder came later', async () => {
    const clock = new VirtualClock(0);
    const { seen, discoverer } = start(
      { file_sd_configs: [{ files: ['later/*.json'], refresh_interval: '1m' }] },
      clock,
    );
    await discoverer.settled();
    mkdirSync(join(folder, 'later'));
    writeFileSync(join(folder, 'later/a.json'), '[{"targets":["h:1"]}]');
    await clock.advanceBy(61_000);
    await until(() => seen.length === 2);
    expect(addresses(seen[1])).toEqual(['h:1']);
  });

  it.each([
    ['{}', /expected array/],
    ['[{"targets":"h:1"}]', /a.json\[0\].targets: .*expected array/],
    ['[{"targets":[],"label":{}}]', /Unrecognized key/],
  ])('names what is wrong with %s', async (text, message) => {
    writeFileSync(join(folder, 'a.json'), text);
    const { discoverer } = start({ file_sd_configs: [{ files: ['a.json'] }] });
    await until(() => discoverer.lastError() !== undefined);
    expect(discoverer.lastError()).toMatch(message);
  });
});

describe('http_sd_configs', () => {
  let server: MetricsServer;
  let clock: VirtualClock;
  beforeEach(async () => {
    server = await startMetricsServer();
    clock = new VirtualClock(0);
  });
  afterEach(() => server.close());
  const answer = (body: string, type = 'application/json', status = 200) => {
    server.respond = (_, response) => response.writeHead(status, { 'content-type': type }).end(body);
  };
  const startHttp = () =>
    start(
      { http_sd_configs: [{ url: `http://${server.address}/t?x=1`, refresh_interval: '1m', bearer_token: 'abc' }] },
      clock,
    );

  it('asks every interval, with credentials, and speaks only when something changed', async () => {
    answer('[{"targets":["h:1"],"labels":{"zone":"x"}}]');
    const { seen, discoverer } = startHttp();
    await discoverer.settled();
    expect(addresses(seen[0])).toEqual(['h:1']);
    expect(seen[0][0].labels).toEqual({ zone: 'x', __meta_url: `http://${server.address}/t?x=1` });
    expect(server.requests[0]).toMatchObject({
      url: '/t?x=1',
      headers: { authorization: 'Bearer abc', 'x-prometheus-refresh-interval-seconds': '60' },
    });
    await clock.advanceBy(60_000);
    await discoverer.settled();
    expect(server.requests).toHaveLength(2);
    expect(seen).toHaveLength(1);
    answer('[]');
    await clock.advanceBy(60_000);
    await discoverer.settled();
    expect(seen).toHaveLength(2);
    expect(seen[1]).toEqual([]);
  });

  it.each([
    ['a failure', 'x', 'application/json', 500, /answered 500/],
    ['another type', '[]', 'text/html', 200, /answered text\/html instead of application\/json/],
    ['broken JSON', '[', 'application/json', 200, /no valid JSON/],
    ['another shape', '{"a":1}', 'application/json', 200, /expected array/],
  ])('keeps the last known targets on %s', async (_, body, type, status, message) => {
    answer('[{"targets":["h:1"]}]');
    const { seen, discoverer } = startHttp();
    await discoverer.settled();
    answer(body, type, status);
    await clock.advanceBy(60_000);
    await discoverer.settled();
    expect(seen).toHaveLength(1);
    expect(discoverer.lastError()).toMatch(message);
    answer('[{"targets":["h:1"]}]');
    await clock.advanceBy(60_000);
    await discoverer.settled();
    expect(discoverer.lastError()).toBeUndefined();
  });
});
