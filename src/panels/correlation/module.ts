import { PanelPlugin } from '@grafana/data';
import { CorrelationPanel } from './CorrelationPanel.tsx';
import { DEFAULT_OPTIONS, type CorrelationPanelOptions } from './options.ts';

export const plugin = new PanelPlugin<CorrelationPanelOptions>(CorrelationPanel)
  .useFieldConfig()
  .setPanelOptions((builder) =>
    builder
      .addTextInput({
        path: 'outcomes',
        name: 'What suffers',
        description: 'Queries whose series are the columns, as A or A,B. All others are the rows.',
        defaultValue: DEFAULT_OPTIONS.outcomes,
      })
      .addBooleanSwitch({
        path: 'asTable',
        name: 'As a table',
        description: 'All pairs as rows of numbers, the strongest first.',
        defaultValue: DEFAULT_OPTIONS.asTable,
      }),
  );
