import { useId, useMemo, useState } from 'react';
import type { TimeWindow } from '../../host/ViewHost.ts';
import { AlignedPicture } from '../AlignedPicture.tsx';
import type { ChartMark, Lane } from '../draw/aligned-chart.ts';
import { cellSentence, cellText, effectText } from './cell-words.ts';
import { isChance, type Matrix, type MatrixCell, type MatrixSeries } from './matrix.ts';
import { MatrixTable } from './MatrixTable.tsx';
import styles from './Matrix.module.css';

export interface CorrelationMatrixProps {
  matrix: Matrix;
  window: TimeWindow;
  baseline: TimeWindow | undefined;
  /** Unit of a series, as the analysis writes them. */
  unitOf: (series: MatrixSeries) => string;
  marks?: readonly ChartMark[];
  asTable?: boolean;
}

const NO_MARKS: readonly ChartMark[] = [];

/** Every row against every column as a grid: arrow keys move, the cell under the cursor is told and drawn below. */
export function CorrelationMatrix(props: CorrelationMatrixProps): React.JSX.Element {
  const { matrix, window, baseline, unitOf, marks = NO_MARKS, asTable } = props;
  const { rows, columns, cells, effects } = matrix;
  const id = useId();
  const [at, setAt] = useState<[row: number, column: number]>([0, 0]);
  const [row, column] = [Math.min(at[0], rows.length - 1), Math.min(at[1], columns.length - 1)];
  const cell = cells.at(row * columns.length + column);
  const lanes = useMemo(
    () => (cell ? [laneOf(cell.row, unitOf, 'warn'), laneOf(cell.column, unitOf, 'bad')] : []),
    [cell, unitOf],
  );
  if (rows.length === 0 || columns.length === 0)
    return <p className={styles.note}>There are no series to compare in this time range.</p>;
  if (asTable) return <MatrixTable matrix={matrix} />;
  const onKeyDown = (event: React.KeyboardEvent) => {
    const steps: Record<string, [number, number]> = {
      ArrowUp: [row - 1, column],
      ArrowDown: [row + 1, column],
      ArrowLeft: [row, column - 1],
      ArrowRight: [row, column + 1],
      Home: [row, 0],
      End: [row, columns.length - 1],
    };
    const next = steps[event.key];
    if (!next) return;
    event.preventDefault();
    const [toRow, toColumn] = [clamp(next[0], rows.length), clamp(next[1], columns.length)];
    setAt([toRow, toColumn]);
    document.getElementById(cellId(id, toRow, toColumn))?.focus();
  };
  return (
    <div className={styles.matrix}>
      <div className={styles.scroll}>
        <table role="grid" aria-label="Correlation matrix" onKeyDown={onKeyDown}>
          <thead>
            <tr>
              <th scope="col">Series</th>
              <th scope="col" title="Change of level from the baseline to the window, in robust standard deviations">
                Effect
              </th>
              {columns.map((each) => (
                <th scope="col" key={each.id}>
                  {each.label}
                  <span className={styles.effect}>{effectText(effects.get(each.id) ?? NOTHING)}</span>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((each, rowIndex) => (
              <tr key={each.id}>
                <th scope="row">
                  <span className={styles.group}>{each.group}</span> {each.label}
                </th>
                <td className={styles.effectCell}>{effectText(effects.get(each.id) ?? NOTHING)}</td>
                {columns.map((other, columnIndex) => (
                  <Cell
                    key={other.id}
                    id={cellId(id, rowIndex, columnIndex)}
                    cell={cells[rowIndex * columns.length + columnIndex]}
                    isCurrent={rowIndex === row && columnIndex === column}
                    onFocus={() => setAt([rowIndex, columnIndex])}
                  />
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {cell && (
        <section aria-label="The chosen pair">
          <p className={styles.sentence} role="status">
            {cellSentence(cell)}
          </p>
          <AlignedPicture lanes={lanes} window={window} baseline={baseline ?? window} marks={marks} />
        </section>
      )}
    </div>
  );
}

interface CellProps {
  id: string;
  cell: MatrixCell;
  isCurrent: boolean;
  onFocus: () => void;
}

function Cell({ id, cell, isCurrent, onFocus }: CellProps): React.JSX.Element {
  const { correlation } = cell;
  const strength = correlation === undefined || isChance(cell) ? 0 : Math.abs(correlation);
  const tone = correlation !== undefined && correlation < 0 ? 'var(--bad)' : 'var(--accent)';
  return (
    <td
      id={id}
      tabIndex={isCurrent ? 0 : -1}
      className={styles.cell}
      data-chance={correlation === undefined || isChance(cell)}
      aria-label={cellSentence(cell)}
      title={cellSentence(cell)}
      style={{ background: `color-mix(in srgb, ${tone} ${Math.round(strength * 55)}%, transparent)` }}
      onFocus={onFocus}
      onPointerDown={onFocus}
    >
      {cellText(cell)}
      {correlation !== undefined && !isChance(cell) && cell.leadSeconds !== 0 && (
        <span className={styles.lag}>{lagText(cell.leadSeconds ?? 0)}</span>
      )}
    </td>
  );
}

/** `↦ 30 s`: the row leads; `↤ 30 s`: it follows. */
function lagText(seconds: number): string {
  return `${seconds > 0 ? '↦' : '↤'} ${Math.abs(seconds)} s`;
}

function laneOf(series: MatrixSeries, unitOf: (series: MatrixSeries) => string, tone: Lane['tone']): Lane {
  return {
    label: `${series.group}: ${series.label}`,
    unit: unitOf(series),
    points: { t: series.times, v: series.values },
    tone,
    onsetMs: undefined,
    live: true,
  };
}

const NOTHING = { effect: undefined, baseline: undefined, window: undefined };
const cellId = (id: string, row: number, column: number): string => `${id}-${row}-${column}`;
const clamp = (value: number, count: number): number => Math.min(count - 1, Math.max(0, value));
