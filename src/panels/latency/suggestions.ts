import { FieldType, type VisualizationSuggestionsBuilder } from '@grafana/data';
import { DEFAULT_OPTIONS, type LatencyPanelOptions } from './options.ts';
import { panelBuckets } from './panel-buckets.ts';

/** Suggested for the buckets of a histogram. */
export class LatencySuggestions {
  getSuggestionsForData(builder: VisualizationSuggestionsBuilder): void {
    const frames = builder.data?.series ?? [];
    const buckets = frames.every(({ fields }) => fields.some(({ type }) => type === FieldType.time))
      ? panelBuckets(frames, 's')
      : undefined;
    if (!buckets || buckets.bounds.length < 3) return;
    const appender = builder.getListAppender<LatencyPanelOptions, object>({
      name: 'Latency',
      pluginId: 'observatory-latency-panel',
      options: DEFAULT_OPTIONS,
      fieldConfig: { defaults: {}, overrides: [] },
    });
    appender.append({ name: 'Latency' });
  }
}
