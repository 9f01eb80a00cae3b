import { LoadingState, type VisualizationSuggestionsBuilder } from '@grafana/data';
import { DEFAULT_FIELD_CONFIG, DEFAULT_OPTIONS, type LiveFieldConfig, type LivePanelOptions } from './options.ts';

/** More points than this are where a level of detail tells. */
const MANY_ROWS = 2000;

/** Suggested for streams, and for series with many points. */
export class LiveSuggestions {
  getSuggestionsForData(builder: VisualizationSuggestionsBuilder): void {
    const { hasTimeField, hasNumberField, rowCountTotal } = builder.dataSummary;
    const isStream = builder.data?.state === LoadingState.Streaming;
    if (!hasTimeField || !hasNumberField || (!isStream && rowCountTotal < MANY_ROWS)) return;
    const appender = builder.getListAppender<LivePanelOptions, LiveFieldConfig>({
      name: 'Live chart',
      pluginId: 'observatory-live-panel',
      options: DEFAULT_OPTIONS,
      fieldConfig: { defaults: { custom: DEFAULT_FIELD_CONFIG }, overrides: [] },
    });
    appender.append({ name: 'Live chart' });
  }
}
