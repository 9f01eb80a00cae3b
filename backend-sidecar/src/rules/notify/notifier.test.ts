/** Notifications against an Alertmanager's API on loopback. */
import { createServer, type IncomingMessage, type Server } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { parseConfig } from '../../config/index.ts';
import { Labels } from '../../model/labels.ts';
import { compileRelabeling } from '../../scrape/index.ts';
import { systemClock } from '../../util/clock.ts';
import { silentLogger } from '../../util/logger.ts';
import type { Alert } from '../evaluate/alert.ts';
import { Notifier } from './notifier.ts';

interface Heard {
  path: string | undefined;
  headers: IncomingMessage['headers'];
  alerts: {
    labels: Record<string, string>;
    annotations: Record<string, string>;
    startsAt: string;
    endsAt: string;
    generatorURL: string;
  }[];
}

class FakeAlertmanager {
  readonly heard: Heard[] = [];
  status = 200;
  /** Held back until it resolves. */
  gate: Promise<void> = Promise.resolve();
  address = '';
  private readonly server: Server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      void this.gate.then(() => {
        this.heard.push({
          path: request.url,
          headers: request.headers,
          alerts: JSON.parse(Buffer.concat(chunks).toString()),
        });
        response.writeHead(this.status).end(this.status === 200 ? '' : 'no room\n');
      });
    });
  });

  async start(): Promise<this> {
    this.server.listen(0, '127.0.0.1');
    await once(this.server, 'listening');
    this.address = `127.0.0.1:${(this.server.address() as AddressInfo).port}`;
    return this;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, 'close');
  }
}

const alert = (labels: Record<string, string>, more: Partial<Alert> = {}): Alert => ({
  state: 'firing',
  labels: Labels.fromObject(labels),
  annotations: Labels.fromObject({ summary: 's' }),
  value: 1,
  activeAtMs: 1000,
  firedAtMs: 2000,
  resolvedAtMs: 0,
  lastSentAtMs: 3000,
  validUntilMs: 243_000,
  keepFiringSinceMs: 0,
  ...more,
});

describe('Notifier', () => {
  let manager: FakeAlertmanager;
  let notifier: Notifier;
  beforeEach(async () => {
    manager = await new FakeAlertmanager().start();
  });
  afterEach(async () => {
    await notifier.stop();
    await manager.stop();
  });

  async function configure(
    alerting: object,
    queueCapacity = 10_000,
    external: Record<string, string> = {},
  ): Promise<void> {
    notifier = new Notifier({
      clock: systemClock,
      logger: silentLogger,
      userAgent: 'test',
      compileRelabel: compileRelabeling,
      queueCapacity,
    });
    await apply(alerting, external);
  }

  const apply = (alerting: object, external: Record<string, string> = {}) =>
    notifier.applyConfig(parseConfig(JSON.stringify({ alerting }), 'c.yaml').alerting, Labels.fromObject(external));
  const to = (...targets: string[]) => ({ static_configs: [{ targets }] });

  it('posts alerts in the form of the v2 API', async () => {
    await configure(
      { alertmanagers: [{ ...to(manager.address), path_prefix: 'am', basic_auth: { username: 'u', password: 'p' } }] },
      10,
      {
        region: 'eu',
        severity: 'external',
      },
    );
    notifier.notify(
      [alert({ alertname: 'A', severity: 'page' }), alert({ alertname: 'B' }, { resolvedAtMs: 9000 })],
      'up == 0',
      'http://me',
    );
    await notifier.settled();
    expect(manager.heard).toHaveLength(1);
    const [{ path, headers, alerts }] = manager.heard;
    expect(path).toBe('/am/api/v2/alerts');
    expect(headers).toMatchObject({ 'content-type': 'application/json', authorization: 'Basic dTpw' });
    expect(alerts).toEqual([
      {
        labels: { alertname: 'A', severity: 'page', region: 'eu' },
        annotations: { summary: 's' },
        startsAt: '1970-01-01T00:00:02.000Z',
        endsAt: '1970-01-01T00:04:03.000Z',
        generatorURL: 'http://me/graph?g0.expr=up+%3D%3D+0&g0.tab=1',
      },
      expect.objectContaining({
        labels: { alertname: 'B', severity: 'external', region: 'eu' },
        endsAt: '1970-01-01T00:00:09.000Z',
      }),
    ]);
    expect(notifier.alertmanagers().active[0].stats).toMatchObject({ sent: 2, dropped: 0, queued: 0 });
  });

  it('relabels alerts for all and for one set, and Alertmanagers', async () => {
    const drop = { source_labels: ['alertname'], regex: 'Quiet', action: 'drop' };
    const other = { target_label: 'to', replacement: 'one' };
    await configure({
      alert_relabel_configs: [drop],
      alertmanagers: [
        {
          ...to(manager.address, 'dropped:1'),
          alert_relabel_configs: [other],
          relabel_configs: [{ source_labels: ['__address__'], regex: 'dropped.*', action: 'drop' }],
        },
      ],
    });
    notifier.notify([alert({ alertname: 'Quiet' }), alert({ alertname: 'Loud' })], 'x', '');
    await notifier.settled();
    expect(manager.heard.flatMap(({ alerts }) => alerts.map(({ labels }) => labels))).toEqual([
      { alertname: 'Loud', to: 'one' },
    ]);
    expect(notifier.alertmanagers().dropped).toEqual(['http://dropped:1/api/v2/alerts']);
  });

  it('counts what an Alertmanager refuses, says why, and goes on', async () => {
    await configure({ alertmanagers: [to(manager.address)] });
    manager.status = 503;
    notifier.notify([alert({ alertname: 'A' })], 'x', '');
    await notifier.settled();
    expect(notifier.alertmanagers().active[0].stats).toMatchObject({
      sent: 0,
      dropped: 1,
      errors: 1,
      lastError: 'it answered 503: no room',
    });
    expect(notifier.warnings()).toEqual([
      `Alerts do not reach http://${manager.address}/api/v2/alerts: it answered 503: no room`,
    ]);
    manager.status = 200;
    notifier.notify([alert({ alertname: 'A' })], 'x', '');
    await notifier.settled();
    expect(notifier.alertmanagers().active[0].stats).toMatchObject({ sent: 1, lastError: undefined });
    expect(notifier.warnings()).toEqual([]);
  });

  it('bounds its queue: the newest stay', async () => {
    await configure({ alertmanagers: [to(manager.address)] }, 3);
    let open = () => {};
    manager.gate = new Promise((resolve) => (open = resolve));
    notifier.notify([alert({ alertname: 'first' })], 'x', '');
    for (let i = 0; i < 6; i++) notifier.notify([alert({ alertname: `n${i}` })], 'x', '');
    open();
    await notifier.settled();
    expect(manager.heard.flatMap(({ alerts }) => alerts.map(({ labels }) => labels.alertname))).toEqual([
      'first',
      'n3',
      'n4',
      'n5',
    ]);
    expect(notifier.alertmanagers().active[0].stats).toMatchObject({ sent: 4, dropped: 3 });
  });

  it('does not let a dead Alertmanager keep another from hearing', async () => {
    const dead = await new FakeAlertmanager().start();
    await dead.stop();
    await configure({ alertmanagers: [to(dead.address, manager.address)] });
    notifier.notify([alert({ alertname: 'A' })], 'x', '');
    await notifier.settled();
    expect(manager.heard).toHaveLength(1);
    expect(notifier.alertmanagers().active.map(({ stats }) => [stats.sent, stats.dropped])).toEqual([
      [0, 1],
      [1, 0],
    ]);
  });

  it('follows a reload', async () => {
    const second = await new FakeAlertmanager().start();
    await configure({ alertmanagers: [to(manager.address)] });
    await apply({ alertmanagers: [to(second.address)] });
    notifier.notify([alert({ alertname: 'A' })], 'x', '');
    await notifier.settled();
    expect([manager.heard.length, second.heard.length]).toEqual([0, 1]);
    await apply({ alertmanagers: [] });
    await second.stop();
  });
});
