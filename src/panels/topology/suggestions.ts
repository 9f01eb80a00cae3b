import type { VisualizationSuggestionsBuilder } from '@grafana/data';
import { DEFAULT_OPTIONS, type TopologyPanelOptions } from './options.ts';

/** Suggested where a query answers with a node graph. */
export class TopologySuggestions {
  getSuggestionsForData(builder: VisualizationSuggestionsBuilder): void {
    if (builder.dataSummary.preferredVisualisationType !== 'nodeGraph') return;
    builder
      .getListAppender<TopologyPanelOptions, object>({
        name: 'Pulsar topology',
        pluginId: 'observatory-topology-panel',
        options: DEFAULT_OPTIONS,
        fieldConfig: { defaults: {}, overrides: [] },
      })
      .append({ name: 'Pulsar topology' });
  }
}
