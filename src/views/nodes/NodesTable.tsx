import { useMemo, useRef, useState } from 'react';
import { filterNodes, formatAge, KIND_NAMES, sortNodes, type NodeRow, type NodeState } from './node.ts';
import styles from './NodesTable.module.css';

export interface NodesTableProps {
  nodes: readonly NodeRow[];
  nowMs: number;
  /** Id of the node that charts are narrowed to, if any. */
  selected: string | undefined;
  onSelect: (id: string | undefined) => void;
}

/** Shape and word with every colour, so that state is never told by colour alone. */
const STATE_MARKS: Readonly<Record<NodeState, string>> = { up: '●', stale: '◐', down: '✕', gone: '○', unknown: '?' };

/** Nodes and their state: filter by text, sort trouble first, arrow keys move, Enter or Space narrows the charts to a node. */
export function NodesTable({ nodes, nowMs, selected, onSelect }: NodesTableProps): React.JSX.Element {
  const [filter, setFilter] = useState('');
  const [order, setOrder] = useState<'kind' | 'state'>('kind');
  const [active, setActive] = useState(0);
  const bodyRef = useRef<HTMLTableSectionElement>(null);
  const rows = useMemo(() => sortNodes(filterNodes(nodes, filter), order), [nodes, filter, order]);
  const troubled = nodes.filter(({ state }) => state !== 'up').length;
  const tabStop = Math.min(active, rows.length - 1);

  const moveTo = (index: number) => {
    const next = Math.max(0, Math.min(rows.length - 1, index));
    setActive(next);
    bodyRef.current?.querySelectorAll<HTMLElement>('tr')[next]?.focus();
  };
  const onKeyDown = (event: React.KeyboardEvent, index: number, id: string) => {
    const target: Record<string, number> = { ArrowDown: index + 1, ArrowUp: index - 1, Home: 0, End: rows.length - 1 };
    if (event.key in target) {
      event.preventDefault();
      moveTo(target[event.key]);
    } else if (event.key === 'Enter' || event.key === ' ') {
      event.preventDefault();
      onSelect(selected === id ? undefined : id);
    } else if (event.key === 'Escape') {
      onSelect(undefined);
    }
  };

  return (
    <section className={styles.panel} aria-labelledby="nodes-title">
      <header className={styles.header}>
        <h2 id="nodes-title">Nodes</h2>
        <span className={styles.count} data-trouble={troubled > 0}>
          {nodes.length - troubled} up{troubled > 0 && `, ${troubled} not up`}
        </span>
        <input
          type="search"
          aria-label="Filter nodes"
          placeholder="Filter: broker, down, 10.0.…"
          value={filter}
          onChange={(event) => setFilter(event.target.value)}
        />
        <button
          type="button"
          aria-pressed={order === 'state'}
          onClick={() => setOrder(order === 'state' ? 'kind' : 'state')}
        >
          Trouble first
        </button>
      </header>
      <div className={styles.scroll}>
        <table>
          <thead>
            <tr>
              <th scope="col">State</th>
              <th scope="col">Node</th>
              <th scope="col">Kind</th>
              <th scope="col">Address</th>
              <th scope="col" className={styles.number}>
                Last scrape
              </th>
              <th scope="col" className={styles.number}>
                Samples
              </th>
            </tr>
          </thead>
          <tbody ref={bodyRef}>
            {rows.map((node, index) => (
              <tr
                key={node.id}
                tabIndex={index === tabStop ? 0 : -1}
                aria-selected={selected === node.id}
                onFocus={() => setActive(index)}
                onKeyDown={(event) => onKeyDown(event, index, node.id)}
                onClick={() => onSelect(selected === node.id ? undefined : node.id)}
              >
                <td>
                  <span className={styles.state} data-state={node.state} title={node.reason}>
                    <span aria-hidden="true">{STATE_MARKS[node.state]}</span> {node.state}
                  </span>
                </td>
                <th scope="row">{node.name}</th>
                <td>{KIND_NAMES[node.kind]}</td>
                <td className={styles.address}>{node.address}</td>
                <td className={styles.number}>{formatAge(node.lastScrapeMs, nowMs)}</td>
                <td className={styles.number}>{node.samples?.toLocaleString('en') ?? '–'}</td>
              </tr>
            ))}
          </tbody>
        </table>
        {rows.length === 0 && (
          <p className={styles.empty}>
            {nodes.length === 0
              ? 'No nodes yet: the sidecar has found no target. Check clusters: and scrape_configs: in its configuration.'
              : 'No node matches the filter.'}
          </p>
        )}
      </div>
      {rows.some(({ reason }) => reason !== '') && (
        <ul className={styles.reasons}>
          {rows
            .filter(({ reason }) => reason !== '')
            .slice(0, 5)
            .map((node) => (
              <li key={node.id}>
                <b>{node.name}</b>: {node.reason}
              </li>
            ))}
        </ul>
      )}
    </section>
  );
}
