import { useMemo, useRef } from 'react';
import { ActionsMenu } from '../control/ActionsMenu.tsx';
import { useViewHost } from '../host/ViewHost.ts';
import type { ThemeName } from '../theme/series-colors.ts';
import { TopologyView } from './TopologyView.tsx';
import { useComparison } from './use-comparison.ts';
import { useDeparted } from './use-departed.ts';
import { useDetails } from './use-details.ts';
import { useFill } from './use-fill.ts';
import { useFocus } from './use-focus.ts';
import { useMapState } from './use-map-state.ts';
import { useMeasure } from './use-measure.ts';
import { usePositions } from './use-positions.ts';
import { useTopology } from './use-topology.ts';
import styles from './TopologyPage.module.css';

/** The topology of all clusters, now or at a past time; the address holds the whole view. */
export function TopologyPage({ theme }: { theme: ThemeName }): React.JSX.Element {
  const host = useViewHost();
  const pageRef = useRef<HTMLDivElement>(null);
  const height = useFill(pageRef);
  const [state, setState] = useMapState(host.navigation);
  const { data, error, retry } = useTopology(state.kinds, state.atMs);
  const focus = useFocus(state.focus, state.depth, state.atMs);
  const color = useMeasure(state.color, data, state.atMs);
  const size = useMeasure(state.size, data, state.atMs);
  const ring = useMeasure(state.ring, data, state.atMs);
  const width = useMeasure(state.width, data, state.atMs);
  const measures = useMemo(
    () => ({ ...(color && { color }), ...(size && { size }), ...(ring && { ring }), ...(width && { width }) }),
    [color, size, ring, width],
  );
  const { comparison, error: comparisonError } = useComparison(data, state.kinds, state);
  const departed = useDeparted(data, state.kinds, state.atMs === undefined && state.baseMs === undefined);
  const { moved, move, reset } = usePositions();
  const selected = useMemo(
    () => [...(focus?.data?.nodes ?? []), ...(data?.nodes ?? []), ...departed].find(({ id }) => id === state.selected),
    [focus, data, departed, state.selected],
  );
  const edges = useMemo(() => [...(focus?.data?.edges ?? []), ...(data?.edges ?? [])], [focus, data]);
  const details = useDetails(selected, edges, data, state.atMs);
  return (
    <div ref={pageRef} className={styles.page} style={{ height }}>
      <TopologyView
        data={data}
        {...(error !== undefined && { error })}
        onRetry={retry}
        state={state}
        onState={setState}
        theme={theme}
        measures={measures}
        {...(focus && { focus })}
        {...(comparison && { comparison })}
        {...(comparisonError !== undefined && { comparisonError })}
        gone={departed}
        moved={moved}
        onMove={move}
        onResetPositions={reset}
        details={
          selected
            ? { ...details, actions: <ActionsMenu targets={[{ id: selected.id, title: selected.name }]} /> }
            : details
        }
      />
    </div>
  );
}
