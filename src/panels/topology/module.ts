import { PanelPlugin, type FieldOverrideContext, type SelectableValue } from '@grafana/data';
import { DEFAULT_OPTIONS, type TopologyPanelOptions } from './options.ts';
import { measureQueries } from './panel-measures.ts';
import { TopologySuggestions } from './suggestions.ts';
import { TopologyPanel } from './TopologyPanel.tsx';

const queries = (none: string) => ({
  options: [] as SelectableValue<string>[],
  getOptions: ({ data }: FieldOverrideContext): Promise<SelectableValue<string>[]> =>
    Promise.resolve([
      { value: '', label: none },
      ...measureQueries(data).map((refId) => ({ value: refId, label: `Query ${refId}` })),
    ]),
});

export const plugin = new PanelPlugin<TopologyPanelOptions>(TopologyPanel).useFieldConfig().setPanelOptions((builder) =>
  builder
    .addSelect({
      path: 'color',
      name: 'Colour',
      description:
        'A further query of this panel; its series need the labels of the nodes, such as instance or namespace.',
      defaultValue: DEFAULT_OPTIONS.color,
      settings: queries('Health'),
    })
    .addSelect({ path: 'ring', name: 'Ring', defaultValue: DEFAULT_OPTIONS.ring, settings: queries('None') })
    .addSelect({ path: 'size', name: 'Size', defaultValue: DEFAULT_OPTIONS.size, settings: queries('All the same') })
    .addSelect({
      path: 'width',
      name: 'Width of edges',
      description: 'Series with the labels of both ends, such as instance and namespace.',
      defaultValue: DEFAULT_OPTIONS.width,
      settings: queries('How many bundles, instances'),
    })
    .addBooleanSwitch({ path: 'labels', name: 'Names', defaultValue: DEFAULT_OPTIONS.labels })
    .addBooleanSwitch({ path: 'edges', name: 'Edges', defaultValue: DEFAULT_OPTIONS.edges })
    .addSelect({
      path: 'level',
      name: 'Detail',
      defaultValue: DEFAULT_OPTIONS.level,
      settings: {
        options: [
          { value: 'auto', label: 'By zoom' },
          { value: 'fleet', label: 'Fleet', description: 'A tile for each rack and tier' },
          { value: 'nodes', label: 'Nodes', description: 'A mark for each node' },
        ],
      },
    })
    .addBooleanSwitch({ path: 'problems', name: 'Only problems', defaultValue: DEFAULT_OPTIONS.problems })
    .addTextInput({
      path: 'hide',
      name: 'Hide',
      description: 'As in the find box: words, key:value, key>number, "or", "not".',
      defaultValue: DEFAULT_OPTIONS.hide,
    })
    .addBooleanSwitch({
      path: 'toolbar',
      name: 'Toolbar',
      description: 'Find, filters, table and export above the map; also needed to move nodes.',
      defaultValue: DEFAULT_OPTIONS.toolbar,
    }),
);
plugin.setSuggestionsSupplier(new TopologySuggestions());
