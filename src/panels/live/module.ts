import { FieldColorModeId, FieldConfigProperty, PanelPlugin } from '@grafana/data';
import { LivePanel } from './LivePanel.tsx';
import { DEFAULT_FIELD_CONFIG, DEFAULT_OPTIONS, type LiveFieldConfig, type LivePanelOptions } from './options.ts';
import { LiveSuggestions } from './suggestions.ts';

export const plugin = new PanelPlugin<LivePanelOptions, LiveFieldConfig>(LivePanel)
  .useFieldConfig({
    standardOptions: {
      [FieldConfigProperty.Color]: {
        settings: { bySeriesSupport: true, preferThresholdsMode: false },
        defaultValue: { mode: FieldColorModeId.PaletteClassic },
      },
    },
    useCustomConfig: (builder) =>
      builder.addSliderInput({
        path: 'lineWidth',
        name: 'Line width',
        defaultValue: DEFAULT_FIELD_CONFIG.lineWidth,
        settings: { min: 0.5, max: 5, step: 0.5 },
      }),
  })
  .setPanelOptions((builder) =>
    builder
      .addRadio({
        path: 'move',
        name: 'Window',
        description:
          'Smooth: while the time range ends in now, the picture moves with the clock, also between refreshes.',
        defaultValue: DEFAULT_OPTIONS.move,
        settings: {
          options: [
            { value: 'smooth', label: 'Smooth' },
            { value: 'refresh', label: 'With refresh' },
          ],
        },
      })
      .addRadio({
        path: 'detail',
        name: 'Detail',
        description: 'By pixel: smallest and largest value of each pixel where there are four points or more on it.',
        defaultValue: DEFAULT_OPTIONS.detail,
        settings: {
          options: [
            { value: 'pixel', label: 'By pixel' },
            { value: 'all', label: 'All points' },
          ],
        },
      })
      .addBooleanSwitch({ path: 'showLegend', name: 'Legend', defaultValue: DEFAULT_OPTIONS.showLegend })
      .addBooleanSwitch({
        path: 'showThresholds',
        name: 'Thresholds as lines',
        defaultValue: DEFAULT_OPTIONS.showThresholds,
      })
      .addBooleanSwitch({
        path: 'pauseOnHover',
        name: 'Pause on hover',
        description: 'The picture stands still while the pointer is on it.',
        defaultValue: DEFAULT_OPTIONS.pauseOnHover,
      })
      .addBooleanSwitch({
        path: 'asTable',
        name: 'As a table',
        description: 'The newest rows as text, for reading one by one.',
        defaultValue: DEFAULT_OPTIONS.asTable,
      }),
  )
  .setDataSupport({ annotations: true })
  .setSuggestionsSupplier(new LiveSuggestions());
