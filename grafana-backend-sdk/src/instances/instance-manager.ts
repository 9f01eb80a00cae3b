/**
 * One instance of a plugin's own state (clients, caches) for each organisation and datasource or app. Settings arrive with
 * every request; when they or Grafana's configuration changed, a new instance is made and the old one disposed after a
 * delay, in which calls that hold it end.
 */
import type { InstanceManager, InstanceManagerOptions, PluginContext } from '../types.ts';

const DISPOSE_DELAY_MS = 60_000;

interface Entry<Instance> {
  version: string;
  instance: Promise<Instance>;
}

export function createInstanceManager<Instance>(options: InstanceManagerOptions<Instance>): InstanceManager<Instance> {
  const { create, dispose, disposeDelayMs = DISPOSE_DELAY_MS, logger } = options;
  const entries = new Map<string, Entry<Instance>>();
  /** Replaced instances that wait for their end. */
  const retired = new Map<Entry<Instance>, NodeJS.Timeout>();

  const end = async ({ instance }: Entry<Instance>) => {
    let made: Instance;
    try {
      made = await instance;
    } catch {
      return; // Never made: its creation failed, and whoever asked was told.
    }
    try {
      await dispose?.(made);
    } catch (error) {
      logger?.warn('an instance could not be disposed', { error });
    }
  };

  const retire = (entry: Entry<Instance>) => {
    const timer = setTimeout(() => {
      retired.delete(entry);
      void end(entry);
    }, disposeDelayMs);
    timer.unref();
    retired.set(entry, timer);
  };

  const get = (context: PluginContext): Promise<Instance> => {
    const key = keyOf(context);
    const version = versionOf(context);
    const known = entries.get(key);
    if (known?.version === version) return known.instance;
    if (known) retire(known);
    const entry: Entry<Instance> = { version, instance: (async () => create(context))() };
    entries.set(key, entry);
    // The next call tries again: what failed may have been a moment's trouble.
    entry.instance.catch(() => {
      if (entries.get(key) === entry) entries.delete(key);
    });
    return entry.instance;
  };

  return {
    get,
    async dispose() {
      const all = [...entries.values(), ...retired.keys()];
      for (const timer of retired.values()) clearTimeout(timer);
      entries.clear();
      retired.clear();
      await Promise.all(all.map(end));
    },
  };
}

function keyOf({ orgId, pluginId, dataSourceInstanceSettings: datasource }: PluginContext): string {
  return JSON.stringify([orgId, datasource ? datasource.uid : '', datasource ? '' : pluginId]);
}

/** Changes when the settings were saved or Grafana's configuration is another. */
function versionOf({ dataSourceInstanceSettings, appInstanceSettings, grafanaConfig }: PluginContext): string {
  const updatedMs = (dataSourceInstanceSettings ?? appInstanceSettings)?.lastUpdatedMs ?? 0;
  const config = Object.entries(grafanaConfig).sort(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify([updatedMs, config]);
}
