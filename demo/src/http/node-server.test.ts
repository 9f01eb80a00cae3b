import { createDemoCluster, type DemoCluster } from '../index.ts';

const START = Date.parse('2026-11-22T13:00:00Z');

describe('a node over HTTP', () => {
  let cluster: DemoCluster;
  const url = (name: string): string => cluster.nodes().find((n) => n.name === name)?.url ?? '';
  const status = async (target: string, method = 'GET', body?: unknown, headers = {}): Promise<number> => {
    const answer = await fetch(target, {
      method,
      redirect: 'manual',
      body: body === undefined ? undefined : JSON.stringify(body),
      headers,
    });
    await answer.text();
    return answer.status;
  };

  beforeEach(async () => {
    cluster = createDemoCluster({ seed: 2, startMs: START, speed: 'max', basePort: 0, size: { workers: 2 } });
    await cluster.start();
    cluster.advanceSync(START + 30_000);
  });
  afterEach(() => cluster.stop());

  it('resets connections while its process is dead, and answers again after its start-up time', async () => {
    const fault = cluster.inject({ kind: 'broker-lost', target: 'broker-2' });
    const at = url('broker-2');
    await expect(fetch(`${at}/metrics/`)).rejects.toThrow();
    cluster.faults.clear(fault.id);
    cluster.advanceSync(cluster.nowMs + 22_000);
    expect(await status(`${at}/metrics/`)).toBe(200);
    expect(await status(`${at}/admin/v2/brokers/health`)).toBe(200);
  });

  it('does not answer at all while cut off, and does when the network is back', async () => {
    cluster.inject({ kind: 'network-partition', target: 'bookie-2', durationMs: 10_000 });
    const at = url('bookie-2');
    await expect(fetch(`${at}/metrics`, { signal: AbortSignal.timeout(150) })).rejects.toThrow(/abort|timeout/i);
    const waiting = fetch(`${at}/heartbeat`);
    cluster.advanceSync(cluster.nowMs + 11_000);
    expect(await (await waiting).text()).toBe('OK\n');
  });

  it('stops with requests under way', async () => {
    cluster.inject({ kind: 'network-partition', target: 'bookie-1' });
    const waiting = fetch(`${url('bookie-1')}/metrics`).catch(() => 'ended');
    await new Promise((resolve) => setTimeout(resolve, 30));
    await cluster.stop();
    expect(await waiting).toBe('ended');
  });

  it('answers control actions with the recorded codes', async () => {
    const broker = url('broker-1');
    const fn = `${broker}/admin/v3/functions/acme/telemetry/metered`;
    expect(await status(`${fn}/stop`, 'POST')).toBe(204);
    expect(await status(`${fn}/stop`, 'POST')).toBe(400);
    expect(await status(`${fn}/start`, 'POST')).toBe(204);
    expect(await status(`${broker}/admin/v3/functions/acme/telemetry/none/stop`, 'POST')).toBe(404);
    expect(await status(`${broker}/admin/v2/namespaces/acme/payments/0x00000000_0x40000001/unload`, 'PUT')).toBe(412);
    expect(await status(`${broker}/admin/v2/brokers/configuration/loadBalancerEnabled/abc`, 'POST')).toBe(200);
    expect(await status(`${broker}/admin/v2/brokers/configuration/webServicePort/1`, 'POST')).toBe(412);
    expect(await status(`${url('fw-2')}/admin/v2/worker/rebalance`, 'PUT')).toBe(307);
    expect(await status(`${broker}/admin/v2/worker/rebalance`, 'PUT')).toBe(204);
    const drain = `${broker}/admin/v2/worker/leader/drain?workerId=fw-2`;
    expect(await status(drain, 'GET', undefined, { accept: '*/*' })).toBe(500);
    expect(await status(drain, 'PUT')).toBe(204);
    expect(await (await fetch(drain, { headers: { accept: 'application/json' } })).json()).toEqual({
      status: 'SUCCESS',
      lastError: '',
    });
    const readOnly = `${url('bookie-1')}/api/v1/bookie/state/readonly`;
    expect(await status(readOnly, 'PUT', { readOnly: true })).toBe(200);
    expect(await (await fetch(readOnly)).json()).toEqual({ readOnly: true });
    expect(await status(readOnly, 'PUT', { wrong: 1 })).toBe(500);
    expect(await status(`${url('bookie-1')}/api/v1/autorecovery/list_under_replicated_ledger`)).toBe(404);
    expect(await status(`${broker}/admin/v2/no-such-thing`)).toBe(404);
  });

  it('moves a bundle to the broker that was asked for, with counters from nothing', async () => {
    const { world } = cluster;
    const topic = world.topicByName.get('persistent://acme/payments/refunds') as number;
    const from = world.bundles[world.topics.bundle[topic]].owner;
    const to = world.brokers[(from + 1) % 3];
    const range = await (
      await fetch(`${url('broker-1')}/lookup/v2/topic/persistent/acme/payments/refunds/bundle`)
    ).text();
    const before = world.topics.inMessages[topic];
    expect(
      await status(
        `${url('broker-1')}/admin/v2/namespaces/acme/payments/${range}/unload?destinationBroker=${to.id}`,
        'PUT',
      ),
    ).toBe(204);
    cluster.advanceSync(cluster.nowMs + 5000);
    expect(world.bundles[world.topics.bundle[topic]].owner).toBe(to.index);
    expect(world.topics.inMessages[topic]).toBeGreaterThan(0);
    expect(world.topics.inMessages[topic]).toBeLessThan(before / 10);
    expect(await status(`${url(world.brokers[from].name)}/admin/v2/persistent/acme/payments/refunds/stats`)).toBe(307);
    expect(await status(`${url(to.name)}/admin/v2/persistent/acme/payments/refunds/stats`)).toBe(200);
  });

  it('shuts a broker down gracefully: out of the list at once', async () => {
    const leaving = cluster.world.brokers[2];
    expect(await status(`http://${leaving.id}/admin/v2/brokers/shutdown`, 'POST')).toBe(204);
    expect(await (await fetch(`${url('broker-1')}/admin/v2/brokers`)).json()).toHaveLength(2);
    await expect(fetch(`http://${leaving.id}/metrics/`)).rejects.toThrow();
  });
});
