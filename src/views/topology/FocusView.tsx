import { useEffect, useMemo, useRef, useState } from 'react';
import type { TopologyAnswer, TopologyNode } from '@observatory/protocol/topology';
import { HEALTH_GLYPHS, healthReason, shownHealth } from './model/health.ts';
import { CARD, layoutFocus, type FocusCard } from './model/focus-layout.ts';
import { nameOf, shortName } from './model/node-name.ts';
import { kindTitle } from './model/tier.ts';
import styles from './FocusView.module.css';

export interface FocusViewProps {
  data: Pick<TopologyAnswer, 'nodes' | 'edges' | 'truncated'>;
  centre: string;
  selected: string | undefined;
  onSelect: (id: string | undefined) => void;
  /** Puts another node into the middle. */
  onOpen: (id: string) => void;
  onLeave: () => void;
}

/** One node with what is around it, as cards that can be reached with the Tab key: full names, states and reasons. */
export function FocusView({ data, centre, selected, onSelect, onOpen, onLeave }: FocusViewProps): React.JSX.Element {
  const hostRef = useRef<HTMLDivElement>(null);
  const width = useWidth(hostRef);
  const layout = useMemo(
    () => layoutFocus(data.nodes, data.edges, centre, Math.max(CARD.width, width - 48)),
    [data, centre, width],
  );
  const byId = useMemo(() => new Map(data.nodes.map((node) => [node.id, node])), [data]);
  const active = selected !== undefined && byId.has(selected) ? selected : centre;

  const onKeyDown = (event: React.KeyboardEvent, card: FocusCard) => {
    const next = nextCard(layout.cards, card, event.key);
    if (next) hostRef.current?.querySelector<HTMLElement>(`[data-id="${CSS.escape(next.node.id)}"]`)?.focus();
    else if (event.key === 'Escape') {
      if (selected === undefined) onLeave();
      else onSelect(undefined);
    } else return;
    event.preventDefault();
    event.stopPropagation();
  };

  return (
    <div ref={hostRef} className={styles.host}>
      <div className={styles.stage} style={{ width: layout.width, height: layout.height }}>
        <svg className={styles.lines} width={layout.width} height={layout.height} aria-hidden="true">
          {layout.lines.map(({ edge, from, to }) => (
            <path
              key={`${edge.source} ${edge.relation} ${edge.target}`}
              d={curve(from, to)}
              data-active={edge.source === active || edge.target === active}
            />
          ))}
        </svg>
        {layout.cards.map((card) => {
          const { node, x, y } = card;
          const health = shownHealth(node);
          const reason = healthReason(node, (id) => nameOf(id, byId));
          return (
            <button
              key={node.id}
              type="button"
              className={styles.card}
              style={{ left: x, top: y, width: CARD.width, height: CARD.height }}
              data-id={node.id}
              data-health={health}
              data-centre={node.id === centre}
              aria-pressed={node.id === selected}
              title={reason === '' ? node.name : `${node.name}\n${reason}`}
              onClick={() => (node.id === selected && node.id !== centre ? onOpen(node.id) : onSelect(node.id))}
              onDoubleClick={() => onOpen(node.id)}
              onKeyDown={(event) => onKeyDown(event, card)}
            >
              <span className={styles.glyph} aria-hidden="true">
                {HEALTH_GLYPHS[health]}
              </span>
              <span className={styles.kind}>{kindTitle(node.kind)}</span>
              <span className={styles.name}>{shortName(node)}</span>
              <span className={styles.detail}>
                {reason !== '' && <span className="visually-hidden">{health}: </span>}
                {reason === '' ? below(node) : reason}
              </span>
            </button>
          );
        })}
      </div>
      {(layout.left > 0 || data.truncated) && (
        <p className={styles.note}>
          {layout.left > 0
            ? `${layout.left.toLocaleString('en')} more nodes are around it`
            : 'More nodes are around it'}
          : choose fewer kinds, or open one of these.
        </p>
      )}
    </div>
  );
}

function below({ hidden = 0, attributes }: TopologyNode): string {
  if (hidden > 0) return `${hidden.toLocaleString('en')} ${hidden === 1 ? 'topic' : 'topics'} not shown`;
  const telling = ['bundles', 'partitions', 'instances', 'usedPercent', 'backlog', 'rack', 'version'].find(
    (name) => attributes[name] !== undefined && attributes[name] !== '',
  );
  return telling === undefined
    ? 'healthy'
    : `${telling === 'usedPercent' ? 'used %' : telling} ${String(attributes[telling])}`;
}

function curve(from: FocusCard, to: FocusCard): string {
  const [upper, lower] = from.y <= to.y ? [from, to] : [to, from];
  const [ax, bx] = [upper.x + CARD.width / 2, lower.x + CARD.width / 2];
  if (lower.y - upper.y < CARD.height) {
    const y = upper.y;
    return `M${ax},${y}C${ax},${y - 26} ${bx},${y - 26} ${bx},${y}`;
  }
  const [ay, by] = [upper.y + CARD.height, lower.y];
  const middle = (ay + by) / 2;
  return `M${ax},${ay}C${ax},${middle} ${bx},${middle} ${bx},${by}`;
}

/** The card that an arrow key leads to: in the same row, or the nearest of the next one. */
function nextCard(cards: readonly FocusCard[], from: FocusCard, key: string): FocusCard | undefined {
  const row = cards.filter(({ y }) => y === from.y);
  if (key === 'ArrowRight' || key === 'ArrowLeft') return row[row.indexOf(from) + (key === 'ArrowRight' ? 1 : -1)];
  if (key !== 'ArrowUp' && key !== 'ArrowDown') return undefined;
  const beyond = cards.filter(({ y }) => (key === 'ArrowDown' ? y > from.y : y < from.y));
  const nextRow = key === 'ArrowDown' ? Math.min(...beyond.map(({ y }) => y)) : Math.max(...beyond.map(({ y }) => y));
  return beyond
    .filter(({ y }) => y === nextRow)
    .sort((a, b) => Math.abs(a.x - from.x) - Math.abs(b.x - from.x))
    .at(0);
}

function useWidth(ref: React.RefObject<HTMLElement>): number {
  const [width, setWidth] = useState(900);
  useEffect(() => {
    const element = ref.current;
    if (!element) return;
    const read = () => element.clientWidth > 0 && setWidth(element.clientWidth);
    read();
    const observer = new ResizeObserver(read);
    observer.observe(element);
    return () => observer.disconnect();
  }, [ref]);
  return width;
}
