import { PanelPlugin } from '@grafana/data';
import { LatencyPanel } from './LatencyPanel.tsx';
import { DEFAULT_OPTIONS, type LatencyPanelOptions } from './options.ts';
import { LatencySuggestions } from './suggestions.ts';

export const plugin = new PanelPlugin<LatencyPanelOptions>(LatencyPanel)
  .setPanelOptions((builder) =>
    builder
      .addRadio({
        path: 'show',
        name: 'Show',
        defaultValue: DEFAULT_OPTIONS.show,
        settings: {
          options: [
            { value: 'both', label: 'Both' },
            { value: 'heatmap', label: 'Heatmap' },
            { value: 'bands', label: 'Percentiles' },
          ],
        },
      })
      .addRadio({
        path: 'unit',
        name: 'Bounds of buckets',
        description: 'What the label le counts. The canonical histograms count seconds.',
        defaultValue: DEFAULT_OPTIONS.unit,
        settings: {
          options: [
            { value: 's', label: 'Seconds' },
            { value: 'ms', label: 'Milliseconds' },
          ],
        },
      })
      .addBooleanSwitch({ path: 'asTable', name: 'As a table', defaultValue: DEFAULT_OPTIONS.asTable }),
  )
  .setSuggestionsSupplier(new LatencySuggestions());
