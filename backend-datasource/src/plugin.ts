import {
  BackendError,
  createInstanceManager,
  type Logger,
  type Plugin,
  type PluginContext,
} from '@observatory/grafana-backend-sdk';
import { checkHealth, failure } from './health/check-health.ts';
import { Instance } from './instance.ts';
import { metricsText } from './metrics-text.ts';
import { queryData } from './query/query-data.ts';
import { callResource } from './resources/call-resource.ts';
import { ChannelStore } from './stream/channel-store.ts';

export interface DatasourceOptions {
  logger: Logger;
  /** Specs of channels; undefined: in the user's temporary folder. */
  store?: ChannelStore;
}

/** The datasource's backend: one instance for each datasource that is configured. */
export function createDatasource({ logger, store = new ChannelStore() }: DatasourceOptions): Plugin {
  const instances = new Set<Instance>();
  const manager = createInstanceManager<Instance>({
    create(context) {
      const instance = new Instance({ settings: settingsOf(context), store, logger, userAgent: userAgentOf(context) });
      instances.add(instance);
      return instance;
    },
    async dispose(instance) {
      instances.delete(instance);
      await instance.dispose();
    },
    logger,
  });
  return {
    datasource: {
      queryData: async (request, call) => queryData(await manager.get(request.pluginContext), request, call),
      callResource: async (request, sender, call) =>
        callResource((await manager.get(request.pluginContext)).client, request, sender, call),
      async checkHealth({ pluginContext }, call) {
        try {
          return await checkHealth((await manager.get(pluginContext)).client, call);
        } catch (error) {
          return failure(error);
        }
      },
      collectMetrics: () => Promise.resolve(metricsText([...instances])),
      subscribeStream: async ({ pluginContext, path }) => (await manager.get(pluginContext)).channels.subscribe(path),
      runStream: async ({ pluginContext, path }, sender, call) =>
        (await manager.get(pluginContext)).channels.run(path, sender, call),
    },
    dispose: () => manager.dispose(),
  };
}

function settingsOf({ dataSourceInstanceSettings }: PluginContext) {
  if (dataSourceInstanceSettings) return dataSourceInstanceSettings;
  throw new BackendError('this call names no datasource', { status: 400 });
}

/** Tells the sidecar's log who asks. */
function userAgentOf({ pluginVersion, userAgent }: PluginContext): string {
  return `observatory-pulsar-datasource/${pluginVersion || 'dev'} ${userAgent}`.trim();
}
