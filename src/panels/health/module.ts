import { PanelPlugin } from '@grafana/data';
import { HealthPanel } from './HealthPanel.tsx';
import { DEFAULT_OPTIONS, type HealthPanelOptions } from './options.ts';
import { HealthSuggestions } from './suggestions.ts';

export const plugin = new PanelPlugin<HealthPanelOptions>(HealthPanel)
  .useFieldConfig()
  .setPanelOptions((builder) =>
    builder
      .addRadio({
        path: 'scale',
        name: 'Colour by',
        description: 'State: 0 healthy, 1 warning, 2 critical, 3 down. Thresholds: those of the standard options.',
        defaultValue: DEFAULT_OPTIONS.scale,
        settings: {
          options: [
            { value: 'state', label: 'State' },
            { value: 'thresholds', label: 'Thresholds' },
          ],
        },
      })
      .addRadio({
        path: 'order',
        name: 'Order of rows',
        defaultValue: DEFAULT_OPTIONS.order,
        settings: {
          options: [
            { value: 'name', label: 'By name' },
            { value: 'worst', label: 'Worst first' },
          ],
        },
      })
      .addBooleanSwitch({
        path: 'asTable',
        name: 'As a table',
        description: 'The same cells as text, for reading one by one.',
        defaultValue: DEFAULT_OPTIONS.asTable,
      }),
  )
  .setDataSupport({ annotations: true })
  .setSuggestionsSupplier(new HealthSuggestions());
