import type { MapState } from './model/map-state.ts';
import { kindTitle, MAP_KINDS } from './model/tier.ts';
import { MeasureSelect } from './MeasureSelect.tsx';
import { Menu } from './Menu.tsx';
import styles from './Toolbar.module.css';

export interface ToolbarProps {
  state: MapState;
  onState: (next: Partial<MapState>) => void;
  clusters: readonly string[];
  attributes: readonly string[];
  /** Nodes of each kind that there are, shown or not. */
  counts: Readonly<Partial<Record<string, number>>>;
  errors: { find?: string; hide?: string };
  found: number;
  asTable: boolean;
  /** The kinds are chosen by a query elsewhere. */
  fixedKinds: boolean;
  arranging: boolean;
  onArranging: (on: boolean) => void;
  /** Positions that the user gave. */
  moved: number;
  onResetPositions: () => void;
  onExport: (format: 'png' | 'svg') => void;
  findRef: React.RefObject<HTMLInputElement>;
}

/** Finding, filtering and what the picture tells. */
export function Toolbar(props: ToolbarProps): React.JSX.Element {
  const { state, onState, clusters, attributes, counts, errors, found, asTable, moved } = props;
  return (
    <div className={styles.toolbar} role="toolbar" aria-label="Map">
      {clusters.length > 1 && (
        <select
          aria-label="Cluster"
          value={state.cluster}
          onChange={({ target }) => onState({ cluster: target.value })}
        >
          <option value="">All clusters</option>
          {clusters.map((cluster) => (
            <option key={cluster}>{cluster}</option>
          ))}
        </select>
      )}
      <SearchBox
        label="Find"
        placeholder="Find: broker-2, rack:/a, bundles>10"
        value={state.find}
        error={errors.find}
        note={state.find !== '' && errors.find === undefined ? `${found} found` : undefined}
        onChange={(find) => onState({ find })}
        inputRef={props.findRef}
      />
      <SearchBox
        label="Hide"
        placeholder="Hide: kind:function"
        value={state.hide}
        error={errors.hide}
        onChange={(hide) => onState({ hide })}
      />
      <button type="button" aria-pressed={state.problems} onClick={() => onState({ problems: !state.problems })}>
        Only problems
      </button>
      {!props.fixedKinds && (
        <Menu label="Kinds" title="Which nodes the map shows">
          {MAP_KINDS.map((kind) => (
            <label key={kind}>
              <input
                type="checkbox"
                checked={state.kinds.includes(kind)}
                onChange={({ target }) => {
                  const kinds = MAP_KINDS.filter((each) =>
                    each === kind ? target.checked : state.kinds.includes(each),
                  );
                  if (kinds.length > 0) onState({ kinds });
                }}
              />
              {kindTitle(kind, 2)} <span className={styles.count}>{counts[kind]?.toLocaleString('en') ?? 0}</span>
            </label>
          ))}
        </Menu>
      )}
      <MeasureSelect
        label="Colour"
        none="Health"
        value={state.color}
        attributes={attributes}
        onChange={(color) => onState({ color })}
      />
      <Menu label="Looks" title="Size, ring, edges, labels">
        <MeasureSelect
          label="Ring"
          none="None"
          value={state.ring}
          attributes={attributes}
          onChange={(ring) => onState({ ring })}
        />
        <MeasureSelect
          label="Size"
          none="All the same"
          value={state.size}
          attributes={attributes}
          onChange={(size) => onState({ size })}
        />
        <MeasureSelect
          label="Edge width"
          none="How many bundles, instances"
          value={state.width}
          attributes={[]}
          onChange={(width) => onState({ width })}
        />
        <label>
          <input
            type="checkbox"
            checked={state.labels}
            onChange={({ target }) => onState({ labels: target.checked })}
          />
          Names
        </label>
        <label>
          <input type="checkbox" checked={state.edges} onChange={({ target }) => onState({ edges: target.checked })} />
          Edges
        </label>
        <label>
          Detail{' '}
          <select value={state.level} onChange={({ target }) => onState({ level: target.value as MapState['level'] })}>
            <option value="auto">By zoom</option>
            <option value="fleet">Fleet: a tile for each rack</option>
            <option value="nodes">Nodes: a mark for each node</option>
          </select>
        </label>
        <label>
          <input
            type="checkbox"
            checked={props.arranging}
            onChange={({ target }) => props.onArranging(target.checked)}
          />
          Move nodes (drag, or Alt with arrows)
        </label>
        {moved > 0 && (
          <button type="button" onClick={props.onResetPositions}>
            Put {moved} moved {moved === 1 ? 'node' : 'nodes'} back
          </button>
        )}
      </Menu>
      <span className={styles.spacer} />
      <button type="button" aria-pressed={asTable} onClick={() => onState({ table: !asTable })}>
        Table
      </button>
      <Menu label="Export">
        <button type="button" onClick={() => props.onExport('png')}>
          Save as PNG
        </button>
        <button type="button" onClick={() => props.onExport('svg')}>
          Save as SVG
        </button>
      </Menu>
    </div>
  );
}

interface SearchBoxProps {
  label: string;
  placeholder: string;
  value: string;
  error: string | undefined;
  note?: string;
  onChange: (value: string) => void;
  inputRef?: React.RefObject<HTMLInputElement>;
}

function SearchBox({ label, placeholder, value, error, note, onChange, inputRef }: SearchBoxProps): React.JSX.Element {
  const said = error ?? note;
  return (
    <span className={styles.search}>
      <input
        ref={inputRef}
        type="search"
        aria-label={label}
        aria-invalid={error !== undefined}
        placeholder={placeholder}
        value={value}
        title={`${label}: words, key:contains, key=equals with *, numbers with > and <, "or", "not", parentheses`}
        onChange={({ target }) => onChange(target.value)}
      />
      {said !== undefined && (
        <span className={styles.said} data-error={error !== undefined} role="status">
          {said}
        </span>
      )}
    </span>
  );
}
