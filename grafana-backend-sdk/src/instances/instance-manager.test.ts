import { jest } from '@jest/globals';
import { contextOf } from '../wire/context.ts';
import { json, pluginContext, type ContextChanges } from '../testing/requests.ts';
import { createInstanceManager } from './instance-manager.ts';

const context = (changes?: ContextChanges) => contextOf(pluginContext(changes));

interface Made {
  number: number;
  disposed: boolean;
}

function manager(fail: () => boolean = () => false) {
  const made: Made[] = [];
  const instances = createInstanceManager<Made>({
    async create() {
      await null;
      if (fail()) throw new Error('no');
      const instance = { number: made.length + 1, disposed: false };
      made.push(instance);
      return instance;
    },
    dispose(instance) {
      instance.disposed = true;
    },
    disposeDelayMs: 60_000,
  });
  return { made, instances };
}

describe('createInstanceManager', () => {
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());

  it('makes one for concurrent calls, and keeps it', async () => {
    const { made, instances } = manager();
    const got = await Promise.all([instances.get(context()), instances.get(context()), instances.get(context())]);
    expect(new Set(got).size).toBe(1);
    expect(await instances.get(context({ user: null }))).toBe(got[0]);
    expect(made).toHaveLength(1);
  });

  it('tells organisations, datasources and apps apart', async () => {
    const { made, instances } = manager();
    const app = { jsonData: json({}), decryptedSecureJsonData: {}, lastUpdatedMS: 0, apiVersion: '' };
    await instances.get(context());
    await instances.get(context({ orgId: 2 }));
    await instances.get(context({ datasource: { uid: 'ds-2' } }));
    await instances.get({ ...context({ appInstanceSettings: app }), dataSourceInstanceSettings: undefined });
    expect(made).toHaveLength(4);
  });

  const changes: [string, ContextChanges][] = [
    ['the settings were saved', { datasource: { lastUpdatedMS: 1 } }],
    ["Grafana's configuration changed", { grafanaConfig: { GF_APP_URL: 'http://other/' } }],
  ];
  it.each(changes)('makes another when %s, and disposes the old one after a delay', async (_, change) => {
    const { instances } = manager();
    const first = await instances.get(context());
    const second = await instances.get(context(change));
    expect([first.number, second.number]).toEqual([1, 2]);
    await jest.advanceTimersByTimeAsync(59_999);
    expect(first.disposed).toBe(false);
    await jest.advanceTimersByTimeAsync(1);
    expect([first.disposed, second.disposed]).toEqual([true, false]);
  });

  it('does not care for the order of the configuration', async () => {
    const { made, instances } = manager();
    await instances.get(context({ grafanaConfig: { a: '1', b: '2' } }));
    await instances.get(context({ grafanaConfig: { b: '2', a: '1' } }));
    expect(made).toHaveLength(1);
  });

  it('tries again after a creation failed', async () => {
    let failures = 2;
    const { instances } = manager(() => failures-- > 0);
    await expect(Promise.all([instances.get(context()), instances.get(context())])).rejects.toThrow('no');
    await expect(instances.get(context())).rejects.toThrow('no');
    expect((await instances.get(context())).number).toBe(1);
  });

  it('disposes all at once when asked', async () => {
    const { made, instances } = manager();
    await instances.get(context());
    await instances.get(context({ datasource: { lastUpdatedMS: 1 } }));
    await instances.dispose();
    expect(made.map(({ disposed }) => disposed)).toEqual([true, true]);
    expect(jest.getTimerCount()).toBe(0);
  });
});
