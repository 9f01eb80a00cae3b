/** The peer: the same marks, edges and names as SVG in React, moved by one transform: what Grafana's own node graph does. */
import { createRoot } from 'react-dom/client';
import type { TopologyAnswer } from '@observatory/protocol/topology';
import { frames, swing } from './measure.ts';

const COLORS = { healthy: '#6ccf8e', unknown: '#9fa7b3', degraded: '#ffad5c', down: '#ff7383' };

function Picture({ data }: { data: TopologyAnswer }): React.JSX.Element {
  const at = new Map(data.nodes.map((node) => [node.id, node]));
  const k = Math.min(
    1500 / Math.max(...data.nodes.map(({ x = 0 }) => x)),
    800 / Math.max(...data.nodes.map(({ y = 0 }) => y)),
  );
  return (
    <svg width={1600} height={900}>
      <g id="picture">
        <g transform={`translate(40,40) scale(${k})`}>
          {data.edges.map(({ source, target }, index) => (
            <line
              key={index}
              x1={at.get(source)?.x}
              y1={at.get(source)?.y}
              x2={at.get(target)?.x}
              y2={at.get(target)?.y}
              stroke="#44474f"
            />
          ))}
          {data.nodes.map(({ id, name, health, x, y }) => (
            <g key={id} transform={`translate(${x},${y})`}>
              <circle r={26} fill={COLORS[health]} />
              <text y={42} fontSize={12} textAnchor="middle" fill="#ccccdc">
                {name}
              </text>
            </g>
          ))}
        </g>
      </g>
    </svg>
  );
}

const root = document.getElementById('root');
window.begin = () => {
  if (!root) return;
  const started = performance.now();
  createRoot(root).render(<Picture data={window.cluster as TopologyAnswer} />);
  const shown = () => {
    if (!document.getElementById('picture')) return void requestAnimationFrame(shown);
    // The frame after the one in which it was laid out.
    requestAnimationFrame(() =>
      requestAnimationFrame(() => {
        window.bench = {
          firstDrawMs: performance.now() - started,
          pan: (count) =>
            frames(count, (frame) =>
              document.getElementById('picture')?.setAttribute('transform', `translate(${swing(frame)},0)`),
            ),
        };
      }),
    );
  };
  requestAnimationFrame(shown);
};
