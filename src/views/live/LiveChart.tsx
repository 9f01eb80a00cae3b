import { useCallback, useId, useState } from 'react';
import { seriesColor, type ThemeName } from '../theme/series-colors.ts';
import { ChartPlot } from './ChartPlot.tsx';
import { formatValue } from './format-value.ts';
import type { ChartSpec } from './chart-spec.ts';
import type { LiveSeriesState } from './live-series.ts';
import styles from './LiveChart.module.css';

export interface LiveChartProps {
  spec: ChartSpec;
  state: LiveSeriesState;
  theme: ThemeName;
  nowMs: number;
  windowMs: number;
  syncKey: string;
}

const MAX_LEGEND = 8;

/** One live chart with its legend, its query on demand, a table twin and a keyboard cursor. */
export function LiveChart({ spec, state, theme, nowMs, windowMs, syncKey }: LiveChartProps): React.JSX.Element {
  const [cursorRow, setCursorRow] = useState<number | null>(null);
  const [keyboardRow, setKeyboardRow] = useState<number | null>(null);
  const [asTable, setAsTable] = useState(false);
  const [showQuery, setShowQuery] = useState(false);
  const id = useId();
  const { columns } = state;
  const row = cursorRow !== null && cursorRow < columns.length ? cursorRow : null;
  const values = row === null ? columns.latest() : columns.valuesAt(row);
  const timeMs = row === null ? columns.lastTimeMs : columns.timeAt(row);

  const onKeyDown = useCallback(
    (event: React.KeyboardEvent) => {
      const last = columns.length - 1;
      const move: Record<string, number> = {
        ArrowLeft: -1,
        ArrowRight: 1,
        PageUp: -10,
        PageDown: 10,
        Home: -last,
        End: last,
      };
      if (event.key === 'Escape') {
        setKeyboardRow(null);
        setCursorRow(null);
      } else if (event.key in move && last >= 0) {
        event.preventDefault();
        const next = Math.min(last, Math.max(0, (keyboardRow ?? last) + move[event.key]));
        setKeyboardRow(next);
        setCursorRow(next);
      }
    },
    [columns, keyboardRow],
  );

  return (
    <section className={styles.panel} aria-labelledby={`${id}-title`}>
      <header className={styles.header}>
        <h3 id={`${id}-title`} className={styles.title}>
          {spec.title}
        </h3>
        <span className={styles.actions}>
          <button
            type="button"
            aria-pressed={showQuery}
            onClick={() => setShowQuery(!showQuery)}
            title="Show the query"
          >
            Query
          </button>
          <button type="button" aria-pressed={asTable} onClick={() => setAsTable(!asTable)} title="Show as a table">
            Table
          </button>
        </span>
      </header>
      {showQuery && <pre className={styles.query}>{spec.query}</pre>}
      {state.error !== undefined && (
        <p role="alert" className={styles.message}>
          {state.error}
        </p>
      )}
      {asTable ? (
        <ChartTable spec={spec} state={state} />
      ) : (
        // The canvas has no content for assistive technology: arrow keys move a cursor whose values the legend speaks.
        // eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- role application takes the keys
        <div
          className={styles.plot}
          role="application"
          aria-label={`${spec.title}: chart. Arrow keys move the cursor, Escape leaves it.`}
          aria-describedby={`${id}-legend`}
          // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- the chart is operated by keyboard
          tabIndex={0}
          onKeyDown={onKeyDown}
        >
          <ChartPlot
            columns={columns}
            revision={state.revision}
            nowMs={nowMs}
            windowMs={windowMs}
            unit={spec.unit}
            theme={theme}
            height={180}
            onCursor={setCursorRow}
            cursorRow={keyboardRow}
            syncKey={syncKey}
          />
          {columns.length === 0 && state.error === undefined && <p className={styles.empty}>{emptyText(state)}</p>}
        </div>
      )}
      <div className={styles.legend} id={`${id}-legend`} aria-live={keyboardRow === null ? 'off' : 'polite'}>
        <span className={styles.time}>{timeMs === undefined ? '' : formatClock(timeMs)}</span>
        {columns.series.slice(0, MAX_LEGEND).map(({ key, label }, index) => (
          <span key={key} className={styles.entry} title={label}>
            <i className={styles.swatch} style={{ background: seriesColor(theme, index) }} />
            <span className={styles.label}>{label}</span> <b>{formatValue(values[index], spec.unit)}</b>
          </span>
        ))}
        {columns.series.length > MAX_LEGEND && <span>and {columns.series.length - MAX_LEGEND} more</span>}
      </div>
    </section>
  );
}

const CLOCK = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', second: '2-digit' });

function formatClock(timeMs: number): string {
  return CLOCK.format(timeMs);
}

function emptyText(state: LiveSeriesState): string {
  return state.loaded ? 'No data: no target exposes this metric in the time range.' : 'Loading …';
}

const TABLE_ROWS = 25;

/** The newest rows as a table: the same numbers for who cannot use the picture. */
function ChartTable({ spec, state }: { spec: ChartSpec; state: LiveSeriesState }): React.JSX.Element {
  const [times, ...columns] = state.columns.toAlignedData();
  const from = Math.max(0, times.length - TABLE_ROWS);
  const rows = times
    .slice(from)
    .map((time, index) => ({ time, row: from + index }))
    .reverse();
  return (
    <div className={styles.table}>
      <table>
        <caption>
          {spec.title}, the newest {rows.length} of {times.length} rows
        </caption>
        <thead>
          <tr>
            <th scope="col">Time</th>
            {state.columns.series.map(({ key, label }) => (
              <th scope="col" key={key}>
                {label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ time, row }) => (
            <tr key={time}>
              <th scope="row">{formatClock(time * 1000)}</th>
              {columns.map((column, index) => (
                <td key={state.columns.series[index].key}>{formatValue(column[row], spec.unit)}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
