import { useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react';
import type { StoredLogLine } from '@observatory/protocol/logs';
import { clockText, firstLine, marked, shortLogger } from './model/line-text.ts';
import styles from './Logs.module.css';

const ROW = 22;
/** Rows beyond the window's edge, so that scrolling shows no white. */
const OVERSCAN = 10;

export interface LogRowsProps {
  lines: readonly StoredLogLine[];
  /** Id of the line that is chosen; empty for none. */
  chosen: string;
  onChoose: (id: string) => void;
  /** Stays at the newest line. */
  sticks: boolean;
  /** The user scrolled away from the newest line, or back to it. */
  onStick: (sticks: boolean) => void;
  /** The user is at the oldest line. */
  onOldest: () => void;
  /** Marked where it occurs. */
  lookedFor: string;
  withDay: boolean;
}

/**
 * Lines as rows of one height, the newest at the bottom; only those that are seen are in the document. What is read stays in its
 * place while lines come and go around it.
 */
export function LogRows(props: LogRowsProps): React.JSX.Element {
  const { lines, chosen, onChoose, sticks, onStick, onOldest, lookedFor, withDay } = props;
  const box = useRef<HTMLDivElement>(null);
  const [view, setView] = useState({ top: 0, height: 480 });
  const before = useRef<readonly StoredLogLine[]>([]);
  const isOwnScroll = useRef(false);

  const measure = useCallback(() => {
    const element = box.current;
    if (element) setView({ top: element.scrollTop, height: element.clientHeight || 480 });
  }, []);

  useEffect(() => {
    const element = box.current;
    if (!element || typeof ResizeObserver === 'undefined') return;
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, [measure]);

  // After the rows changed and before they are painted: to the end, or to where the first seen line went.
  useLayoutEffect(() => {
    const element = box.current;
    if (!element) return;
    const old = before.current;
    before.current = lines;
    if (sticks) {
      isOwnScroll.current = true;
      element.scrollTop = element.scrollHeight;
    } else if (old.length > 0 && lines.length > 0 && old[0].id !== lines[0].id) {
      const added = lines.findIndex(({ id }) => id === old[0].id);
      const gone = added >= 0 ? 0 : old.findIndex(({ id }) => id === lines[0].id);
      element.scrollTop += Math.max(0, added) * ROW - Math.max(0, gone) * ROW;
    }
    measure();
  }, [lines, sticks, measure]);

  // A line that is chosen by key or by address is brought into view.
  useLayoutEffect(() => {
    const element = box.current;
    const index = chosen === '' ? -1 : lines.findIndex(({ id }) => id === chosen);
    if (!element || index < 0) return;
    const top = index * ROW;
    if (top < element.scrollTop) element.scrollTop = top - ROW;
    else if (top + ROW > element.scrollTop + element.clientHeight)
      element.scrollTop = top - Math.max(0, element.clientHeight - 2 * ROW);
    measure();
    // New lines around it are no reason to go back to it.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [chosen, lines.length > 0]);

  const onScroll = () => {
    const element = box.current;
    if (!element) return;
    measure();
    if (isOwnScroll.current) {
      isOwnScroll.current = false;
      return;
    }
    const atEnd = element.scrollTop + element.clientHeight >= element.scrollHeight - ROW;
    if (atEnd !== sticks) onStick(atEnd);
    if (element.scrollTop < ROW && lines.length * ROW > element.clientHeight) onOldest();
  };

  const first = Math.max(0, Math.floor(view.top / ROW) - OVERSCAN);
  const end = Math.min(lines.length, Math.ceil((view.top + view.height) / ROW) + OVERSCAN);
  const chosenIndex = chosen === '' ? -1 : lines.findIndex(({ id }) => id === chosen);
  return (
    <div
      ref={box}
      className={styles.rows}
      role="listbox"
      aria-label="Lines"
      tabIndex={0}
      aria-activedescendant={chosenIndex >= first && chosenIndex < end ? `line-${chosen}` : undefined}
      onScroll={onScroll}
    >
      <div role="presentation" style={{ height: lines.length * ROW, position: 'relative' }}>
        {lines.slice(first, end).map((line, offset) => (
          <LogRow
            key={line.id}
            line={line}
            top={(first + offset) * ROW}
            position={first + offset + 1}
            size={lines.length}
            isChosen={line.id === chosen}
            onChoose={onChoose}
            lookedFor={lookedFor}
            withDay={withDay}
          />
        ))}
      </div>
    </div>
  );
}

interface LogRowProps {
  line: StoredLogLine;
  top: number;
  position: number;
  size: number;
  isChosen: boolean;
  onChoose: (id: string) => void;
  lookedFor: string;
  withDay: boolean;
}

function LogRow({ line, top, position, size, isChosen, onChoose, lookedFor, withDay }: LogRowProps): React.JSX.Element {
  const { id, timeMs, level, node, source, logger, message } = line;
  const { text, more } = firstLine(message);
  return (
    // Keys are handled by the page, for the list as a whole.
    // eslint-disable-next-line jsx-a11y/click-events-have-key-events
    <div
      id={`line-${id}`}
      role="option"
      tabIndex={-1}
      aria-selected={isChosen}
      aria-posinset={position}
      aria-setsize={size}
      className={styles.row}
      data-level={level}
      style={{ top, height: ROW }}
      onClick={() => onChoose(id)}
    >
      <time dateTime={new Date(timeMs).toISOString()}>{clockText(timeMs, withDay)}</time>
      <b>{level}</b>
      <span className={styles.where} title={`${node} · ${source}`}>
        {node} · {source}
      </span>
      {logger !== '' && (
        <span className={styles.logger} title={logger}>
          {shortLogger(logger)}
        </span>
      )}
      <span className={styles.message}>
        {marked(text, lookedFor).map((piece, index) =>
          piece.isMatch ? <mark key={index}>{piece.text}</mark> : <span key={index}>{piece.text}</span>,
        )}
        {more > 0 && (
          <i>
            {' '}
            +{more} {more === 1 ? 'line' : 'lines'}
          </i>
        )}
      </span>
    </div>
  );
}
