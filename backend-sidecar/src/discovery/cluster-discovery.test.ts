import { parseConfig } from '../config/index.ts';
import { createScrapeManager, type ScrapeManager } from '../scrape/index.ts';
import { RecordingAppender } from '../scrape/testing/recording-appender.ts';
import { VirtualClock } from '../util/clock.ts';
import { silentLogger } from '../util/logger.ts';
import { startFakeNode, type FakeNode } from '../testing/fake-cluster.ts';

const BROKERS = '/admin/v2/brokers/demo-1';
const BOOKIES = '/admin/v2/bookies/all';
const WORKERS = '/admin/v2/worker/cluster';

describe('a cluster known by its admin URLs alone', () => {
  let broker1: FakeNode;
  let broker2: FakeNode;
  let bookie: FakeNode;
  let worker: FakeNode;
  let appender: RecordingAppender;
  let clock: VirtualClock;
  let manager: ScrapeManager;

  beforeEach(async () => {
    [broker1, broker2, bookie, worker] = await Promise.all([
      startFakeNode(),
      startFakeNode(),
      startFakeNode(),
      startFakeNode(),
    ]);
    for (const broker of [broker1, broker2]) {
      broker.admin.set(BROKERS, [broker1.address, broker2.address]);
      broker.admin.set(BOOKIES, { bookies: [{ bookieId: '127.0.0.1:3181' }] });
    }
    broker1.admin.set(WORKERS, [
      { workerId: `c-demo-1-fw-127.0.0.1-${broker1.port}`, workerHostname: '127.0.0.1', port: broker1.port },
      { workerId: 'fw-2', workerHostname: '127.0.0.1', port: worker.port },
    ]);
    broker2.admin.set(WORKERS, 409);
    appender = new RecordingAppender();
    // Between two possible ticks, so that an interval holds exactly one.
    clock = new VirtualClock(1_700_000_000_000.5, async () => {
      await new Promise((resolve) => setImmediate(resolve));
      await manager.settled();
    });
    manager = createScrapeManager({ appender, clock, logger: silentLogger });
  });

  afterEach(async () => {
    await manager.stop();
    await Promise.all([broker1, broker2, bookie, worker].map((node) => node.close()));
  });

  const configText = (
    more = '',
    adminUrls = `http://127.0.0.1:1, http://${broker2.address}, http://${broker1.address}`,
  ) => `
global: { scrape_interval: 10s }
${more}
clusters:
  - name: demo-1
    pulsar: { admin_urls: [${adminUrls}], auth: { bearer_token: admin-token-of-the-test } }
    bookies: [{ '127.0.0.1:3181': '${bookie.address}' }]`;
  const apply = (text: string) => manager.applyConfig(parseConfig(text, '/c.yaml', { env: {} }));
  const active = () =>
    manager
      .targets()
      .active.map(({ labels }) => `${labels.get('job')} ${labels.get('node')} ${labels.get('instance')}`);

  it('finds every node once, past a dead URL and a broker without a worker', async () => {
    await apply(configText());
    manager.start();
    await clock.advanceBy(1);
    expect(active().sort()).toEqual(
      [
        `bookie 127.0.0.1:3181 ${bookie.address}`,
        `broker ${broker1.address} ${broker1.address}`,
        `broker ${broker2.address} ${broker2.address}`,
        `function_worker fw-2 ${worker.address}`,
      ].sort(),
    );
    await clock.advanceBy(9_999);
    expect(manager.targets().active.map(({ health, lastError }) => `${health}${lastError}`)).toEqual([
      'up',
      'up',
      'up',
      'up',
    ]);
    const scrapes = (node: FakeNode) => node.requests.filter(({ url }) => url.startsWith('/metrics'));
    expect([broker1, broker2, bookie, worker].map((node) => scrapes(node).length)).toEqual([1, 1, 1, 1]);
    expect(scrapes(broker1)[0]).toMatchObject({
      url: '/metrics/',
      headers: { authorization: 'Bearer admin-token-of-the-test' },
    });
    expect(scrapes(bookie)[0].headers.authorization).toBeUndefined();
    expect(appender.of('hits_total', 'job="broker"', `node="${broker1.address}"`, 'cluster="demo-1"')).toHaveLength(1);
  });

  it('labels every series with the configured cluster, once', async () => {
    broker1.respond = ((respond) => (request, response) => {
      if (request.url?.startsWith('/admin')) return respond(request, response);
      response.writeHead(200, { 'content-type': 'text/plain' }).end('pulsar_topics_count{cluster="standalone"} 3\n');
    })(broker1.respond);
    await apply(configText());
    manager.start();
    await clock.advanceBy(11_000);
    expect([...appender.samples.keys()].filter((name) => name.startsWith('pulsar_topics_count'))).toEqual([
      `pulsar_topics_count{cluster="demo-1", instance="${broker1.address}", job="broker", node="${broker1.address}"}`,
    ]);
  });

  it('follows the cluster: keeps the last known nodes on errors, drops those that left the list', async () => {
    await apply(configText());
    manager.start();
    await clock.advanceBy(1000);
    for (const broker of [broker1, broker2]) broker.admin.set(BROKERS, 500);
    await clock.advanceBy(60_000);
    expect(active()).toHaveLength(4);
    expect(manager.discoveryErrors()['pulsar/demo-1/broker'].join()).toContain(
      'no admin URL answered /admin/v2/brokers/demo-1',
    );
    // A broker that is down but listed stays, and is down.
    await broker2.close();
    broker1.admin.set(BROKERS, [broker1.address, broker2.address]);
    await clock.advanceBy(60_000);
    expect(
      manager
        .targets()
        .active.filter(({ health }) => health === 'down')
        .map(({ scrapeUrl }) => scrapeUrl),
    ).toEqual([`http://${broker2.address}/metrics/`]);
    broker1.admin.set(BROKERS, [broker1.address]);
    await clock.advanceBy(60_000);
    expect(active().filter((name) => name.startsWith('broker'))).toEqual([
      `broker ${broker1.address} ${broker1.address}`,
    ]);
    // The embedded worker of a broker that left the list is not taken for a worker of its own.
    broker1.admin.set(BROKERS, []);
    await clock.advanceBy(60_000);
    expect(active().filter((name) => !name.startsWith('bookie'))).toEqual([`function_worker fw-2 ${worker.address}`]);
  });

  it('leaves alone what a job of scrape_configs scrapes, and takes it back when the job goes', async () => {
    const own = `scrape_configs: [{ job_name: mine, static_configs: [{ targets: ['${broker1.address}'] }] }]`;
    await apply(configText(own));
    manager.start();
    await clock.advanceBy(20_000);
    expect(active().filter((name) => name.includes(broker1.address))).toEqual([`mine  ${broker1.address}`]);
    expect(manager.targets().dropped).toMatchObject([
      { scrapePool: 'pulsar/demo-1/broker', reason: 'already scraped by mine' },
    ]);
    await apply(configText());
    await clock.advanceBy(40_000);
    expect(active().filter((name) => name.includes(broker1.address))).toEqual([
      `broker ${broker1.address} ${broker1.address}`,
    ]);
  });

  it('tells an operator what credentials are missing', async () => {
    for (const broker of [broker1, broker2])
      for (const path of [BROKERS, BOOKIES, WORKERS]) broker.admin.set(path, 401);
    await apply(configText('', `http://${broker1.address}`));
    manager.start();
    await clock.advanceBy(1000);
    expect(manager.discoveryErrors()['pulsar/demo-1/broker'].join()).toContain(
      'answered 401 to /admin/v2/brokers/demo-1: no such luck',
    );
  });

  it('says when bookies of one host need addresses of their own', async () => {
    broker1.admin.set(BOOKIES, { bookies: [{ bookieId: '127.0.0.1:3182' }, { bookieId: '127.0.0.1:3183' }] });
    await apply(configText('', `http://${broker1.address}`));
    manager.start();
    await clock.advanceBy(1000);
    expect(manager.discoveryErrors()['pulsar/demo-1/bookie'].join()).toContain(
      'several bookies would have the HTTP address 127.0.0.1:8000',
    );
  });
});
