import type { VisualizationSuggestionsBuilder } from '@grafana/data';
import { DEFAULT_OPTIONS, type HealthPanelOptions } from './options.ts';

/** Fewer series are better seen as lines. */
const MIN_SERIES = 3;

/** Suggested where several series have times: nodes that can stand below each other. */
export class HealthSuggestions {
  getSuggestionsForData(builder: VisualizationSuggestionsBuilder): void {
    const { hasTimeField, hasNumberField, numberFieldCount } = builder.dataSummary;
    if (!hasTimeField || !hasNumberField || numberFieldCount < MIN_SERIES) return;
    const appender = builder.getListAppender<HealthPanelOptions, object>({
      name: 'Health heatmap',
      pluginId: 'observatory-health-panel',
      options: { ...DEFAULT_OPTIONS, scale: 'thresholds' },
      fieldConfig: { defaults: {}, overrides: [] },
    });
    appender.append({ name: 'Health heatmap' });
  }
}
