import { FieldColorModeId, FieldConfigProperty, PanelPlugin } from '@grafana/data';
import { LatencyPanel } from './LatencyPanel.tsx';
import { DEFAULT_OPTIONS, type LatencyPanelOptions } from './options.ts';
import { LatencySuggestions } from './suggestions.ts';

export const plugin = new PanelPlugin<LatencyPanelOptions>(LatencyPanel)
  .useFieldConfig({
    // The axis is that of the buckets, and their colours are shades of one.
    disableStandardOptions: [
      FieldConfigProperty.Min,
      FieldConfigProperty.Max,
      FieldConfigProperty.Mappings,
      FieldConfigProperty.Thresholds,
    ],
    standardOptions: {
      [FieldConfigProperty.Color]: {
        settings: { byValueSupport: false, bySeriesSupport: false, preferThresholdsMode: false },
        defaultValue: { mode: FieldColorModeId.Fixed },
      },
    },
  })
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
      .addNumberInput({
        path: 'objectiveMs',
        name: 'Objective (ms)',
        description: 'A line across the percentiles: the latency that is aimed at.',
        settings: { min: 0, placeholder: 'none' },
      })
      .addBooleanSwitch({ path: 'asTable', name: 'As a table', defaultValue: DEFAULT_OPTIONS.asTable }),
  )
  .setDataSupport({ annotations: true })
  .setSuggestionsSupplier(new LatencySuggestions());
