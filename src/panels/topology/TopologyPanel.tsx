import { useCallback, useMemo, useState } from 'react';
import { LoadingState, type PanelProps } from '@grafana/data';
import { PanelDataErrorView } from '@grafana/runtime';
import { useTheme2 } from '@grafana/ui';
import { TOPOLOGY_KINDS } from '@observatory/protocol/topology';
import { ViewsRoot } from '../../components/views-root/ViewsRoot.tsx';
import { INITIAL_STATE, type MapState } from '../../views/topology/model/map-state.ts';
import { TopologyView } from '../../views/topology/TopologyView.tsx';
import type { TopologyPanelOptions } from './options.ts';
import { panelGraph } from './panel-graph.ts';
import { panelMeasures, valueFormat } from './panel-measures.ts';

/** The map over the panel's frames: a node-graph query for what there is, any further queries for colour, size and width. */
export function TopologyPanel(props: PanelProps<TopologyPanelOptions>): React.JSX.Element {
  const { data, options, width, height, id, fieldConfig, onOptionsChange } = props;
  const theme = useTheme2();
  // What the user does in the panel is not saved with the dashboard; what the options say is where it begins.
  const [own, setOwn] = useState<Partial<MapState>>({});
  const graph = useMemo(() => panelGraph(data.series), [data.series]);
  const state = useMemo(
    (): MapState => ({
      ...INITIAL_STATE,
      kinds: TOPOLOGY_KINDS,
      level: options.level,
      labels: options.labels,
      edges: options.edges,
      problems: options.problems,
      hide: options.hide,
      ...own,
    }),
    [options, own],
  );
  const measures = useMemo(
    () => (graph ? panelMeasures(data.series, graph.answer, options) : {}),
    [data.series, graph, options],
  );
  const format = useMemo(() => valueFormat(data.series, options.color, theme), [data.series, options.color, theme]);
  const moved = useMemo(() => new Map(Object.entries(options.positions ?? {})), [options.positions]);
  const onState = useCallback((next: Partial<MapState>) => setOwn((before) => ({ ...before, ...next })), []);
  const details = useMemo(
    () => ({
      links: (state.selected === undefined ? [] : (graph?.linksOf(state.selected) ?? [])).map(
        ({ title, href, target }) => ({
          label: title,
          href,
          newTab: target === '_blank',
        }),
      ),
      withoutEvents: true,
    }),
    [graph, state.selected],
  );

  if (!graph && data.state !== LoadingState.Loading) {
    return (
      <PanelDataErrorView
        panelId={id}
        fieldConfig={fieldConfig}
        data={data}
        message="No topology in the answer. Choose the query type Topology of a Pulsar Observatory datasource, or another query in node-graph format."
      />
    );
  }
  return (
    <ViewsRoot fill>
      <div style={{ width, height }}>
        <TopologyView
          data={graph?.answer}
          {...(data.errors?.[0]?.message !== undefined && { error: data.errors[0].message })}
          state={state}
          onState={onState}
          theme={theme.isDark ? 'dark' : 'light'}
          measures={measures}
          {...(format && { formatColor: format })}
          moved={moved}
          onMove={(node, x, y) => onOptionsChange({ ...options, positions: { ...options.positions, [node]: [x, y] } })}
          onResetPositions={() => onOptionsChange({ ...options, positions: {} })}
          details={details}
          embedded
          showToolbar={options.toolbar}
          emptyHint="The query found no node: choose other clusters, kinds or a later time."
        />
      </div>
    </ViewsRoot>
  );
}
