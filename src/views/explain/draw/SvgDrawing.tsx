import type { Drawing, Item, Tone } from './draw-list.ts';

const TOKENS: Readonly<Record<Tone, string>> = {
  text: 'var(--text)',
  muted: 'var(--text-muted)',
  grid: 'var(--grid)',
  accent: 'var(--accent)',
  bad: 'var(--bad)',
  warn: 'var(--warn)',
  ok: 'var(--ok)',
  unknown: 'var(--unknown)',
  panel: 'var(--panel)',
};

/** A drawing as SVG in the colours of the theme. `label` says in words what it shows. */
export function SvgDrawing({
  drawing,
  label,
  className,
}: {
  drawing: Drawing;
  label: string;
  className?: string;
}): React.JSX.Element {
  const { width, height, items } = drawing;
  return (
    <svg
      role="img"
      aria-label={label}
      className={className}
      viewBox={`0 0 ${width} ${height}`}
      width={width}
      height={height}
    >
      {items.map((item, index) => (
        <Shape key={index} item={item} />
      ))}
    </svg>
  );
}

function Shape({ item }: { item: Item }): React.JSX.Element {
  const color = TOKENS[item.tone];
  const title = item.title === undefined ? null : <title>{item.title}</title>;
  switch (item.kind) {
    case 'rect': {
      const { x, y, width, height } = item;
      return (
        <rect x={x} y={y} width={width} height={height} style={{ fill: color }} opacity={item.opacity}>
          {title}
        </rect>
      );
    }
    case 'line': {
      const { x1, y1, x2, y2, width = 1, dash } = item;
      return (
        <line
          {...{ x1, y1, x2, y2 }}
          style={{ stroke: color }}
          strokeWidth={width}
          strokeDasharray={dash?.join(' ')}
          opacity={item.opacity}
        >
          {title}
        </line>
      );
    }
    case 'path': {
      const { d, width = 1.5, dash, filled = false } = item;
      return (
        <path
          d={d}
          style={filled ? { fill: color } : { stroke: color, fill: 'none' }}
          strokeWidth={filled ? undefined : width}
          strokeDasharray={dash?.join(' ')}
          strokeLinejoin="round"
          opacity={item.opacity}
        >
          {title}
        </path>
      );
    }
    case 'text': {
      const { x, y, text, anchor = 'start', size = 11, bold = false } = item;
      return (
        <text
          x={x}
          y={y}
          textAnchor={anchor}
          fontSize={size}
          fontWeight={bold ? 500 : 400}
          style={{ fill: color }}
          opacity={item.opacity}
        >
          {title}
          {text}
        </text>
      );
    }
  }
}
