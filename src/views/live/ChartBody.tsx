import { useId, useState } from 'react';
import { wordsNear, type TimeMark } from '../charts/time-mark.ts';
import { useTimeKeys } from '../charts/use-time-keys.ts';
import type { ThemeName } from '../theme/series-colors.ts';
import { ChartLegend } from './ChartLegend.tsx';
import { ChartPlot } from './ChartPlot.tsx';
import { ChartTable } from './ChartTable.tsx';
import type { YLimits } from './live-plot.ts';
import { usualGapMs } from './plot-data.ts';
import type { SeriesLook } from './series-look.ts';
import type { TimeColumns } from './time-columns.ts';
import styles from './LiveChart.module.css';

export interface ChartBodyProps {
  title: string;
  columns: TimeColumns;
  revision: number;
  onData?: (listener: () => void) => () => void;
  looks: readonly SeriesLook[];
  /** Right edge in ms; undefined: now. */
  endMs: number | undefined;
  windowMs: number;
  formatAxis: (value: number) => string;
  /** Ticks of the axis of values are multiples of powers of two, as bytes want them. */
  binary?: boolean;
  theme: ThemeName;
  height: number;
  syncKey: string;
  asTable: boolean;
  /** Why there is nothing to see; empty while there is an error to read. */
  emptyText: string;
  showLegend?: boolean;
  exact?: boolean;
  limits?: YLimits;
  marks?: readonly TimeMark[];
  isolated: number | undefined;
  onIsolate: (index: number | undefined) => void;
  /** A time that somebody else points at. */
  pointedMs?: number;
  /** The time that is pointed at here. */
  onPoint?: (timeMs: number | undefined) => void;
  /** A span that was dragged, or drawn out with Shift and the arrows; without it none can be. */
  onSelectWindow?: (fromMs: number, toMs: number) => void;
  /** Enter or a click on a series at a row. */
  onOpen?: (series: number, row: number) => void;
}

/** Marks as near to the cursor as this share of the window are told. */
const NEAR_SHARE = 0.01;

/** The picture with its legend, or the table twin; arrow keys move point by point and from series to series. */
export function ChartBody(props: ChartBodyProps): React.JSX.Element {
  const { title, columns, revision, looks, endMs, windowMs, theme, height, asTable, isolated, pointedMs } = props;
  const { marks = NO_MARKS, onSelectWindow } = props;
  const [pointerMs, setPointerMs] = useState<number | undefined>();
  const [active, setActive] = useState<number | undefined>();
  const id = useId();
  const keys = useTimeKeys({
    rows: columns,
    firstRow: () => columns.rowFrom((endMs ?? Date.now()) - windowMs),
    pointedMs: pointerMs ?? pointedMs,
    onPoint: props.onPoint,
    onSelectWindow,
  });
  const cursorMs = keys.timeMs ?? pointerMs ?? pointedMs;
  const row = cursorMs === undefined ? undefined : columns.rowNear(cursorMs);
  const values = row === undefined ? columns.latest(2 * usualGapMs(columns)) : columns.valuesAt(row);

  const point = (timeMs: number | undefined) => {
    setPointerMs(timeMs);
    props.onPoint?.(timeMs);
  };
  const onKeyDown = (event: React.KeyboardEvent) => {
    const last = columns.length - 1;
    if (event.target !== event.currentTarget || last < 0) return;
    const { key } = event;
    if (key === 'Escape' && !keys.span) {
      setActive(undefined);
      setPointerMs(undefined);
    }
    if (keys.take(key, event.shiftKey)) {
      event.preventDefault();
      return;
    }
    if (key === 'ArrowDown') setActive(Math.min(looks.length - 1, (active ?? -1) + 1));
    else if (key === 'ArrowUp') setActive(Math.max(0, (active ?? 1) - 1));
    else if (key === 'Enter' && active !== undefined) {
      if (props.onOpen) props.onOpen(active, row ?? last);
      else props.onIsolate(isolated === active ? undefined : active);
    } else return;
    event.preventDefault();
  };

  return (
    <>
      {asTable ? (
        <ChartTable title={title} columns={columns} looks={looks} height={height} />
      ) : (
        // The canvas has no content for assistive technology: arrow keys move a cursor whose values the legend speaks.
        // eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- role application takes the keys
        <div
          className={styles.plot}
          role="application"
          aria-label={`${title}: chart. Left and right move the cursor, up and down the series${
            onSelectWindow ? ', Shift with left and right draws out a span, Enter selects it' : ''
          }, Escape leaves.`}
          aria-describedby={props.showLegend === false ? undefined : `${id}-legend`}
          // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- the chart is operated by keyboard
          tabIndex={0}
          onKeyDown={onKeyDown}
        >
          <ChartPlot
            columns={columns}
            looks={looks}
            looksKey={JSON.stringify(looks.map(({ label, color, width }) => [label, color, width]))}
            revision={revision}
            onData={props.onData}
            endMs={endMs}
            windowMs={windowMs}
            formatAxis={props.formatAxis}
            binary={props.binary}
            theme={theme}
            height={height}
            onCursor={point}
            onSelectWindow={onSelectWindow}
            cursorMs={keys.timeMs ?? pointedMs}
            span={keys.span}
            syncKey={props.syncKey}
            isolated={isolated}
            exact={props.exact}
            limits={props.limits}
            marks={marks}
          />
          {looks.length === 0 && props.emptyText !== '' && <p className={styles.empty}>{props.emptyText}</p>}
        </div>
      )}
      {props.showLegend !== false && (
        <ChartLegend
          id={`${id}-legend`}
          looks={looks}
          values={values}
          timeMs={row === undefined ? columns.lastTimeMs : columns.timeAt(row)}
          span={keys.span}
          words={wordsNear(marks, cursorMs, windowMs * NEAR_SHARE)}
          active={active}
          isolated={isolated}
          onIsolate={props.onIsolate}
          speaks={keys.timeMs !== undefined || active !== undefined}
        />
      )}
    </>
  );
}

const NO_MARKS: readonly TimeMark[] = [];
