import type { Call, DataSourceInstanceSettings, Logger, PluginContext } from '@observatory/grafana-backend-sdk';
import { createDatasource } from './plugin.ts';
import { ChannelStore } from './stream/channel-store.ts';

const silent: Logger = { debug() {}, info() {}, warn() {}, error() {}, with: () => silent };
const call: Call = { signal: new AbortController().signal, logger: silent };

const contextOf = (sidecarUrl: string, lastUpdatedMs: number): PluginContext => {
  const dataSourceInstanceSettings: DataSourceInstanceSettings = {
    id: 1,
    uid: 'obs',
    name: 'n',
    url: '',
    user: '',
    database: '',
    basicAuthEnabled: false,
    basicAuthUser: '',
    jsonData: { sidecarUrl },
    decryptedSecureJsonData: {},
    lastUpdatedMs,
    apiVersion: '',
  };
  return {
    orgId: 1,
    pluginId: 'observatory-pulsar-datasource',
    pluginVersion: '0.1.0',
    userAgent: '',
    apiVersion: '',
    dataSourceInstanceSettings,
    grafanaConfig: {},
  };
};
const headers = {
  get: () => undefined,
  all: () => [],
  names: () => [],
  isFromAlert: false,
  skipsCache: false,
  grafanaId: undefined,
  forwarded: () => ({}),
};

it('has one set of counters a datasource, also while its settings change', async () => {
  const plugin = createDatasource({ logger: silent, store: new ChannelStore(null) });
  for (const version of [1, 2])
    await plugin.datasource.checkHealth?.({ pluginContext: contextOf('http://127.0.0.1:1', version), headers }, call);
  const text = await plugin.datasource.collectMetrics?.({ pluginContext: contextOf('http://127.0.0.1:1', 2) }, call);
  expect(text?.match(/^observatory_datasource_queries_asked_total\{.*$/gm)).toEqual([
    'observatory_datasource_queries_asked_total{uid="obs"} 0',
  ]);
  expect(text).toContain('# TYPE observatory_datasource_stream_connections gauge');
  await plugin.dispose?.();
  expect(await plugin.datasource.collectMetrics?.({ pluginContext: contextOf('', 2) }, call)).not.toContain('{uid=');
});
