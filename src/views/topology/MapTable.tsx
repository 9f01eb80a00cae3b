import { useMemo, useState } from 'react';
import { HEALTH_GLYPHS, rankOf } from './model/health.ts';
import type { Mark, Scene } from './model/scene.ts';
import { kindTitle } from './model/tier.ts';
import styles from './MapTable.module.css';

export interface MapTableProps {
  scene: Scene;
  selected: string | undefined;
  onSelect: (id: string | undefined) => void;
  onOpen: (id: string) => void;
  value: (mark: Mark) => string | undefined;
  valueTitle: string | undefined;
  /** Why the table stands here and not the picture, when that was not the user's choice. */
  note: string | undefined;
}

const PAGE = 100;
type Column = 'health' | 'name' | 'kind' | 'rack' | 'value';

/** The same rows as the map: sorted, paged, worst first. */
export function MapTable({
  scene,
  selected,
  onSelect,
  onOpen,
  value,
  valueTitle,
  note,
}: MapTableProps): React.JSX.Element {
  const [order, setOrder] = useState<{ by: Column; down: boolean }>({ by: 'health', down: true });
  const [page, setPage] = useState(0);
  const rows = useMemo(
    () =>
      sortMarks(
        scene.marks.filter(({ dim }) => !dim),
        order,
      ),
    [scene, order],
  );
  const pages = Math.max(1, Math.ceil(rows.length / PAGE));
  const at = Math.min(page, pages - 1);
  const columns: [Column, string][] = [
    ['health', 'State'],
    ['name', 'Node'],
    ['kind', 'Kind'],
    ['rack', 'Rack'],
  ];
  if (valueTitle !== undefined) columns.push(['value', valueTitle]);
  return (
    <div className={styles.host}>
      {note !== undefined && <p className={styles.note}>{note}</p>}
      <table>
        <caption className="visually-hidden">Nodes of the map</caption>
        <thead>
          <tr>
            {columns.map(([by, title]) => (
              <th key={by} scope="col" aria-sort={order.by === by ? (order.down ? 'descending' : 'ascending') : 'none'}>
                <button
                  type="button"
                  onClick={() => setOrder({ by, down: order.by === by ? !order.down : by === 'health' })}
                >
                  {title}
                  {order.by === by && <span aria-hidden="true">{order.down ? ' ▼' : ' ▲'}</span>}
                </button>
              </th>
            ))}
            <th scope="col">Why</th>
            <th scope="col">Edges</th>
          </tr>
        </thead>
        <tbody>
          {rows.slice(at * PAGE, (at + 1) * PAGE).map((mark) => (
            <tr key={mark.id} data-selected={mark.id === selected}>
              <td className={styles.state} data-health={mark.health}>
                <span aria-hidden="true">{HEALTH_GLYPHS[mark.health]}</span> {mark.gone ? 'gone' : mark.health}
              </td>
              <th scope="row">
                <button
                  type="button"
                  aria-pressed={mark.id === selected}
                  onClick={() => onSelect(mark.id === selected ? undefined : mark.id)}
                  onDoubleClick={() => onOpen(mark.id)}
                >
                  {mark.node.name}
                </button>
              </th>
              <td>{kindTitle(mark.kind)}</td>
              <td>{mark.rack}</td>
              {valueTitle !== undefined && <td>{value(mark) ?? '–'}</td>}
              <td className={styles.reason}>{mark.reason}</td>
              <td>{scene.linesOf[scene.indexOf.get(mark.id) ?? 0]?.length ?? 0}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {pages > 1 && (
        <p className={styles.pages}>
          <button type="button" disabled={at === 0} onClick={() => setPage(at - 1)}>
            Previous
          </button>{' '}
          {at * PAGE + 1}–{Math.min(rows.length, (at + 1) * PAGE)} of {rows.length.toLocaleString('en')}{' '}
          <button type="button" disabled={at === pages - 1} onClick={() => setPage(at + 1)}>
            Next
          </button>
        </p>
      )}
    </div>
  );
}

function sortMarks(marks: readonly Mark[], { by, down }: { by: Column; down: boolean }): Mark[] {
  const sign = down ? -1 : 1;
  const compare: Record<Column, (a: Mark, b: Mark) => number> = {
    health: (a, b) => rankOf(a.health) - rankOf(b.health),
    name: (a, b) => (a.node.name < b.node.name ? -1 : 1),
    kind: (a, b) => a.tier - b.tier,
    rack: (a, b) => (a.rack < b.rack ? -1 : a.rack > b.rack ? 1 : 0),
    value: (a, b) => (a.color ?? -1) - (b.color ?? -1),
  };
  return [...marks].sort((a, b) => sign * compare[by](a, b) || a.tier - b.tier || (a.id < b.id ? -1 : 1));
}
