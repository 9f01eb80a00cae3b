import { useRef, useState } from 'react';
import type { ServiceAction } from '@observatory/protocol/agents';
import { EmptyNotice } from '../load/Notice.tsx';
import { useSearchParam } from '../page/use-location.ts';
import type { ServiceRow } from './service-row.ts';
import { ServiceRowView } from './ServiceRowView.tsx';
import styles from './Services.module.css';

/** Rows of one page: the table stays quick with thousands of services. */
const PAGE_SIZE = 100;

export interface ServicesTableProps {
  /** Filtered and sorted. */
  rows: readonly ServiceRow[];
  nowMs: number;
  emptyText: string;
  selected: ReadonlySet<string>;
  onSelect: (ids: readonly string[], selected: boolean) => void;
  reason: (row: ServiceRow, action: ServiceAction) => string;
  onAct: (row: ServiceRow, action: ServiceAction) => void;
}

/** Services with their state and actions. Tab reaches the controls of one row, the arrow keys those above and below. */
export function ServicesTable(props: ServicesTableProps): React.JSX.Element {
  const { rows, nowMs, emptyText, selected, onSelect, reason, onAct } = props;
  const bodyRef = useRef<HTMLTableSectionElement>(null);
  const [active, setActive] = useState('');
  const [offset, setOffset] = useSearchParam('offset', '0');
  if (rows.length === 0) return <EmptyNotice>{emptyText}</EmptyNotice>;
  const asked = Math.max(0, Number(offset) || 0);
  const first = asked < rows.length ? asked : 0;
  const shown = rows.slice(first, first + PAGE_SIZE);
  const reachable = shown.some(({ id }) => id === active) ? active : shown[0].id;
  const all = rows.every(({ id }) => selected.has(id));
  const onKeyDown = (event: React.KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const body = bodyRef.current;
    const from = event.target instanceof HTMLElement ? event.target.closest('tr') : null;
    if (step === undefined || !body || !from) return;
    event.preventDefault();
    const lines = [...body.rows];
    const next = lines[Math.max(0, Math.min(lines.length - 1, lines.indexOf(from) + step))];
    // Only some rows have a link in the middle: the box is the first, and actions count from the end.
    const [own, others] = [controlsOf(from), controlsOf(next)];
    const place = own.indexOf(event.target as HTMLElement);
    others[place === 0 ? 0 : Math.max(0, others.length - own.length + place)]?.focus();
  };
  return (
    <>
      <div className={styles.scroll} role="region" aria-label="Table of services">
        <table>
          <thead>
            <tr>
              <th scope="col">
                <input
                  type="checkbox"
                  aria-label={`Choose all ${rows.length} services of the filter`}
                  checked={all}
                  onChange={(event) => onSelect(rows.map(({ id }) => id), event.target.checked)} // prettier-ignore
                />
              </th>
              <th scope="col">State</th>
              <th scope="col">Service</th>
              <th scope="col">Agent</th>
              <th scope="col">Node</th>
              <th scope="col">Manager</th>
              <th scope="col" className={styles.number}>
                Since
              </th>
              <th scope="col" className={styles.number}>
                Restarts
              </th>
              <th scope="col">Detail and run</th>
              <th scope="col">Actions</th>
            </tr>
          </thead>
          <tbody ref={bodyRef}>
            {shown.map((row) => (
              <ServiceRowView
                key={row.id}
                row={row}
                nowMs={nowMs}
                reachable={row.id === reachable}
                onFocus={() => setActive(row.id)}
                onKeyDown={onKeyDown}
                selected={selected.has(row.id)}
                onSelect={(on) => onSelect([row.id], on)}
                reason={(action) => reason(row, action)}
                onAct={(action) => onAct(row, action)}
              />
            ))}
          </tbody>
        </table>
      </div>
      {rows.length > PAGE_SIZE && (
        <p className={styles.toolbar}>
          <button
            type="button"
            disabled={first === 0}
            onClick={() => setOffset(String(Math.max(0, first - PAGE_SIZE)))}
          >
            Before
          </button>
          <button
            type="button"
            disabled={first + PAGE_SIZE >= rows.length}
            onClick={() => setOffset(String(first + PAGE_SIZE))}
          >
            After
          </button>
          {first + 1} to {Math.min(rows.length, first + PAGE_SIZE)} of {rows.length.toLocaleString('en')}
        </p>
      )}
    </>
  );
}

function controlsOf(row: HTMLElement): HTMLElement[] {
  return [...row.querySelectorAll<HTMLElement>('input, a, button')];
}
