import { useCallback, useDeferredValue, useEffect, useMemo, useRef, useState } from 'react';
import type { TopologyAnswer, TopologyNode } from '@observatory/protocol/topology';
import { formatValue } from '../live/format-value.ts';
import { useNow } from '../overview/use-now.ts';
import type { ThemeName } from '../theme/series-colors.ts';
import { toPng, toSvg } from './draw/export.ts';
import { FocusView } from './FocusView.tsx';
import { Legend } from './Legend.tsx';
import { MapMessage } from './MapMessage.tsx';
import { MapTable } from './MapTable.tsx';
import { detailOf } from './model/detail.ts';
import { neighbourhood } from './model/focus-layout.ts';
import { TABLE_FIRST } from './model/level.ts';
import { MAX_DEPTH, type MapState } from './model/map-state.ts';
import { numericAttributes, type Measure } from './model/measure.ts';
import type { Measured } from './model/measured.ts';
import { nameOf } from './model/node-name.ts';
import { buildScene, type Change, type Mark } from './model/scene.ts';
import { describeScene } from './model/speech.ts';
import { NodePanel, type NodeDetails } from './panel/NodePanel.tsx';
import { saveFile } from '../page/save-file.ts';
import { TimeBar } from './TimeBar.tsx';
import { Toolbar } from './Toolbar.tsx';
import { TopologyMap, type MapHandle } from './TopologyMap.tsx';
import styles from './TopologyView.module.css';

/** A measure with its values, or why there are none. */
export interface ShownMeasure {
  measure: Measure;
  measured?: Measured;
  error?: string;
}

export interface Comparison {
  nodes: ReadonlyMap<string, Change>;
  edges: ReadonlyMap<string, Change>;
  gone: readonly TopologyNode[];
}

export interface TopologyViewProps {
  /** Undefined while it loads for the first time. */
  data: TopologyAnswer | undefined;
  /** Why there is none, or no newer one; with what to do. */
  error?: string;
  onRetry?: () => void;
  state: MapState;
  onState: (next: Partial<MapState>) => void;
  theme: ThemeName;
  measures?: Readonly<Partial<Record<'color' | 'size' | 'ring' | 'width', ShownMeasure>>>;
  /** What is around the focused node; without it, what the map's own data have. */
  focus?: { data?: TopologyAnswer; error?: string };
  comparison?: Comparison;
  comparisonError?: string;
  /** Nodes that left a short time ago. */
  gone?: readonly TopologyNode[];
  moved?: ReadonlyMap<string, readonly [number, number]>;
  onMove?: (id: string, x: number, y: number) => void;
  onResetPositions?: () => void;
  /** How values of the colour's measure are written; in its own unit unless given. */
  formatColor?: (value: number) => string;
  /** About the selected node. */
  details?: NodeDetails;
  /** In a panel of a dashboard: what the query decides is not offered, and the wheel scrolls the page. */
  embedded?: boolean;
  showToolbar?: boolean;
  /** What to do when there are no nodes at all. */
  emptyHint?: string;
}

const EMPTY_DETAILS: NodeDetails = { links: [], events: [] };
const NO_POSITIONS: ReadonlyMap<string, readonly [number, number]> = new Map();

/** The topology of clusters as a map, a table, or one node with its surroundings. Knows no host: data in, wishes out. */
export function TopologyView(props: TopologyViewProps): React.JSX.Element {
  const {
    data,
    error,
    state,
    onState,
    theme,
    measures = {},
    comparison,
    embedded = false,
    moved = NO_POSITIONS,
  } = props;
  const mapRef = useRef<MapHandle>(null);
  const findRef = useRef<HTMLInputElement>(null);
  const nowMs = useNow(5_000, embedded);
  const [arranging, setArranging] = useState(false);
  const [exportError, setExportError] = useState<string | undefined>();
  // What is typed appears at once; the picture follows when there is time.
  const shownState = useDeferredValue(state);

  const { formatColor } = props;
  const color = measures.color;
  const [byColor, bySize, byRing, byWidth] = [color, measures.size, measures.ring, measures.width].map(
    (shown) => shown?.measured,
  );
  const gone = comparison?.gone ?? props.gone;
  const scene = useMemo(
    () =>
      buildScene({
        nodes: data?.nodes ?? [],
        edges: data?.edges ?? [],
        state: shownState,
        moved,
        ...(byColor && { color: byColor }),
        ...(bySize && { size: bySize }),
        ...(byRing && { ring: byRing }),
        ...(byWidth && { width: byWidth }),
        ...(comparison && { changes: comparison.nodes, edgeChanges: comparison.edges }),
        ...(gone && { gone }),
      }),
    [data, shownState, moved, byColor, bySize, byRing, byWidth, comparison, gone],
  );
  const value = useCallback(
    (mark: Mark): string | undefined => {
      if (!color) return detailOf(mark);
      const number = color.measured?.nodes.get(mark.id);
      if (number === undefined) return undefined;
      return formatColor ? formatColor(number) : formatValue(number, color.measure.unit);
    },
    [color, formatColor],
  );

  const total = data?.nodes.length ?? 0;
  const asTable = state.table ?? (total > TABLE_FIRST && state.focus === undefined);
  const selectedMark = state.selected === undefined ? undefined : scene.marks[scene.indexOf.get(state.selected) ?? -1];
  const focusData = useMemo(() => {
    if (state.focus === undefined || !data) return undefined;
    if (props.focus) return props.focus.data;
    return { ...data, ...neighbourhood(data.nodes, data.edges, state.focus, state.depth), truncated: false };
  }, [state.focus, state.depth, props.focus, data]);
  const selectedNode =
    selectedMark?.node ??
    focusData?.nodes.find(({ id }) => id === state.selected) ??
    data?.nodes.find(({ id }) => id === state.selected);

  const select = useCallback((selected: string | undefined) => onState({ selected }), [onState]);
  const open = useCallback((id: string) => onState({ focus: id, selected: id, table: undefined }), [onState]);
  const leave = useCallback(() => onState({ focus: undefined, depth: 1 }), [onState]);

  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const typing = event.target instanceof HTMLElement && /^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName);
      if (event.key !== '/' || typing || event.ctrlKey || event.metaKey || embedded) return;
      event.preventDefault();
      findRef.current?.focus();
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, [embedded]);

  const exportAs = (format: 'png' | 'svg') => {
    const picture = mapRef.current?.picture();
    if (!picture || !data)
      return setExportError('Show the map first: the table and the focus cannot be saved as a picture.');
    const input = { picture, levels: state.level, title: describeScene(scene), caption: captionOf(data, state) };
    const name = `topology-${new Date(data.timeMs).toISOString().replaceAll(':', '-').slice(0, 19)}.${format}`;
    setExportError(undefined);
    if (format === 'svg') saveFile(name, new Blob([toSvg(input)], { type: 'image/svg+xml' }));
    else
      toPng(input).then(
        (blob) => saveFile(name, blob),
        (failure: unknown) => setExportError(failure instanceof Error ? failure.message : String(failure)),
      );
  };

  const attributes = useMemo(() => numericAttributes(data?.nodes ?? []), [data]);
  const clusters = useMemo(() => data?.clusters.map(({ cluster }) => cluster) ?? [], [data]);
  const notes = [
    error === undefined || !data
      ? undefined
      : `What you see is of ${new Date(data.timeMs).toLocaleTimeString('en-GB')}: ${error}`,
    ...Object.values(measures).map((shown) => shown && measureNote(shown)),
    props.comparisonError,
    exportError,
    data?.truncated === true
      ? `Only the first ${total.toLocaleString('en')} nodes are here: choose a cluster or fewer kinds.`
      : undefined,
  ].filter((note): note is string => note !== undefined);

  return (
    <div className={styles.view} data-embedded={embedded}>
      {props.showToolbar !== false && (
        <Toolbar
          state={state}
          onState={onState}
          clusters={clusters}
          attributes={attributes}
          counts={data?.counts ?? {}}
          errors={scene.errors}
          found={scene.found}
          asTable={asTable}
          fixedKinds={embedded}
          arranging={arranging}
          onArranging={setArranging}
          moved={moved.size}
          onResetPositions={() => props.onResetPositions?.()}
          onExport={exportAs}
          findRef={findRef}
        />
      )}
      {notes.length > 0 && (
        <ul className={styles.notes} role="status">
          {notes.map((note) => (
            <li key={note}>{note}</li>
          ))}
        </ul>
      )}
      <div className={styles.body}>
        <div className={styles.stage}>{renderStage()}</div>
        {selectedNode && !(embedded && props.details === undefined) && (
          <NodePanel
            node={selectedNode}
            scene={scene}
            details={props.details ?? EMPTY_DETAILS}
            values={valuesOf(measures, selectedNode.id)}
            gone={selectedMark?.gone ?? false}
            isFocus={state.focus === selectedNode.id}
            onSelect={select}
            onFocus={open}
            onClose={() => select(undefined)}
          />
        )}
      </div>
      {!embedded && data && (
        <TimeBar
          state={state}
          onState={onState}
          startMs={earliest(data)}
          nowMs={Math.max(state.atMs ?? 0, nowMs)}
          difference={comparison && describeComparison(comparison)}
        />
      )}
    </div>
  );

  function renderStage(): React.JSX.Element {
    if (!data) {
      return error === undefined ? (
        <MapMessage title="Loading the topology …" text="The first answer of the sidecar is on its way." />
      ) : (
        <MapMessage
          title="The topology could not be loaded"
          text={error}
          tone="alert"
          {...(props.onRetry && { action: { label: 'Try again', onClick: props.onRetry } })}
        />
      );
    }
    if (state.focus !== undefined) return renderFocus(state.focus);
    if (total === 0) {
      return (
        <MapMessage
          title="No nodes yet"
          text={
            props.emptyHint ??
            'The sidecar knows no cluster, or has not read it yet. Name one under clusters: in its configuration; its log says when it cannot be reached.'
          }
        />
      );
    }
    if (scene.marks.length === 0) {
      return (
        <MapMessage
          title={state.problems ? 'No problems' : 'Everything is hidden'}
          text={
            state.problems
              ? `All ${(scene.hidden + scene.marks.length).toLocaleString('en')} nodes are healthy.`
              : `Filters hide all ${scene.hidden.toLocaleString('en')} nodes.`
          }
          action={{
            label: 'Show everything',
            onClick: () => onState({ problems: false, hide: '', without: [], cluster: '' }),
          }}
        />
      );
    }
    if (asTable) {
      return (
        <MapTable
          scene={scene}
          selected={state.selected}
          onSelect={select}
          onOpen={open}
          value={value}
          valueTitle={color?.measure.title}
          note={
            state.table === undefined
              ? `With ${total.toLocaleString('en')} nodes the table comes first; "Table" above switches to the map.`
              : undefined
          }
        />
      );
    }
    return (
      <>
        <TopologyMap
          scene={scene}
          levels={state.level}
          labels={state.labels}
          theme={theme}
          camera={state.camera}
          selected={state.selected}
          arranging={arranging}
          wheelNeedsCtrl={embedded}
          value={value}
          onCamera={(camera) => onState({ camera })}
          onSelect={select}
          onOpen={open}
          onMove={(id, x, y) => props.onMove?.(id, x, y)}
          handle={mapRef}
        />
        <div className={styles.corner}>
          <Legend
            scene={scene}
            without={state.without}
            onWithout={(without) => onState({ without })}
            {...(color?.measured && { color: { measure: color.measure, max: color.measured.max } })}
          />
          {scene.hidden > 0 && <span className={styles.hidden}>{scene.hidden.toLocaleString('en')} hidden</span>}
        </div>
        <div className={styles.zoom} role="group" aria-label="Zoom">
          <button type="button" aria-label="Zoom in" title="Zoom in (+)" onClick={() => mapRef.current?.zoomBy(1.5)}>
            +
          </button>
          <button
            type="button"
            aria-label="Zoom out"
            title="Zoom out (−)"
            onClick={() => mapRef.current?.zoomBy(1 / 1.5)}
          >
            −
          </button>
          <button type="button" aria-label="Fit" title="Show everything (0)" onClick={() => mapRef.current?.fit()}>
            ⤢
          </button>
        </div>
      </>
    );
  }

  function renderFocus(centre: string): React.JSX.Element {
    return (
      <>
        <div className={styles.crumbs}>
          <button type="button" onClick={leave}>
            ← Map
          </button>
          <b>{nameOf(centre)}</b>
          <label>
            Steps{' '}
            <select value={state.depth} onChange={({ target }) => onState({ depth: Number(target.value) })}>
              {Array.from({ length: MAX_DEPTH }, (_, index) => (
                <option key={index}>{index + 1}</option>
              ))}
            </select>
          </label>
        </div>
        {props.focus?.error !== undefined ? (
          <MapMessage
            title="What is around it could not be loaded"
            text={props.focus.error}
            tone="alert"
            action={{ label: 'Back to the map', onClick: leave }}
          />
        ) : focusData ? (
          <FocusView
            data={focusData}
            centre={centre}
            selected={state.selected}
            onSelect={select}
            onOpen={open}
            onLeave={leave}
          />
        ) : (
          <MapMessage title="Loading …" text={`What is around ${nameOf(centre)}.`} />
        )}
      </>
    );
  }
}

function measureNote({ measure, measured, error }: ShownMeasure): string | undefined {
  if (error !== undefined) return `${measure.title}: ${error}`;
  if (measured && measured.nodes.size === 0 && measured.edges.size === 0)
    return `${measure.title}: no series belongs to a node of the map. Series need the node's own labels, such as instance or namespace.`;
  return undefined;
}

function valuesOf(measures: NonNullable<TopologyViewProps['measures']>, id: string) {
  const shown = new Map<string, { title: string; value: string; expr: string | undefined }>();
  for (const each of Object.values(measures)) {
    const number = each?.measured?.nodes.get(id);
    if (!each || number === undefined) continue;
    const { title, unit, expr } = each.measure;
    shown.set(title, { title, value: formatValue(number, unit), expr });
  }
  return [...shown.values()];
}

function earliest({ clusters }: TopologyAnswer): number | undefined {
  const starts = clusters.flatMap(({ historyStartMs }) => historyStartMs ?? []);
  return starts.length > 0 ? Math.min(...starts) : undefined;
}

function describeComparison({ nodes, gone, edges }: Comparison): string {
  const count = (wanted: Change) => [...nodes.values()].filter((change) => change === wanted).length;
  const parts = [
    [count('added'), 'came'],
    [gone.length, 'left'],
    [count('changed'), 'changed health'],
    [edges.size, 'edges differ'],
  ] as const;
  const said = parts.filter(([number]) => number > 0).map(([number, words]) => `${number} ${words}`);
  return said.length > 0 ? said.join(', ') : 'No difference';
}

function captionOf({ timeMs, clusters }: TopologyAnswer, { find, hide, color, baseMs }: MapState): string {
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  return [
    `Pulsar Observatory · ${clusters.map(({ cluster }) => cluster).join(', ')}`,
    `${new Date(timeMs).toLocaleString('en-GB')} ${zone}`,
    ...(baseMs === undefined ? [] : [`compared with ${new Date(baseMs).toLocaleString('en-GB')}`]),
    ...(color === '' ? [] : [`colour: ${color}`]),
    ...(find === '' ? [] : [`find: ${find}`]),
    ...(hide === '' ? [] : [`hide: ${hide}`]),
  ].join(' · ');
}
